import type { MessageFlag } from '@lianqun/protocol'
import { CheckCircle2, CircleHelp, CloudOff, Flag, Pin } from 'lucide-react'
import { useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useOnline } from '../../stores/session.ts'
import {
  Avatar,
  Button,
  EmptyState,
  ErrorState,
  listTime,
  nameOf,
  Segmented,
  SkeletonRows,
  Tag,
  toastError,
  useDesktopEvent,
  useMinute,
  useQuery,
} from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { showFlags } from './panel.ts'
import { useLine } from './Quote.tsx'
import { SidePanel } from './SidePanel.tsx'
import './talk.css'

const pageLimit = 50

/** What is pinned or marked: from this device at each change, from the server once each time it is connected. */
function useFlagged(id: string, flags: MessageFlag[], limit: number) {
  const online = useOnline()
  const key = `${id}/${flags.join()}/${limit}`
  const fresh = useQuery(`flagged:${key}/${online}`, () =>
    call('messages.flagged', { id, flags, limit, refresh: true }),
  )
  const [more, setMore] = useState<{ key: string; busy: boolean; to: number | undefined }>()
  const older = more?.key === key ? more : undefined
  const held = useQuery(`held:${key}/${older?.to ?? ''}`, () =>
    call('messages.flagged', { id, flags, limit: older?.to === undefined ? limit : 200, refresh: false }),
  )
  useDesktopEvent('cache.changed', ({ messages }) => {
    if (messages.some(change => change.id === id)) held.reload()
  })
  const data = held.data ?? fresh.data
  const loadMore = () => {
    const before = data?.items.at(-1)?.seq
    setMore({ key, busy: true, to: older?.to })
    call('messages.flagged', {
      id,
      flags,
      limit: 200,
      refresh: true,
      ...(before === undefined ? {} : { before }),
    }).then(
      page => setMore({ key, busy: false, to: page.items.at(-1)?.seq ?? before }),
      error => {
        toastError(error)
        setMore({ key, busy: false, to: older?.to })
      },
    )
  }
  return {
    items: fresh.data === undefined && (held.data?.items.length ?? 0) === 0 ? undefined : data?.items,
    more: (data?.more ?? false) || (older === undefined && (fresh.data?.more ?? false)),
    busy: older?.busy ?? false,
    complete: fresh.data?.complete ?? true,
    error: fresh.error ?? held.error,
    reload: fresh.reload,
    loadMore,
  }
}

/** Under the header: the message that was pinned last. */
export function PinBar({ id }: { id: string }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const { items } = useFlagged(id, ['pinned'], pageLimit)
  const pinned = items?.toSorted((a, b) => (b.attributes.pinned?.at ?? 0) - (a.attributes.pinned?.at ?? 0))
  const newest = pinned?.[0]
  if (pinned === undefined || newest === undefined) return null
  return (
    <section className="messages-pin-bar" aria-label={t('pinnedMessages')}>
      <Pin className="icon-sm" aria-hidden="true" />
      <button type="button" className="grow ellipsis" onClick={() => openConversation(id, newest.seq)}>
        {t('recordItem', { name: nameOf(newest.sender, language), text: lineOf(newest) })}
      </button>
      {pinned.length > 1 && (
        <Button size="small" kind="quiet" onClick={() => showFlags(id, 'pinned')}>
          {t('pinnedCount', { count: pinned.length })}
        </Button>
      )}
    </section>
  )
}

/** What a message is for its conversation: pinned, a decision, a question, or the answer of one. */
export function FlagChips({ message }: { message: MessageItem }) {
  const t = useTranslate('talk')
  const { pinned, mark } = message.attributes
  const kind = mark?.kind
  if (pinned === undefined && kind !== 'decision' && kind !== 'question') return null
  return (
    <span className="messages-flags">
      {pinned && (
        <span role="img" aria-label={t('pinnedMessages')}>
          <Pin className="icon-sm" aria-hidden="true" />
        </span>
      )}
      {kind === 'decision' && <Tag tone="brand">{t('decision')}</Tag>}
      {kind === 'question' && (
        <Tag tone={mark?.answer === undefined ? 'warning' : 'success'}>
          {t(mark?.answer === undefined ? 'question' : 'answered')}
        </Tag>
      )}
    </span>
  )
}

