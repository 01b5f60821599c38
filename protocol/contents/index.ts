import { z } from 'zod'
import { isKeepable } from '../core/fields.ts'
import type { ContentDef, Mention } from './content.ts'
import { recalled } from './recalled.ts'
import { system } from './system.ts'
import { text } from './text.ts'

/** The message kinds. The one place where a new kind is named; everything else follows from its definition. */
export const contents = { text, system, recalled }

export type ContentType = keyof typeof contents
export type ContentOf<T extends ContentType> = z.infer<(typeof contents)[T]['schema']>
export type KnownContent = { [T in ContentType]: ContentOf<T> }[ContentType]
/** A kind of a later version: it is kept as it came, and shown as "update to see this". */
export type UnknownContent = { type: string } & Record<string, unknown>
export type Content = KnownContent | UnknownContent
type SendableType = {
  [T in ContentType]: (typeof contents)[T]['sendable'] extends null ? never : T
}[ContentType]

type Definition = ContentDef<z.ZodType<{ type: string }>>
const definitions = contents as unknown as Record<string, Definition>

const knownSchema = z
  .discriminatedUnion(
    'type',
    Object.values(definitions).map(({ schema }) => schema) as unknown as [z.ZodObject<{ type: z.ZodLiteral<string> }>],
  )
  .refine(isKeepable, 'small enough to be kept with the fields of a later version')
const laterSchema = z
  .looseObject({ type: z.string().min(1).max(40) })
  .refine(({ type }) => !Object.hasOwn(contents, type), 'a known type with wrong fields')
  .refine(isKeepable, 'small enough to be kept')

/**
 * The kind of a content that does not fit its kind, or is none. `was` is the content as it came, unless it is too large
 * to keep. Like a kind of a later version it is shown as "update to see this".
 */
export const unreadableContent = 'unreadable'
const unreadableSchema = z
  .unknown()
  .transform(
    (was): UnknownContent => (isKeepable(was) ? { type: unreadableContent, was } : { type: unreadableContent }),
  )

/**
 * What a message says, as it is read. It never refuses: a kind of a later version is kept as it came, and so is what
 * does not fit its kind, so that the message keeps its place.
 */
export const contentSchema = z.union([knownSchema, laterSchema, unreadableSchema]) as unknown as z.ZodType<
  Content,
  Content
>

const sendable = Object.values(definitions).flatMap(definition => definition.sendable ?? [])
/** What a client may send. */
export const sendableContentSchema = (
  sendable.length === 1 ? sendable[0] : z.union(sendable as [z.ZodType, z.ZodType, ...z.ZodType[]])
) as z.ZodType<ContentOf<SendableType>>
export type SendableContent = z.infer<typeof sendableContentSchema>

/** The content with the type of its kind, or null when the kind is of a later version. */
export function knownContent(content: Content): KnownContent | null {
  return Object.hasOwn(contents, content.type) ? (content as KnownContent) : null
}

/** Whether a content is of one kind; narrows it. */
export function isContent<T extends ContentType>(content: Content, type: T): content is ContentOf<T> {
  return content.type === type
}

function definitionOf(content: Content): Definition | undefined {
  return Object.hasOwn(contents, content.type) ? definitions[content.type] : undefined
}

/** What is searched and notified of a message; empty for a notice and for a kind of a later version. */
export function contentText(content: Content): string {
  return definitionOf(content)?.text(content) ?? ''
}

/** Ids of those whom a message names. */
export function contentPeople(content: Content): string[] {
  return definitionOf(content)?.people(content) ?? []
}

export function contentMentions(content: Content): readonly Mention[] {
  return definitionOf(content)?.mentions(content) ?? []
}

/** Whether a message mentions a person by name or with everyone. */
export function mentionsUser(content: Content, userId: string | null): boolean {
  return contentMentions(content).some(mention => mention.userId === userId || mention.userId === 'all')
}

/** Whether it is a person's message, not a notice. A kind of a later version is one. */
export function isBubble(content: Content): boolean {
  return definitionOf(content)?.bubble ?? true
}

/** Whether a message counts as unread. A kind of a later version does. */
export function isCounted(content: Content): boolean {
  return definitionOf(content)?.counted ?? true
}
