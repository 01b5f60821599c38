import type { Content } from '@lianqun/protocol'
import { type RichNode, richText } from '../../common/rich-text.ts'

/** Ids of those whom a message mentions, each once; `all` for everyone. Of formatted text too. */
export function mentionedIn(content: Content): string[] {
  const { mentions = [], doc } = content as { mentions?: { userId: string }[]; doc?: RichNode }
  return [...new Set((doc === undefined ? mentions : richText(doc).mentions).map(({ userId }) => userId))]
}
