import { CircleCheck, MessageCircle, WifiOff } from 'lucide-react'
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { ConversationFilter, ConversationItem } from '../../preload/contract/index.ts'
import { sectionNames } from '../../preload/contract/sections.ts'
import { call } from '../desktop.ts'
import { type Language, useLanguage, useTranslate } from '../i18n.ts'
import { goTo, openConversation, useNavigation } from '../stores/navigation.ts'
import { useConnection } from '../stores/session.ts'
import {
  Button,
  ContextMenu,
  EmptyState,
  ErrorState,
  isComposing,
  SkeletonRow,
  SkeletonRows,
  Spinner,
  toastError,
  useMinute,
  VirtualList,
  type VirtualListHandle,
} from '../ui/index.ts'
import { ConversationRow } from './ConversationRow.tsx'
import {
  holdOrder,
  refreshList,
  releaseOrder,
  setListFilter,
  setListRange,
  useConversationList,
} from './conversation-list-store.ts'
import {
  type Anchor,
  anchoredOffset,
  anchorsOf,
  type ConversationWindow,
  indexOfRow,
  rowAt,
  rowOf,
} from './conversation-window.ts'
import { movePinnedBy } from './list/pins.ts'
import { rowKey, rowMenu } from './list/row-actions.tsx'
import { usePinDrag } from './list/use-pin-drag.ts'
import { startGroup } from './StartGroup.tsx'

const rowHeight = 65

/** The scroll offset of the list when it was last unmounted, in CSS pixels. */
let savedOffset = 0

/** Shows the list of a filter, or of a label within it, from its top. */
export function showFilter(filter: ConversationFilter, label?: string): void {
  savedOffset = 0
  setListFilter(filter, label)
}

/** Opens a conversation, or the groups that are folded. */
function openRow(item: ConversationItem): void {
  if (item.fold === null) openConversation(item.id)
  else showFilter('folded')
}

/** The conversations that match the filter, or an empty or error state. */
export function ConversationRows() {
  const t = useTranslate('messages')
  const list = useConversationList(state => state.list)
  const filter = useConversationList(state => state.filter)
  const label = useConversationList(state => state.label)
  const error = useConversationList(state => state.error)
  if (list.total === null) {
    if (error) return <ErrorState error={error} title={t('listFailed')} onRetry={refreshList} />
    return <SkeletonRows />
  }
  if (list.total === 0) return <NoRows filter={label === undefined ? filter : 'label'} />
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
      <Rows list={list} total={list.total} />
    </>
  )
}

