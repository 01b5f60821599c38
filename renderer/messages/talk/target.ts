import { create } from 'zustand'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, on } from '../../desktop.ts'
import { useSession } from '../../stores/session.ts'

/** What the composer is asked to write: a reply to a message, or that message anew, which it then takes over. */
export interface Target {
  kind: 'reply' | 'edit'
  message: MessageItem
}

/**
 * What is being written in each conversation; a thread has a composer of its own. `requestId` grows with each request,
 * so that the composer takes the focus each time.
 */
interface Targets {
  targets: ReadonlyMap<string, Target>
  requestId: number
}
const useTargets = create<Targets>(() => ({ targets: new Map(), requestId: 0 }))

/** The key of a composer: of a conversation, or of a thread in it. */
export function composerKey(id: string, thread?: number): string {
  return thread === undefined ? id : `${id}/${thread}`
}

/** Sets what the composer writes, or null for a message of its own. */
export function setTarget(key: string, target: Target | null): void {
  useTargets.setState(({ targets, requestId }) => {
    const next = new Map(targets)
    if (target === null) next.delete(key)
    else next.set(key, target)
    return { targets: next, requestId: target === null ? requestId : requestId + 1 }
  })
}

/** What the composer writes now. */
export function targetOf(key: string): Target | null {
  return useTargets.getState().targets.get(key) ?? null
}

export function useTarget(key: string): Target | null {
  return useTargets(state => state.targets.get(key) ?? null)
}

/** Grows with each request to write something else. */
export function useTargetRequest(): number {
  return useTargets(state => state.requestId)
}

/** What is replied to is now this; null: nobody here sees it any more. */
function follow(key: string, { conversationId, seq }: MessageItem, now: MessageItem | null): void {
  const { targets } = useTargets.getState()
  const target = targets.get(key)
  if (target?.message.conversationId !== conversationId || target.message.seq !== seq) return
  if (now === null) setTarget(key, null)
  else useTargets.setState({ targets: new Map(targets).set(key, { ...target, message: now }) })
}

/** Follows changes of what is replied to: what was recalled must not stay readable. Returns the function that stops. */
export function followTargets(): () => void {
  return on('cache.changed', ({ messages }) => {
    for (const [key, { kind, message }] of useTargets.getState().targets) {
      const { conversationId: id, seq } = message
      if (kind !== 'reply' || !messages.some(change => change.id === id && change.from <= seq)) continue
      call('messages.get', { id, seqs: [seq] }).then(
        ([now]) => follow(key, message, now ?? null),
        error => console.error('messages.get', error),
      )
    }
  })
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) useTargets.setState({ targets: new Map() })
})
