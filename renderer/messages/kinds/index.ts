import { type Content, type ContentOf, type ContentType, knownContent } from '@lianqun/protocol'
import type { ComposedText } from '../composer-text.ts'
import type { KindView, LineContext, Said } from './kind.ts'
import { recalled } from './recalled/index.tsx'
import { system } from './system/index.tsx'
import { text } from './text/index.tsx'
import { unknown } from './unknown/index.tsx'

/** How each message kind looks. A kind without a view does not compile. */
const kinds: { [T in ContentType]: KindView<ContentOf<T>> } = { text, system, recalled }

/** The view of a content; of a kind of a later version the fallback. */
export function kindOf(content: Content): KindView<Content> {
  const known = knownContent(content)
  return (known === null ? unknown : kinds[known.type]) as unknown as KindView<Content>
}

/** A message in one line, without its sender. */
export function contentLine(content: Content, said: Said, context: LineContext): string {
  return kindOf(content).line(content, said, context)
}

/** What the composer takes so that a recalled message can be written again, or null. */
export function rewriteOf(content: Content): ComposedText | null {
  return kindOf(content).rewrite?.(content) ?? null
}

export type { LineContext } from './kind.ts'
