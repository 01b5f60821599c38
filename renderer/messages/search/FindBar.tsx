import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { fullTime, IconButton, isComposing, SearchField, useDebounced, useDesktopEvent } from '../../ui/index.ts'
import { useFindMarks } from './find-marks.ts'
import { closeFind, leaveFind, useFind } from './find-store.ts'
import { askServer, currentIndex, find, findAgain, goBy, useFinding } from './finding.ts'
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
  const finding = useFinding()
  const online = useOnline()
  useFindMarks()
  useEffect(() => {
    void find(id, query)
  }, [id, query])
  useEffect(() => () => void find('', ''), [])
  useEffect(() => {
    if (online) void askServer()
  }, [online])
  useDesktopEvent('cache.changed', ({ messages }) => {
    if (messages.some(change => change.id === id)) void findAgain()
  })
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [request])
  const at = currentIndex(finding)
  const { length } = finding.seqs

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape') leaveFind()
    else if (event.key === 'F3' || (event.key === 'Enter' && event.target === input.current))
      goBy(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from each of its buttons
    <search className="messages-find" aria-label={t('find')} onKeyDown={onKeyDown}>
      <SearchField
        className="grow"
        label={t('find')}
        value={text}
        onChange={setText}
        inputRef={input}
        maxLength={200}
      />
      <Found at={at} />
      <IconButton
        size="small"
        label={t('previous')}
        shortcut="Enter"
        icon={<ChevronUp />}
        disabled={at >= length - 1}
        onClick={() => goBy(1)}
      />
      <IconButton
        size="small"
        label={t('next')}
        shortcut="Shift Enter"
        icon={<ChevronDown />}
        disabled={at <= 0}
        onClick={() => goBy(-1)}
      />
      <IconButton size="small" label={t('close')} icon={<X />} onClick={closeFind} />
    </search>
  )
}

/** The count, and how far back it reaches where that is not all. */
function Found({ at }: { at: number }) {
  const t = useTranslate('search')
  const language = useLanguage()
  const online = useOnline()
  const { query, seqs, waiting, more, since, server, error } = useFinding()
  const reach = () => {
    if (error !== undefined) return errorText(error)
    if (query === '' || waiting || since === null) return ''
    if (online) return server === 'asking' ? t('findAsking') : server === 'failed' ? t('findFailed') : ''
    if (server === 'asked') return ''
    return since > Date.now() ? t('findPartly') : t('findSince', { time: fullTime(since, language) })
  }
  const count = () => {
    if (query === '' || waiting || error !== undefined) return ''
    if (seqs.length === 0) return server === 'asking' ? '' : t('findNone')
    return t(more ? 'findMore' : 'findCount', { at: at + 1, count: seqs.length })
  }
  return (
    <span className="messages-find-count" role="status">
      {count()}
      <small>{reach()}</small>
    </span>
  )
}