/** The side panel with what is pinned and marked. */
export function FlagsPanel({ id, filter }: { id: string; filter: MessageFlag }) {
  const t = useTranslate('talk')
  const list = useFlagged(id, [filter], pageLimit)
  const options = (['pinned', 'decision', 'question'] as const).map(value => ({ value, label: t(`filter_${value}`) }))
  return (
    <SidePanel title={t('flags')}>
      <div className="messages-section">
        <Segmented label={t('show')} value={filter} options={options} onChange={next => showFlags(id, next)} />
      </div>
      {!list.complete && (
        <p className="messages-partly">
          <CloudOff className="icon-sm" aria-hidden="true" />
          {t('flagsPartly')}
        </p>
      )}
      {list.error && !list.items ? (
        <ErrorState error={list.error} title={t('flagsFailed')} onRetry={list.reload} />
      ) : list.items === undefined ? (
        <SkeletonRows count={4} />
      ) : list.items.length === 0 ? (
        <EmptyState icon={filter === 'pinned' ? <Pin /> : <Flag />} title={t(`none_${filter}`)} text={t('noneText')} />
      ) : (
        <ul className="messages-flagged-list">
          {ordered(list.items, filter).map(item => (
            <FlaggedRow key={item.seq} item={item} filter={filter} />
          ))}
          {list.more && (
            <li>
              <Button wide kind="quiet" busy={list.busy} onClick={list.loadMore}>
                {t('loadMore')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </SidePanel>
  )
}

/** In the details of a conversation: leads to what is pinned and marked. */
export function FlagsEntry({ id }: { id: string }) {
  const t = useTranslate('talk')
  return (
    <div className="messages-section">
      <Button wide onClick={() => showFlags(id, 'pinned')}>
        <Pin className="icon-sm" aria-hidden="true" />
        {t('flags')}
      </Button>
    </div>
  )
}

/** Open questions come first. */
function ordered(items: readonly MessageItem[], filter: MessageFlag): readonly MessageItem[] {
  if (filter !== 'question') return items
  const isOpen = ({ attributes }: MessageItem) => attributes.mark?.answer === undefined
  return [...items.filter(isOpen), ...items.filter(item => !isOpen(item))]
}

function FlaggedRow({ item, filter }: { item: MessageItem; filter: MessageFlag }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const now = useMinute()
  const { group } = useConversationContext()
  const { mark } = item.attributes
  const answered = mark?.answer !== undefined
  const Icon = filter === 'pinned' ? Pin : filter === 'decision' ? Flag : answered ? CheckCircle2 : CircleHelp
  const at = filter === 'pinned' ? (item.attributes.pinned?.at ?? item.sentAt) : (mark?.at ?? item.sentAt)
  return (
    <li>
      <button type="button" onClick={() => openConversation(item.conversationId, item.seq)}>
        <Icon className="icon-sm" aria-hidden="true" />
        <span className="messages-flagged-text">{lineOf(item)}</span>
        <span className="messages-flagged-by">
          {group && <Avatar person={item.sender} size={20} />}
          {nameOf(item.sender, language)} · {listTime(at, language, now)}
          {filter === 'question' && ` · ${t(answered ? 'answered' : 'open')}`}
        </span>
      </button>
      {filter === 'question' && answered && mark?.answer !== undefined && (
        <button
          type="button"
          className="link-button"
          onClick={() => openConversation(item.conversationId, mark.answer ?? item.seq)}
        >
          {t('theAnswer')}
        </button>
      )}
    </li>
  )
}