function Rows({ list, total }: { list: ConversationWindow; total: number }) {
  const t = useTranslate('messages')
  const open = useNavigation(state => state.conversation?.id ?? null)
  const now = useMinute()
  const base = useId()
  const [menuOf, setMenuOf] = useState<string | null>(null)
  const handle = useRef<VirtualListHandle>(null)
  const language = useLanguage()
  const onRange = useKeptOffset(list, handle)
  const hold = useHeldOrder()
  const drag = usePinDrag(rowHeight)
  useOpenedInView(list, handle)
  const { active, current, onKeyDown, leave } = useRowKeys({ list, total, open, handle, base })
  const onOpen = useCallback(
    (item: ConversationItem) => {
      leave()
      openRow(item)
    },
    [leave],
  )

  return (
    <ContextMenu
      items={target => {
        const id = target instanceof Element && target.closest<HTMLElement>('[data-conversation]')?.dataset.conversation
        const item = id ? rowOf(list, id) : undefined
        setMenuOf(item?.id ?? null)
        return item ? rowMenu(item, language) : []
      }}
      onOpenChange={open => {
        if (!open) setMenuOf(null)
      }}
    >
      <VirtualList
        className="messages-conversation-rows"
        role="listbox"
        data-section-focus
        aria-label={t('conversations')}
        aria-activedescendant={`${base}-${current}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        // The menu of a row takes the focus and gives it back.
        onBlur={() => menuOf === null && leave()}
        {...hold}
        onPointerDown={drag.onPointerDown}
        handle={handle}
        count={total}
        rowHeight={rowHeight}
        keepMounted={[current]}
        onRange={onRange}
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
              active={active && index === current}
              menu={item.id === menuOf}
              drop={drag.place === index ? 'before' : drag.place === total && index === total - 1 ? 'after' : undefined}
              now={now}
              onOpen={onOpen}
            />
          )
        }}
      />
    </ContextMenu>
  )
}

/**
 * Keeps the rows in view in place when rows above them move (at the very top new rows come into view), and saves
 * the offset of the list until it is shown again. Returns the callback for the range of rows in view.
 */
function useKeptOffset(list: ConversationWindow, handle: RefObject<VirtualListHandle | null>) {
  const anchors = useRef<readonly Anchor[]>([])
  useLayoutEffect(() => {
    // The list keeps setting an offset for a while: at the top that would undo the user's first scroll.
    if (savedOffset > 0) handle.current?.scrollTo(savedOffset)
  }, [handle])
  useLayoutEffect(() => {
    const scroller = handle.current
    if (!scroller || scroller.scrollOffset < rowHeight) return
    const offset = anchoredOffset(list, anchors.current, rowHeight)
    if (offset !== null && Math.abs(offset - scroller.scrollOffset) > 1) scroller.scrollTo(offset)
  }, [list, handle])
  return (first: number, last: number) => {
    setListRange(first, last)
    savedOffset = handle.current?.scrollOffset ?? 0
    anchors.current = anchorsOf(list, first, last, rowHeight, savedOffset)
  }
}

/** Milliseconds that the order is held after the pointer has left the list. */
const afterLeaving = 500
/** Milliseconds after which a pointer that only rests on the list holds its order no longer. */
const afterResting = 30_000

/** Holds the order of the rows while the pointer is on them, so that a press meets the row it was meant for. */
function useHeldOrder() {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [handlers] = useState(() => {
    const releaseIn = (ms: number) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(releaseOrder, ms)
    }
    const onPointerMove = ({ pointerType }: { pointerType: string }) => {
      if (pointerType === 'touch') return
      holdOrder()
      releaseIn(afterResting)
    }
    return { onPointerEnter: onPointerMove, onPointerMove, onPointerLeave: () => releaseIn(afterLeaving) }
  })
  useEffect(() => {
    const { onPointerLeave } = handlers
    window.addEventListener('blur', onPointerLeave)
    return () => {
      window.removeEventListener('blur', onPointerLeave)
      clearTimeout(timer.current)
      releaseOrder()
    }
  }, [handlers])
  return handlers
}

/** Scrolls to the row of a conversation that was opened from elsewhere, once the list has it. */
function useOpenedInView(list: ConversationWindow, handle: RefObject<VirtualListHandle | null>): void {
  const opened = useNavigation(state => state.conversation)
  const filter = useConversationList(state => state.filter)
  const label = useConversationList(state => state.label)
  const done = useRef(0)
  useEffect(() => {
    if (opened === null || opened.requestId === done.current) return
    const { id, requestId } = opened
    const show = (index: number) => {
      done.current = requestId
      handle.current?.scrollToIndex(index, { align: 'nearest' })
    }
    const index = indexOfRow(list, id)
    if (index >= 0) return show(index)
    let current = true
    call('conversations.position', { id, filter, ...(label !== undefined && { label }) }).then(
      position => current && position !== null && done.current !== requestId && show(position),
      error => console.error('conversations.position', error),
    )
    return () => {
      current = false
    }
  }, [opened, list, filter, label, handle])
}

/** Keyboard use of the list. `current`: its row; `active`: whether it has moved since the list got the focus. */
function useRowKeys(options: {
  list: ConversationWindow
  total: number
  open: string | null
  handle: RefObject<VirtualListHandle | null>
  base: string
}) {
  const { list, total, open, handle, base } = options
  const language = useLanguage()
  /** The row that the keys moved to, by conversation once it is loaded, because updates reorder rows. */
  const [active, setActive] = useState<{ index: number; id: string | undefined } | null>(null)
  const leave = useCallback(() => setActive(null), [])
  const selectedIndex = open === null ? -1 : indexOfRow(list, open)
  const activeIndex = active === null ? -1 : active.id === undefined ? active.index : indexOfRow(list, active.id)
  const current = active === null ? Math.max(selectedIndex, 0) : activeIndex < 0 ? active.index : activeIndex

  const move = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index))
    setActive({ index: next, id: rowAt(list, next)?.id })
    handle.current?.scrollToIndex(next, { align: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (ofRow(event, rowAt(list, current), language)) return event.preventDefault()
    const page = Math.max(1, Math.floor((handle.current?.viewportSize ?? 0) / rowHeight) - 1)
    // Without a selection the first arrow goes to the first row.
    const fresh = active === null && selectedIndex < 0
    const steps: Record<string, number> = {
      ArrowDown: fresh ? 0 : current + 1,
      ArrowUp: fresh ? 0 : current - 1,
      Home: 0,
      End: total - 1,
      PageDown: current + page,
      PageUp: current - page,
    }
    const step = steps[event.key]
    if (step !== undefined) move(step)
    else if (event.key === 'Enter' || event.key === ' ') {
      const item = rowAt(list, current)
      if (item) openRow(item)
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(`${base}-${current}`)
    else return
    event.preventDefault()
  }
  return { active: active !== null, current, onKeyDown, leave }
}

/** Does what a key stands for with a row: with Alt an arrow moves a pinned one. Returns whether it did something. */
function ofRow(event: KeyboardEvent, item: ConversationItem | undefined, language: Language): boolean {
  if (item === undefined || event.ctrlKey || event.metaKey || isComposing(event.nativeEvent)) return false
  if (!event.altKey) return !event.shiftKey && event.key.length === 1 && rowKey(item, event.key, language)
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
  if (step === null || !item.pinned || event.shiftKey) return false
  movePinnedBy(item.id, step).catch(toastError)
  return true
}

/** Opens the row's menu, although the focus is on the list. */
function openMenu(rowId: string): void {
  const row = document.getElementById(rowId)
  const place = row?.getBoundingClientRect()
  if (!place) return
  row?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: place.x + 60, clientY: place.y + 40 }))
}

function NoRows({ filter }: { filter: ConversationFilter | 'label' }) {
  const t = useTranslate('messages')
  const words = useTranslate('list')
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
  if (filter === 'all' || filter === 'every')
    return (
      <EmptyState icon={<MessageCircle />} title={t('emptyTitle')} text={t('emptyText')}>
        <Button onClick={() => goTo('directory')}>{sectionNames.directory.title[language]}</Button>
        <Button kind="primary" onClick={() => startGroup()}>
          {t('newGroup')}
        </Button>
      </EmptyState>
    )
  if (filter === 'done')
    return <EmptyState icon={<CircleCheck />} title={words('empty_done')} text={words('emptyDoneText')} />
  const title = filter === 'label' || filter === 'folded' ? words(`empty_${filter}`) : t(`empty_${filter}`)
  return (
    <EmptyState icon={<MessageCircle />} title={title}>
      <Button onClick={() => showFilter('all')}>{t('showAll')}</Button>
    </EmptyState>
  )
}
