import { type Card, limits } from '@lianqun/protocol'
import type { Store } from '../../storage/store.ts'
import { type Call, type JsonObject, PayloadError, understand } from '../cards/index.ts'
import { spokenOf } from './contents.ts'
import { optionsOf } from './domain.ts'
import { peopleIn, withAlias } from './posting.ts'
import type { HookRow } from './tables.ts'
import { timeZone } from './time-zone.ts'

/** The next face of a card, as the answer to a call has it. */
export interface CallFace {
  card: Card
  original?: string
}

/** Makes a face of the payload in an answer, as if it had been posted. @throws PayloadError, NoStanding */
export async function faceOf(
  read: Store['read'],
  hook: HookRow,
  { dialect }: Pick<Call, 'dialect'>,
  payload: JsonObject,
): Promise<CallFace> {
  const context = { headers: {}, language: optionsOf(hook).language, timeZone, receivedAt: Date.now() }
  const understood = understand(dialect, payload, context)
  const [message] = understood?.messages ?? []
  if (understood === null || message === undefined || (message.type !== 'card' && message.type !== 'text'))
    throw new PayloadError('unsupported', '', 'The answer has no card.')
  const people = await read(db => peopleIn(db, hook, understood))
  const shown = message.type === 'text' ? { type: 'card' as const, card: cardOf(message.text) } : message
  const postable = spokenOf(shown, { people, mayCall: true, lost: [] })
  const { alias } = understood
  const face = alias === undefined ? postable : withAlias(postable, alias)
  if (face.type !== 'card') throw new PayloadError('unsupported', '', 'The answer has no card.')
  return { card: face.card, ...(dialect === 'mattermost' && { original: JSON.stringify(payload) }) }
}

/** A text as a card: what was a card stays one. */
function cardOf(text: string): Card {
  return { type: 'AdaptiveCard', body: [{ type: 'RichTextBlock', inlines: [text.slice(0, limits.cardTextChars)] }] }
}
