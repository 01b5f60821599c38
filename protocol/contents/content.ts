import { z } from 'zod'
import { referenceSchema } from '../core/fields.ts'

/** A mention in a text. `offset` and `length` count UTF-16 code units; `userId` is `all` for everyone. */
export const mentionSchema = z.object({
  userId: referenceSchema,
  offset: z.number().int().min(0),
  length: z.number().int().min(1),
})
export type Mention = z.infer<typeof mentionSchema>

/**
 * A message kind: one meaning for server, cache, search, notification and page. How it looks is in
 * `renderer/messages/kinds/<kind>/`.
 */
export interface ContentDef<S extends z.ZodType<{ type: string }>> {
  /** As it is read. It bounds nothing that a later version may raise, and keeps the fields of a later version. */
  schema: S
  /** As a client may send it, or null when only the server makes it. */
  sendable: z.ZodType<z.infer<S>> | null
  /** A person's message, which is notified and shown in a bubble; false for a line in the middle. */
  bubble: boolean
  /** It takes an ordinal, so that it counts as unread. */
  counted: boolean
  /** What is searched and notified; empty when there is nothing. */
  text(content: z.infer<S>): string
  /** Ids of those whom it names, so that their names are at hand where it is shown. */
  people(content: z.infer<S>): string[]
  mentions(content: z.infer<S>): readonly Mention[]
}

/** Ties the functions of a kind to its schema. */
export function defineContent<S extends z.ZodType<{ type: string }>, N extends ContentDef<S>['sendable']>(
  definition: ContentDef<S> & { sendable: N },
): ContentDef<S> & { sendable: N } {
  return definition
}
