import type { ConversationItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { letMove, useConversationList } from '../conversation-list-store.ts'
import { rowAt } from '../conversation-window.ts'

/** The pinned rows at the top of what is shown. */
export function pinnedRows(): ConversationItem[] {
  const { list } = useConversationList.getState()
  const rows: ConversationItem[] = []
  for (let index = 0; ; index++) {
    const row = rowAt(list, index)
    if (!row?.pinned) return rows
    rows.push(row)
  }
}

/** Moves a pinned conversation to before or after another one. */
export async function movePinned(id: string, beside: string, after: boolean): Promise<void> {
  if (id === beside) return
  await call('conversations.movePinned', { id, beside, after })
  letMove()
}

/** Moves a pinned conversation up (-1) or down (1) by one, where there is room. */
export async function movePinnedBy(id: string, step: -1 | 1): Promise<void> {
  const rows = pinnedRows()
  const at = rows.findIndex(row => row.id === id)
  const other = at < 0 ? undefined : rows[at + step]
  if (other !== undefined) await movePinned(id, other.id, step > 0)
}
