import { z } from 'zod'
import { isKeepable } from '../core/fields.ts'
import type { FileRef } from '../files.ts'
import { announcement } from './announcement.ts'
import { card } from './card.ts'
import { contact } from './contact.ts'
import type { ContentActs, ContentAnswers, ContentDef, Mention } from './content.ts'
import { file } from './file.ts'
import { image } from './image.ts'
import { poll } from './poll.ts'
import { recalled } from './recalled.ts'
import { recordOf } from './record.ts'
import { rich } from './rich.ts'
import { signup } from './signup.ts'
import { system } from './system.ts'
import { text } from './text.ts'
import { video } from './video.ts'
import { voice } from './voice.ts'

/** The message kinds. A new kind is registered only here; everything else follows from its definition. */
const forwardable = { text, rich, image, video, voice, file, contact, card }
export const contents = {
  ...forwardable,
  announcement,
  poll,
  signup,
  system,
  recalled,
  record: recordOf(forwardable),
}

export type ContentType = keyof typeof contents
export type ContentOf<T extends ContentType> = z.infer<(typeof contents)[T]['schema']>
export type KnownContent = { [T in ContentType]: ContentOf<T> }[ContentType]
/** A kind of a later version: stored unchanged, and shown as "update to see this". */
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
 * The kind of content that is invalid. `was` is the content as received, unless it is too large to keep. It is shown as
 * "update to see this", like a kind of a later version.
 */
export const unreadableContent = 'unreadable'
const unreadableSchema = z
  .unknown()
  .transform(
    (was): UnknownContent => (isKeepable(was) ? { type: unreadableContent, was } : { type: unreadableContent }),
  )

/**
 * Reads the content of a received message. It never fails: a kind of a later version is kept unchanged, and invalid
 * content becomes `unreadable`, so that the message keeps its place.
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

/** The content with the type of its kind, or null when this version does not know the kind. */
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

/** Text of a message for search and notifications; empty for a notice and for an unknown kind. */
export function contentText(content: Content): string {
  return definitionOf(content)?.text(content) ?? ''
}

/** What a message says in words that can be translated; empty for one that says none. */
export function contentWords(content: Content): string {
  const words = definitionOf(content)?.words?.(content) ?? ''
  return /\p{L}/u.test(words) ? words : ''
}

/** What a message is found by; null: by nothing, as it is a notice, recalled, or of a kind of a later version. */
export function contentSearch(
  content: Content,
): { text: string; kind: string; hasLink: boolean; mentionIds: string[] } | null {
  const known = knownContent(content)
  if (known === null || !isBubble(known)) return null
  return {
    text: contentText(known),
    kind: known.type,
    // As a key it stands there without a backslash.
    hasLink: known.type === 'rich' && JSON.stringify(known).includes('"href":'),
    mentionIds: contentMentions(known).map(({ userId }) => userId),
  }
}

/** Ids of the people a message names. */
export function contentPeople(content: Content): string[] {
  return definitionOf(content)?.people(content) ?? []
}

export function contentMentions(content: Content): readonly Mention[] {
  return definitionOf(content)?.mentions(content) ?? []
}

/** The files of a message, which whoever may see it may load. */
export function contentFiles(content: Content): readonly FileRef[] {
  return definitionOf(content)?.files?.(content) ?? []
}

/** How members answer to a message; undefined: not at all. */
export function contentAnswers(content: Content): ContentAnswers<Content> | undefined {
  return definitionOf(content)?.answers as ContentAnswers<Content> | undefined
}

/** What members do to a message besides answering; undefined: nothing. */
export function contentActs(content: Content): ContentActs<Content, unknown> | undefined {
  return definitionOf(content)?.acts as ContentActs<Content, unknown> | undefined
}

/** Whether a message mentions a user, by id or with everyone. */
export function mentionsUser(content: Content, userId: string | null): boolean {
  return contentMentions(content).some(mention => mention.userId === userId || mention.userId === 'all')
}

/** Whether a message is shown as a bubble. True for an unknown kind. */
export function isBubble(content: Content): boolean {
  return definitionOf(content)?.bubble ?? true
}

/** Whether the sender of a message may replace its content. */
export function isEditable(content: Content): boolean {
  return definitionOf(content)?.editable ?? false
}

/** Whether a message counts as unread. True for an unknown kind. */
export function isCounted(content: Content): boolean {
  return definitionOf(content)?.counted ?? true
}
