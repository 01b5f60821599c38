import { z } from 'zod'
import { referenceSchema } from '../core/fields.ts'
import type { FileRef } from '../files.ts'

/** A mention in a text. `offset` and `length` count UTF-16 code units; `userId` is `all` for everyone. */
export const mentionSchema = z.object({
  userId: referenceSchema,
  offset: z.number().int().min(0),
  length: z.number().int().min(1),
})
export type Mention = z.infer<typeof mentionSchema>

/** Who acts on a message. `manages`: they sent it, or manage the conversation. */
export interface Actor {
  userId: string
  now: number
  manages: boolean
}

/** What a person answered to a message; `at` is when they first did. */
export interface Answer {
  userId: string
  answer: unknown
  at: number
}

/** A person's answer in place of the one before; null: none. `at`: when, in milliseconds. */
export interface Amendment {
  userId: string
  before: Record<string, unknown> | null
  answer: Record<string, unknown> | null
  at: number
}

/** How members answer to a message of a kind: each person has one answer, which they may change or take back. */
export interface ContentAnswers<C> {
  schema: z.ZodType
  /** Whether members may know who answered what. */
  named(content: C): boolean
  /** The ids of the options that an answer chose; left out for a kind without options. */
  chosen?(answer: Record<string, unknown>): readonly string[]
  /** @throws ProtocolError when this answer (null: none any more) is not taken */
  check(content: C, answer: unknown, actor: Actor): void
  /** The content with what all answered, in the order in which they first did. */
  summarize(content: C, answers: readonly Answer[]): C
  /** What a person answered, as the content says; null: nothing, undefined: it does not say who. */
  own(content: C, userId: string): Record<string, unknown> | null | undefined
  /** Whether `own` may not know: then the server keeps each person's answer with what is theirs of the message. */
  kept: boolean
  /** The content as it will be once the server has taken an answer in place of the one before. */
  amend(content: C, change: Amendment): C
}

/** What members do to a message of a kind besides answering: the same act again changes nothing more. */
export interface ContentActs<C, A> {
  schema: z.ZodType<A>
  /** Whether it says something to the others, as a message does: then it is for those who may speak. */
  speaks?(act: A): boolean
  /** @throws ProtocolError when the act is not taken */
  apply(content: C, act: A, actor: Actor): C
}

/**
 * Defines a message kind for server, cache, search, notifications and page. Its rendering is in
 * `renderer/messages/kinds/<kind>/`.
 */
export interface ContentDef<S extends z.ZodType<{ type: string }>> {
  /** Reads received content. It has no limit that a later version may raise, and keeps unknown fields. */
  schema: S
  /** What a client may send, or null when only the server creates this kind. */
  sendable: z.ZodType<z.infer<S>> | null
  /** Notified, and shown in a bubble; false: shown as a line in the middle. */
  bubble: boolean
  /** Takes an ordinal, and so counts as unread. */
  counted: boolean
  /** Whether its sender may replace it by another content that is editable too. */
  editable: boolean
  /** Text for search and notifications; may be empty. */
  text(content: z.infer<S>): string
  /** What its writer says in it, which can be translated; left out, nothing. */
  words?(content: z.infer<S>): string
  /** Ids of the people it names; their names are needed to show it. */
  people(content: z.infer<S>): string[]
  mentions(content: z.infer<S>): readonly Mention[]
  /** The files that it shows, which whoever may see the message may load; left out, none. */
  files?(content: z.infer<S>): readonly FileRef[]
  answers?: ContentAnswers<z.infer<S>>
  acts?: ContentActs<z.infer<S>, never>
  /** Contents that tests check: good ones, ones that become `unreadable`, and ones that a client may not send. */
  examples: {
    good: readonly [z.infer<S>, ...z.infer<S>[]]
    unreadable: readonly [unknown, ...unknown[]]
    notSendable: readonly [unknown, ...unknown[]]
  }
}

/** Infers the content type of a kind's functions from its schema. */
export function defineContent<S extends z.ZodType<{ type: string }>, N extends ContentDef<S>['sendable'], A = never>(
  definition: Omit<ContentDef<S>, 'acts'> & { sendable: N; acts?: ContentActs<z.infer<S>, A> },
): ContentDef<S> & { sendable: N } {
  return definition as unknown as ContentDef<S> & { sendable: N }
}
