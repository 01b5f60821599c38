import { useState } from 'react'
import type { CallArgs, CallResult, MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useOnline } from '../../stores/session.ts'
import { toastError, useDesktopEvent, useQuery } from '../../ui/index.ts'

export type ListedKind = CallArgs<'messages.ofKind'>['kinds'][number]
type Held = CallResult<'messages.ofKind'>
type Found = CallResult<'messages.ofKindServer'>

const pageSize = 60

/** The newest `pages` pages of this device, newest first. */
async function heldPages(id: string, kinds: ListedKind[], pages: number): Promise<Held> {
  const items: MessageItem[] = []
  for (let page = 1; ; page++) {
    const before = items.at(-1)?.seq
    const next = await call('messages.ofKind', {
      id,
      kinds,
      limit: pageSize,
      ...(before === undefined ? {} : { before }),
    })
    items.push(...next.items.toReversed())
    // A page of messages that the user deleted for themselves has nothing to go on from.
    if (page >= pages || !next.more || next.items.length === 0) return { ...next, items }
  }
}

/** Messages of this device and of the server, newest first; of one in both, the newer row counts. */
export function mergeItems(held: readonly MessageItem[], found: readonly MessageItem[]): MessageItem[] {
  const bySeq = new Map(found.map(item => [item.seq, item]))
  for (const item of held) {
    const other = bySeq.get(item.seq)
    if (other === undefined || other.revision <= item.revision) bySeq.set(item.seq, item)
  }
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq)
}

/**
 * The messages of a conversation with some kinds of files or with links, newest first: those of this device, which
 * follow each change, then the older ones that only the server has. `partly`: these cannot be asked for now.
 */
export function useOfKind(id: string, kinds: readonly ListedKind[]) {
  const online = useOnline()
  const key = `${id}:${kinds.join()}`
  const [pages, setPages] = useState(1)
  const held = useQuery(`of-kind:${key}:${pages}`, () => heldPages(id, [...kinds], pages), [], { keep: true })
  const missingUntil = held.data?.more === false ? held.data.missingUntil : null
  const ask = (cursor: string | null) =>
    call('messages.ofKindServer', { id, kinds: [...kinds], until: missingUntil ?? undefined, cursor })
  const first = useQuery(online && missingUntil !== null ? `of-kind-server:${key}` : null, () => ask(null))
  const [later, setLater] = useState<{ of: Found; pages: Found[] }>()
  const [busy, setBusy] = useState(false)
  const found = first.data === undefined ? [] : [first.data, ...(later?.of === first.data ? later.pages : [])]
  const foundItems = found.flatMap(page => page.items)
  useDesktopEvent('cache.changed', ({ messages }) => {
    const change = messages.find(change => change.id === id)
    if (change === undefined) return
    held.reload()
    // What is not kept here may have been edited or recalled; a new message is behind all of it.
    if (foundItems.some(({ seq }) => seq >= change.from)) first.reload()
  })
  const cursor = found.at(-1)?.cursor ?? null
  const loadMore = () => {
    if (held.data?.more) return setPages(pages + 1)
    const of = first.data
    if (of === undefined || cursor === null) return
    setBusy(true)
    ask(cursor)
      .then(page => setLater({ of, pages: [...found.slice(1), page] }), toastError)
      .finally(() => setBusy(false))
  }
  return {
    /** Undefined until the first are known. */
    items:
      held.data === undefined || (held.data.items.length === 0 && first.loading && first.data === undefined)
        ? undefined
        : mergeItems(held.data.items, foundItems),
    more: held.data?.more === true || cursor !== null,
    busy: busy || (held.loading && held.data !== undefined && pages > 1) || (first.loading && first.data === undefined),
    partly: missingUntil !== null && (!online || first.error !== undefined),
    error: held.data === undefined ? held.error : undefined,
    reload: held.reload,
    loadMore,
  }
}
