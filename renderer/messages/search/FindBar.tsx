import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { IconButton, isComposing, SearchField, useDebounced, useDesktopEvent, useQuery } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { closeFind, useFind } from './find-store.ts'
import './search.css'

/** Searches within one conversation: how many messages match, and the way from one to the next. */
export function FindBar({ id }: { id: string }) {
  const shown = useFind(state => state.id === id)
  return shown ? <Bar id={id} /> : null
}

function Bar({ id }: { id: string }) {
  const t = useTranslate('search')
  const request = useFind(state => state.requestId)
  const [text, setText] = useState('')
  const query = useDebounced(text.trim(), 150)
  const found = useQuery(
    query === '' ? null : `find:${id}:${query}`,
    () => call('messages.find', { id, query: query.slice(0, shownLimits.searchChars) }),
    [],
    { keep: true },
  )
  useDesktopEvent('cache.changed', ({ messages }) => {
    if (messages.some(change => change.id === id)) found.reload()
  })
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [request])
  const seqs = found.data?.seqs ?? []
  const [at, setAt] = useState(0)
  const current = Math.min(at, Math.max(0, seqs.length - 1))
  const go = (to: number) => {
    const seq = seqs[to]
    if (seq === undefined) return
    setAt(to)
    openConversation(id, seq)
  }
  const first = seqs[0]
  // The newest match is shown as soon as it is known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each query
  useEffect(() => {
    setAt(0)
    if (query !== '' && first !== undefined) openConversation(id, first)
  }, [query, first === undefined])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape') closeFind()
    else if (event.key === 'Enter' || event.key === 'F3') go(current + (event.shiftKey ? -1 : 1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const count = { at: current + 1, count: seqs.length }
  return (
    <search className="messages-find" aria-label={t('find')}>
      <SearchField
        className="grow"
        label={t('find')}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        inputRef={input}
        maxLength={shownLimits.searchChars}
      />
      <span className="messages-find-count" role="status">
        {query !== '' &&
          found.data &&
          (seqs.length === 0 ? t('findNone') : t(found.data.more ? 'findMore' : 'findCount', count))}
        {found.data && !found.data.complete && <small>{t('findPartly')}</small>}
      </span>
      <IconButton
        size="small"
        label={t('previous')}
        shortcut="Enter"
        icon={<ChevronUp />}
        disabled={current >= seqs.length - 1}
        onClick={() => go(current + 1)}
      />
      <IconButton
        size="small"
        label={t('next')}
        shortcut="Shift Enter"
        icon={<ChevronDown />}
        disabled={current <= 0}
        onClick={() => go(current - 1)}
      />
      <IconButton size="small" label={t('close')} icon={<X />} onClick={closeFind} />
    </search>
  )
}
