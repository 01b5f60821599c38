import { receivedCardSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls } from './shared.ts'
import { text } from './shared.ts'

/** The longest JSON that is checked: a card that is too large is told so, whatever its spaces. */
const longestJson = 1_000_000

/** What is wrong with a card, and where. */
export const cardProblemSchema = z.object({
  /** Keys and indices from the card to the value that is wrong. */
  path: z.array(z.union([z.string(), z.number()])),
  kind: z.enum([
    'json',
    'unknownKeys',
    'missing',
    'notAllowed',
    'wrongType',
    'tooLong',
    'tooMany',
    'tooFew',
    'tooSmall',
    'tooLarge',
    'malformed',
    'tooDeep',
    'cardTooLarge',
  ]),
  /** In English, for the log and for kinds that need no more. */
  message: text,
  /** Those that nobody knows there. */
  keys: z.array(text).optional(),
  /** The keys or the values that would be right there. */
  allowed: z.array(text).optional(),
  /** The type that it has to have, in the words of JSON. */
  expected: text.optional(),
  /** The bound that it crosses. */
  bound: z.number().optional(),
})

export const cardCalls = {
  /** Reads a card as its writer gives it. `card` is null when there are problems. */
  'cards.check': {
    args: z.object({ json: z.string().max(longestJson) }),
    result: z.object({ card: receivedCardSchema.nullable(), problems: z.array(cardProblemSchema) }),
  },
} as const satisfies Calls

export type CardProblem = z.infer<typeof cardProblemSchema>
