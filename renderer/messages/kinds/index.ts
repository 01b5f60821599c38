import type { Content, ContentOf, ContentType } from '@lianqun/protocol'
import type { Written } from '../composer/document.ts'
import { announcement } from './announcement/index.tsx'
import { card } from './card/index.tsx'
import { contact } from './contact/index.tsx'
import { file } from './file/index.tsx'
import { image } from './image/index.tsx'
import type { KindView, LineContext, MessageNames } from './kind.ts'
import { poll } from './poll/index.tsx'
import { recalled } from './recalled/index.tsx'
import { record } from './record/index.tsx'
import { kindsInRecords } from './record/views.ts'
import { rich } from './rich/index.tsx'
import { signup } from './signup/index.tsx'
import { system } from './system/index.tsx'
import { text } from './text/index.tsx'
import { unknown } from './unknown/index.tsx'
import { video } from './video/index.tsx'
import { voice } from './voice/index.tsx'

/** How each message kind looks. A kind without a view does not compile. */
const kinds: { [T in ContentType]: KindView<ContentOf<T>> } = {
  text,
  rich,
  image,
  video,
  voice,
  file,
  announcement,
  contact,
  card,
  poll,
  signup,
  system,
  recalled,
  record,
}

/** Whether this version has a view for the kind of a content. */
export function isKnownKind(content: Content): boolean {
  return Object.hasOwn(kinds, content.type)
}

/** The view of a content; the fallback for a kind of a later version. */
export function kindOf(content: Content): KindView<Content> {
  return (isKnownKind(content) ? kinds[content.type as ContentType] : unknown) as unknown as KindView<Content>
}

/** The message as one line, without its sender. When its view throws, the line of an unknown kind. */
export function contentLine(content: Content, names: MessageNames, context: LineContext): string {
  try {
    return kindOf(content).line(content, names, context)
  } catch (error) {
    console.error('a message has no line', error)
    return context.t('unknownPreview')
  }
}

kindsInRecords.bodyOf = content => kindOf(content).Body
kindsInRecords.lineOf = contentLine

/** What to edit again of a message, or null. */
export function rewriteOf(content: Content): Written | null {
  return kindOf(content).rewrite?.(content) ?? null
}

export type { LineContext, MessageAction } from './kind.ts'
