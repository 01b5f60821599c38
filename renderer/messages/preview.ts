import { isolated } from '../../common/text.ts'
import type { ConversationItem } from '../../preload/contract/index.ts'
import { speakerOf } from '../ui/names.ts'
import { draftPreview } from './composer/document.ts'
import { contentLine, type LineContext } from './kinds/index.ts'
import { leftWords } from './left-words.ts'

export interface Preview {
  /** The red label before the text. */
  mark: 'mention' | 'draft' | null
  state: 'sending' | 'failed' | null
  /** The unread count of a muted conversation, before the text; 0 for none. */
  mutedCount: number
  text: string
}

/** The second line of a conversation's row. `open`: it is open, so the row does not show its draft. */
export function previewOf(item: ConversationItem, open: boolean, context: LineContext): Preview {
  const { t, language } = context
  const none: Preview = { mark: null, state: null, mutedCount: 0, text: '' }
  const mutedCount = item.muted && item.unread > 0 ? item.unread : 0
  const draft = open ? '' : draftPreview(item.draft)
  if (item.mentions === 0 && draft) return { ...none, mark: 'draft', text: isolated(draft) }
  if (item.outbox)
    return { ...none, state: item.outbox.state, text: isolated(contentLine(item.outbox.content, item.outbox, context)) }
  if (item.left) return { ...none, text: leftWords(item, context) }
  const last = item.lastMessage
  const mark = item.mentions > 0 ? 'mention' : null
  // There are messages that this version cannot read.
  if (!last) return { ...none, mark, mutedCount, text: item.unread > 0 ? t('unknownPreview') : '' }
  const line = contentLine(last.content, last, context)
  const name = !last.bubble ? '' : last.own ? t('you') : item.kind === 'group' ? speakerOf(last.sender, language) : ''
  return { ...none, mark, mutedCount, text: name ? t('saidBy', { name, text: line }) : isolated(line) }
}
