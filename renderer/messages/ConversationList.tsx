import { Plus, WifiOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { showDoctor } from '../network/index.tsx'
import { closeConversation, searchServed, useNavigation } from '../stores/navigation.ts'
import { useConnection } from '../stores/session.ts'
import {
  fullTime,
  IconButton,
  isComposing,
  ResizableColumn,
  SearchField,
  shortcut,
  takeFocus,
  toastError,
  useMinute,
} from '../ui/index.ts'
import { ConversationRows } from './ConversationRows.tsx'
import { ListFilters } from './list/ListFilters.tsx'
import { SearchResults, type SearchResultsHandle } from './SearchResults.tsx'
import { startGroup } from './StartGroup.tsx'
import './conversation-list.css'

/** The column of conversations, with the search above them. */
export function ConversationList() {
  const t = useTranslate('messages')
  const [query, setQuery] = useState('')
  const input = useRef<HTMLInputElement>(null)
  /** What had the focus before the field; Escape returns to it. */
  const before = useRef<EventTarget>(null)
  const results = useRef<SearchResultsHandle>(null)
  const [activeResult, setActiveResult] = useState<string>()
  const searchRequest = useNavigation(state => state.searchRequest)
  useEffect(() => {
    if (searchRequest === 0) return
    const serve = () => {
      input.current?.focus()
      input.current?.select()
      searchServed()
    }
    // At once, so that what is typed right after the shortcut is searched.
    if (input.current?.offsetParent) return serve()
    // Where there is room for one column, the open conversation hides the field.
    closeConversation()
    const frame = requestAnimationFrame(serve)
    return () => cancelAnimationFrame(frame)
  }, [searchRequest])

  return (
    <ResizableColumn label={t('conversations')}>
      <div className="list-head">
        <SearchField
          className="grow"
          value={query}
          onChange={setQuery}
          label={t('searchMessages')}
          placeholder={t('search')}
          shortcut={shortcut('K')}
          inputRef={input}
          role="combobox"
          aria-expanded={activeResult !== undefined}
          aria-controls={activeResult && 'search-results'}
          aria-activedescendant={activeResult}
          onFocus={({ relatedTarget }) => {
            before.current = relatedTarget
          }}
          onKeyDown={event => {
            if (isComposing(event.nativeEvent)) return
            if (event.key === 'Escape') {
              setQuery('')
              const places = [before.current, ...document.querySelectorAll('.messages-composer-text, [role="listbox"]')]
              takeFocus(event.currentTarget, places)
              event.preventDefault()
            } else if (results.current?.key(event.key)) event.preventDefault()
          }}
        />
        <IconButton filled label={t('newGroup')} icon={<Plus />} onClick={() => startGroup()} />
      </div>
      {query.trim() ? (
        <SearchResults ref={results} onActive={setActiveResult} query={query.trim()} onDone={() => setQuery('')} />
      ) : (
        <>
          <ListFilters />
          <OfflineStrip />
          <ConversationRows />
        </>
      )}
    </ResizableColumn>
  )
}

function OfflineStrip() {
  const t = useTranslate('messages')
  const language = useLanguage()
  const now = useMinute()
  const down = useConnection(state => state.down)
  const lastSyncedAt = useConnection(state => state.lastSyncedAt)
  const noNetwork = useConnection(state => state.reason === 'network')
  if (!down) return null
  return (
    <div className="banner messages-offline-strip" role="status">
      <WifiOff className="icon-sm" aria-hidden="true" />
      <span className="grow">
        {lastSyncedAt === null
          ? t('offlineNever')
          : t(noNetwork ? 'offlineStrip' : 'unreachableStrip', { time: fullTime(lastSyncedAt, language, now) })}
      </span>
      <button type="button" className="link-button" onClick={() => call('connection.retry', {}).catch(toastError)}>
        {t('retry')}
      </button>
      <button type="button" className="link-button" onClick={() => showDoctor(null)}>
        {t('checkConnection')}
      </button>
    </div>
  )
}
