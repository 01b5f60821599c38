import type { ConversationItem } from '../../preload/contract/index.ts'
import { nameOf } from '../ui/names.ts'
import { draftPreview } from './composer-text.ts'
import { contentLine, type LineContext } from './kinds/index.ts'

export interface Preview {
  /** Red words before the text. */
  mark: 'mention' | 'draft' | null
  state: 'sending' | 'failed' | null
  /** Unread of a muted conversation, in front of the text; 0 for none. */
  mutedCount: number
  text: string
}

/** The second line of a conversation's row. `open`: it is on the screen, so its draft is being written there. */
export function previewOf(item: ConversationItem, open: boolean, context: LineContext): Preview {
  const { t, language } = context
  const none: Preview = { mark: null, state: null, mutedCount: 0, text: '' }
  const mutedCount = item.muted && item.unread > 0 ? item.unread : 0
  const draft = open ? '' : draftPreview(item.draft)
  if (item.mentions === 0 && draft) return { ...none, mark: 'draft', text: draft }
  if (item.outbox)
    return { ...none, state: item.outbox.state, text: contentLine(item.outbox.content, item.outbox, context) }
  const last = item.lastMessage
  const mark = item.mentions > 0 ? 'mention' : null
  // Something is there that this version cannot read.
  if (!last) return { ...none, mark, mutedCount, text: item.unread > 0 ? t('unknownPreview') : '' }
  const line = contentLine(last.content, last, context)
  const name = !last.bubble ? '' : last.own ? t('you') : item.kind === 'group' ? nameOf(last.sender, language) : ''
  return { ...none, mark, mutedCount, text: name ? t('saidBy', { name, text: line }) : line }
}
