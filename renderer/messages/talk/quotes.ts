import { useEffect } from 'react'
import { create } from 'zustand'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call, DesktopError, errorCode, errorText, on } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { useConnection, useSession } from '../../stores/session.ts'
import { toast } from '../../ui/index.ts'
import { followTargets } from './target.ts'

/** A quoted message that is not on this device: fetched, on its way, or why not. */
export type Fetched = MessageItem | 'loading' | 'offline' | 'gone'

/** Kept in memory alone. */
const useFetched = create<{ of: ReadonlyMap<string, Fetched> }>(() => ({ of: new Map() }))
const keyOf = (id: string, seq: number) => `${id}/${seq}`

function set(entries: Iterable<[string, Fetched]>): void {
  useFetched.setState(({ of }) => ({ of: new Map([...of, ...entries]) }))
}

/** The seqs that are asked for in this tick, by conversation. */
const asked = new Map<string, Set<number>>()

function ask(id: string, seq: number): void {
  const waiting = asked.get(id)
  if (waiting) {
    waiting.add(seq)
    return
  }
  const seqs = new Set([seq])
  asked.set(id, seqs)
  queueMicrotask(() => {
    asked.delete(id)
    void fetchAll(id, [...seqs])
  })
}

async function fetchAll(id: string, seqs: number[]): Promise<void> {
  set(seqs.map(seq => [keyOf(id, seq), 'loading']))
  try {
    const found = await call('messages.get', { id, seqs })
    const bySeq = new Map(found.map(item => [item.seq, item]))
    set(seqs.map(seq => [keyOf(id, seq), bySeq.get(seq) ?? 'gone']))
  } catch (error) {
    if (errorCode(error) !== 'offline') console.error('messages.get', error)
    set(seqs.map(seq => [keyOf(id, seq), errorCode(error) === 'not_member' ? 'gone' : 'offline']))
  }
}

/** Forgets what was fetched, where `stale` says so: what is still shown is asked for again. */
function forget(stale: (key: string, fetched: Fetched) => boolean): void {
  const { of } = useFetched.getState()
  const kept = [...of].filter(([key, fetched]) => !stale(key, fetched))
  if (kept.length < of.size) useFetched.setState({ of: new Map(kept) })
}

/** A message that is not on this device; `wanted` false: it is, and nothing is fetched. */
export function useFetchedMessage(id: string, seq: number, wanted: boolean): Fetched {
  const fetched = useFetched(state => state.of.get(keyOf(id, seq)))
  useEffect(() => {
    if (wanted && fetched === undefined) ask(id, seq)
  }, [id, seq, wanted, fetched])
  return fetched ?? 'loading'
}

const refusedWords = {
  'message.react': 'refused_react',
  'message.edit': 'refused_edit',
  'message.pin': 'refused_pin',
  'message.mark': 'refused_mark',
  'message.request': 'refused_request',
  'message.removePreview': 'refused_removePreview',
  'message.answer': 'refused_answer',
} as const

/** Follows changes of what is quoted and replied to: what was recalled must not stay readable. Returns the function that stops. */
export function startQuotes(): () => void {
  const offs = [
    followTargets(),
    on('message.refused', ({ change, error }) => {
      const t = translator('talk')
      const closed = change === 'message.answer' && error === 'too_late'
      const reason = closed ? t('closedBefore') : errorText(new DesktopError(error, ''))
      toast({ kind: 'failed', text: t('refused', { what: t(refusedWords[change]), reason }) })
    }),
    on('cache.changed', ({ messages }) => {
      for (const { id, from } of messages)
        forget((_key, fetched) => typeof fetched === 'object' && fetched.conversationId === id && fetched.seq >= from)
    }),
    useConnection.subscribe((now, before) => {
      if (now.status === 'online' && before.status !== 'online') forget((_key, fetched) => fetched === 'offline')
    }),
    useSession.subscribe((now, before) => {
      if (now.session?.user?.id !== before.session?.user?.id) useFetched.setState({ of: new Map() })
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}
