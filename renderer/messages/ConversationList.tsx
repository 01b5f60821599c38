import { MessageCircle, Plus, WifiOff } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { ConversationFilter } from '../../preload/contract/index.ts'
import { sectionNames } from '../../preload/contract/sections.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { goTo, openConversation, useNavigation } from '../stores/navigation.ts'
import { useConnection } from '../stores/session.ts'
import { useSummary } from '../stores/summary.ts'
import {
  Button,
  Chips,
  ContextMenu,
  EmptyState,
  ErrorState,
  fullTime,
  IconButton,
  isComposing,
  isMac,
  ResizableColumn,
  SearchField,
  SkeletonRow,
  SkeletonRows,
  Spinner,
  shortcut,
  toastError,
  useMinute,
  VirtualList,
  type VirtualListHandle,
} from '../ui/index.ts'
import { ConversationRow, useConversationMenu } from './ConversationRow.tsx'
import { refreshList, setListFilter, setListRange, useConversationList } from './conversation-list-store.ts'
import { type Anchor, anchoredOffset, indexOfRow, rowAt, rowOf } from './conversation-window.ts'
import { SearchResults, type SearchResultsHandle } from './SearchResults.tsx'
import { startGroup } from './StartGroup.tsx'
import './conversation-list.css'

const rowHeight = 65
const filters: readonly ConversationFilter[] = ['all', 'unread', 'mentions', 'direct', 'group']

/** Where the list stood when it was last taken off the screen, in CSS pixels. */
let leftAt = 0

/** The column of conversations, with the search over them. */
export function ConversationList() {
  const t = useTranslate('messages')
  const [query, setQuery] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const results = useRef<SearchResultsHandle>(null)
  const [activeResult, setActiveResult] = useState<string>()
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey)
        return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

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
          aria-expanded={query.trim() !== ''}
          aria-controls="search-results"
          aria-activedescendant={query.trim() ? activeResult : undefined}
          onKeyDown={event => {
            if (isComposing(event.nativeEvent)) return
            if (event.key === 'Escape') {
              setQuery('')
              event.currentTarget.blur()
            } else if (results.current?.key(event.key)) event.preventDefault()
          }}
        />
        <IconButton filled label={t('newGroup')} icon={<Plus />} onClick={() => startGroup()} />
      </div>
      {query.trim() ? (
        <SearchResults ref={results} onActive={setActiveResult} query={query.trim()} onDone={() => setQuery('')} />
      ) : (
        <>
          <FilterChips />
          <OfflineStrip />
          <Rows />
        </>
      )}
    </ResizableColumn>
  )
}

function FilterChips() {
  const t = useTranslate('messages')
  const filter = useConversationList(state => state.filter)
  const { unreadConversations, mentionedConversations } = useSummary()
  const counts: Partial<Record<ConversationFilter, number>> = {
    unread: unreadConversations,
    mentions: mentionedConversations,
  }
  return (
    <Chips
      className="messages-list-chips"
      label={t('filter')}
      value={filter}
      onChange={value => {
        leftAt = 0
        setListFilter(value)
      }}
      chips={filters.map(value => ({ value, label: t(`filter_${value}`), count: counts[value] }))}
    />
  )
}

function OfflineStrip() {
  const t = useTranslate('messages')
  const language = useLanguage()
  const now = useMinute()
  const down = useConnection(state => state.down)
  const lastSyncedAt = useConnection(state => state.lastSyncedAt)
  if (!down) return null
  return (
    <div className="banner messages-offline-strip" role="status">
      <WifiOff className="icon-sm" aria-hidden="true" />
      <span className="grow">
        {lastSyncedAt === null ? t('offlineNever') : t('offlineStrip', { time: fullTime(lastSyncedAt, language, now) })}
      </span>
      <button type="button" className="link-button" onClick={() => call('connection.retry', {}).catch(toastError)}>
        {t('retry')}
      </button>
    </div>
  )
}

