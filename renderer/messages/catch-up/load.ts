import type { MessageItem, MessagePage } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'

/** Where a catch-up begins: after what was read, some days back, or at the first message that one may see. */
export type Range = { after: number } | { days: number } | 'all'

const pageSize = 200
/** The most messages that are looked at. */
export const mostMessages = 2_000
const dayMs = 86_400_000

/** Messages of a range, oldest first. `complete`: none before them is missing, neither by the limit nor for want of a connection. */
export interface Loaded {
  messages: MessageItem[]
  complete: boolean
}

/**
 * Loads the messages of a range, the newest first, as far as the group's history may be seen and the connection gives
 * it. `onCount` hears how many there are so far.
 */
export async function loadRange(
  id: string,
  range: Range,
  { now, onCount, stopped }: { now: number; onCount: (count: number) => void; stopped: () => boolean },
): Promise<Loaded> {
  const belongs = (message: MessageItem) =>
    range === 'all' || ('after' in range ? message.seq > range.after : message.sentAt > now - range.days * dayMs)
  let messages: MessageItem[] = []
  let before: number | null = null
  for (;;) {
    const anchor: { before: number } | { at: 'latest' } = before === null ? { at: 'latest' } : { before }
    const page: MessagePage = await call('messages.page', { id, anchor, limit: pageSize })
    const sent = page.items.filter(({ seq }) => seq > 0)
    const wanted = sent.filter(belongs)
    messages = [...wanted, ...messages]
    onCount(messages.length)
    if (wanted.length < sent.length) return { messages, complete: true }
    if (stopped() || messages.length >= mostMessages || sent.length === 0) return { messages, complete: !page.hasOlder }
    if (!page.hasOlder) return { messages, complete: true }
    before = sent[0]?.seq ?? null
  }
}
