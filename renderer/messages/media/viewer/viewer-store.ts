import { create } from 'zustand'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { filesOf, isPicture, type MediaItem, olderMedia } from '../media-of.ts'

/** What the viewer shows: the pictures of a conversation, oldest first, and which of them. */
export interface Viewed {
  conversationId: string
  items: readonly MediaItem[]
  index: number
  /** Whether there are older ones that are not loaded. */
  more: boolean
  loading: boolean
}

export const useViewer = create<{ viewed: Viewed | null }>(() => ({ viewed: null }))

function picturesOf(message: MessageItem): MediaItem[] {
  return filesOf(message)
    .filter(isPicture)
    .map(file => ({ file, message }))
}

const same = (a: MediaItem, b: MediaItem) => a.file.id === b.file.id && a.message.seq === b.message.seq

/** Opens the viewer at a picture of a message: at once, with the others of the conversation as they are found. */
export function openViewer(message: MessageItem, fileId: string): void {
  const items = picturesOf(message)
  const index = items.findIndex(({ file }) => file.id === fileId)
  if (index < 0) return
  const viewed: Viewed = { conversationId: message.conversationId, items, index, more: false, loading: true }
  useViewer.setState({ viewed })
  void surround(viewed)
}

/** Loads the newest pictures of the conversation, and older ones until the one that is shown is among them. */
async function surround(opened: Viewed): Promise<void> {
  const first = opened.items[0]
  if (first === undefined || first.message.seq === 0) return settle(opened, () => ({ loading: false }))
  try {
    let found: MediaItem[] = []
    let before: number | undefined
    let more = true
    while (more && !found.some(item => same(item, first))) {
      const page = await olderMedia(opened.conversationId, ['image'], before)
      found = [...page.items.flatMap(picturesOf), ...found]
      more = page.more
      before = page.items[0]?.seq
    }
    settle(opened, now => {
      const shown = now.items[now.index]
      const index = found.findIndex(item => shown !== undefined && same(item, shown))
      return index < 0 ? { loading: false } : { items: found, index, more, loading: false }
    })
  } catch (error) {
    console.error('the pictures of the conversation', error)
    settle(opened, () => ({ loading: false }))
  }
}

/** Changes what is shown, unless it was closed or opened elsewhere meanwhile. */
function settle(of: Viewed, change: (now: Viewed) => Partial<Viewed>): void {
  useViewer.setState(({ viewed }) =>
    viewed?.conversationId === of.conversationId ? { viewed: { ...viewed, ...change(viewed) } } : {},
  )
}

/** Shows the picture with an index; loads older ones when it comes near the start. */
export function showInViewer(to: number): void {
  const { viewed } = useViewer.getState()
  if (viewed === null) return
  const index = Math.min(viewed.items.length - 1, Math.max(0, to))
  useViewer.setState({ viewed: { ...viewed, index } })
  if (index < 5 && viewed.more && !viewed.loading) void loadOlder(viewed)
}

/** Goes by a number of pictures. */
export function stepViewer(by: number): void {
  const { viewed } = useViewer.getState()
  if (viewed !== null) showInViewer(viewed.index + by)
}

async function loadOlder(viewed: Viewed): Promise<void> {
  settle(viewed, () => ({ loading: true }))
  try {
    const page = await olderMedia(viewed.conversationId, ['image'], viewed.items[0]?.message.seq)
    const older = page.items.flatMap(picturesOf)
    settle(viewed, now => ({
      items: [...older, ...now.items],
      index: now.index + older.length,
      more: page.more,
      loading: false,
    }))
  } catch (error) {
    console.error('older pictures', error)
    settle(viewed, () => ({ loading: false, more: false }))
  }
}

export function closeViewer(): void {
  useViewer.setState({ viewed: null })
}