function Rows() {
  const t = useTranslate('messages')
  const list = useConversationList(state => state.list)
  const filter = useConversationList(state => state.filter)
  const error = useConversationList(state => state.error)
  const open = useNavigation(state => state.conversation?.id ?? null)
  const now = useMinute()
  const base = useId()
  /** The row the keys have moved to: by its conversation, which a live update may move, once that is loaded. */
  const [active, setActive] = useState<{ index: number; id: string | undefined } | null>(null)
  const [menuOf, setMenuOf] = useState<string | null>(null)
  const handle = useRef<VirtualListHandle>(null)
  const anchors = useRef<readonly Anchor[]>([])
  const conversationMenu = useConversationMenu()
  const onOpen = useCallback((id: string) => {
    setActive(null)
    openConversation(id)
  }, [])

  // What is being read stays where it is when rows above it move; at the very top new rows come into view.
  useLayoutEffect(() => {
    const scroller = handle.current
    if (!scroller || scroller.scrollOffset < rowHeight) return
    const wanted = anchoredOffset(list, anchors.current, rowHeight)
    if (wanted !== null && Math.abs(wanted - scroller.scrollOffset) > 1) scroller.scrollTo(wanted)
  }, [list])

  const total = list.total
  const shown = total !== null && total > 0
  useLayoutEffect(() => {
    if (shown) handle.current?.scrollTo(leftAt)
  }, [shown])

  if (total === null) {
    if (error) return <ErrorState error={error} title={t('listFailed')} onRetry={refreshList} />
    return <SkeletonRows />
  }
  if (total === 0) return <NoRows filter={filter} />

  const selectedIndex = open === null ? -1 : indexOfRow(list, open)
  const activeIndex = active === null ? -1 : active.id === undefined ? active.index : indexOfRow(list, active.id)
  const current = active === null ? Math.max(selectedIndex, 0) : activeIndex < 0 ? active.index : activeIndex
  const move = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index))
    setActive({ index: next, id: rowAt(list, next)?.id })
    handle.current?.scrollToIndex(next, { align: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((handle.current?.viewportSize ?? 0) / rowHeight) - 1)
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: total - 1,
      PageDown: current + page,
      PageUp: current - page,
    }
    const step = steps[event.key]
    if (step !== undefined)
      move(
        active === null && !event.key.startsWith('Page') && event.key.startsWith('Arrow') && selectedIndex < 0
          ? 0
          : step,
      )
    else if (event.key === 'Enter' || event.key === ' ') {
      const item = rowAt(list, current)
      if (item) openConversation(item.id)
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      // The focus is on the list; the menu belongs to the row.
      const row = document.getElementById(`${base}-${current}`)
      const place = row?.getBoundingClientRect()
      if (place)
        row?.dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, clientX: place.x + 60, clientY: place.y + 40 }),
        )
    } else return
    event.preventDefault()
  }

  return (
    <>
      {error !== null && (
        <div className="banner danger messages-offline-strip" role="alert">
          <span className="grow">{t('listFailed')}</span>
          <button type="button" className="link-button" onClick={refreshList}>
            {t('retry')}
          </button>
        </div>
      )}
      <ContextMenu
        items={target => {
          const id =
            target instanceof Element && target.closest<HTMLElement>('[data-conversation]')?.dataset.conversation
          const item = id ? rowOf(list, id) : undefined
          setMenuOf(item?.id ?? null)
          return item ? conversationMenu(item) : []
        }}
        onOpenChange={open => !open && setMenuOf(null)}
      >
        <VirtualList
          className="messages-conversation-rows"
          role="listbox"
          aria-label={t('conversations')}
          aria-activedescendant={`${base}-${current}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onBlur={() => setActive(null)}
          handle={handle}
          count={total}
          rowHeight={rowHeight}
          keepMounted={[current]}
          onRange={(first, last) => {
            setListRange(first, last)
            const offset = handle.current?.scrollOffset ?? 0
            leftAt = offset
            const inView: Anchor[] = []
            for (let index = first; index <= last; index++) {
              const item = rowAt(list, index)
              if (item)
                inView.push({
                  id: item.id,
                  activeAt: item.activeAt,
                  pinned: item.pinned,
                  below: index * rowHeight - offset,
                })
            }
            anchors.current = inView
          }}
          row={index => {
            const item = rowAt(list, index)
            if (!item) return <SkeletonRow key={`missing-${index}`} width={40 + ((index * 13) % 30)} />
            return (
              <ConversationRow
                key={item.id}
                id={`${base}-${index}`}
                item={item}
                index={index}
                total={total}
                selected={item.id === open}
                active={active !== null && index === current}
                menu={item.id === menuOf}
                now={now}
                onOpen={onOpen}
              />
            )
          }}
        />
      </ContextMenu>
    </>
  )
}

function NoRows({ filter }: { filter: ConversationFilter }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const down = useConnection(state => state.down)
  const synced = useConnection(state => state.lastSyncedAt !== null)
  const progress = useConnection(state => state.progress)
  if (!synced)
    return (
      <EmptyState
        icon={down ? <WifiOff /> : <Spinner size={24} />}
        title={t(down ? 'firstSyncWaits' : 'firstSync')}
        text={
          progress?.kind === 'heads'
            ? t('firstSyncProgress', { done: progress.done, total: progress.total })
            : undefined
        }
      />
    )
  if (filter === 'all')
    return (
      <EmptyState icon={<MessageCircle />} title={t('emptyTitle')} text={t('emptyText')}>
        <Button onClick={() => goTo('directory')}>{sectionNames.directory.title[language]}</Button>
        <Button kind="primary" onClick={() => startGroup()}>
          {t('newGroup')}
        </Button>
      </EmptyState>
    )
  return (
    <EmptyState icon={<MessageCircle />} title={t(`empty_${filter}`)}>
      <Button onClick={() => setListFilter('all')}>{t('showAll')}</Button>
    </EmptyState>
  )
}
