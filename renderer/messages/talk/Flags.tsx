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
  Segmented,
  SkeletonRows,
  speakerOf,
  Tag,
  toastError,
  useDesktopEvent,
  useMinute,
  useQuery,
} from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { showTab } from './panel.ts'
import { useLine } from './Quote.tsx'
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
        {t('recordItem', { name: speakerOf(newest.sender, language), text: lineOf(newest) })}
      </button>
      {pinned.length > 1 && (
        <Button size="small" kind="quiet" onClick={() => showTab(id, 'pinned')}>
          {t('pinnedCount', { count: pinned.length })}
        </Button>
      )}
    </section>
  )
}

const isKnownMark = (kind: string | undefined) =>
  kind === 'decision' || kind === 'question' || kind === 'fix' || kind === 'result'

/** What a message is for its conversation: pinned, or marked. */
export function FlagChips({ message }: { message: MessageItem }) {
  const t = useTranslate('talk')
  const tc = useTranslate('clock')
  const { pinned, mark } = message.attributes
  const kind = mark?.kind
  if (pinned === undefined && !isKnownMark(kind)) return null
  return (
    <span className="messages-flags">
      {pinned && (
        <span role="img" aria-label={t('pinnedMessages')}>
          <Pin className="icon-sm" aria-hidden="true" />
        </span>
      )}
      {kind === 'decision' && <Tag tone="brand">{t('decision')}</Tag>}
      {kind === 'fix' && <Tag tone="info">{tc('fix')}</Tag>}
      {kind === 'result' && <Tag tone="success">{tc('result')}</Tag>}
      {kind === 'question' && (
        <Tag tone={mark?.answer === undefined ? 'warning' : 'success'}>
          {t(mark?.answer === undefined ? 'question' : 'answered')}
        </Tag>
      )}
    </span>
  )
}

/** The tab with what is pinned. */
export function PinnedList({ id }: { id: string }) {
  return <FlaggedList id={id} flags={pinnedOnly} empty="pinned" />
}

const pinnedOnly: MessageFlag[] = ['pinned']
const marks = { all: ['decision', 'question'], decision: ['decision'], question: ['question'] } as const

/** The tab with the decisions and questions, open questions first. */
export function DecisionList({ id }: { id: string }) {
  const t = useTranslate('talk')
  const [filter, setFilter] = useState<keyof typeof marks>('all')
  const options = (['all', 'decision', 'question'] as const).map(value => ({ value, label: t(`filter_${value}`) }))
  return (
    <>
      <div className="messages-panel-filter">
        <Segmented label={t('show')} value={filter} options={options} onChange={setFilter} />
      </div>
      <FlaggedList key={filter} id={id} flags={[...marks[filter]]} empty={filter} />
    </>
  )
}

function FlaggedList(props: { id: string; flags: MessageFlag[]; empty: keyof typeof marks | 'pinned' }) {
  const t = useTranslate('talk')
  const { empty } = props
  const list = useFlagged(props.id, props.flags, pageLimit)
  return (
    <>
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
        <EmptyState icon={empty === 'pinned' ? <Pin /> : <Flag />} title={t(`none_${empty}`)} text={t('noneText')} />
      ) : (
        <ul className="messages-flagged-list">
          {openFirst(list.items).map(item => (
            <FlaggedRow key={item.seq} item={item} pinned={empty === 'pinned'} />
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
    </>
  )
}

/** Open questions come first. */
function openFirst(items: readonly MessageItem[]): readonly MessageItem[] {
  const isOpen = ({ attributes: { mark } }: MessageItem) => mark?.kind === 'question' && mark.answer === undefined
  return [...items.filter(isOpen), ...items.filter(item => !isOpen(item))]
}

/** A message that is pinned, or a decision or question; it leads to the message. */
function FlaggedRow({ item, pinned }: { item: MessageItem; pinned: boolean }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const now = useMinute()
  const { group } = useConversationContext()
  const { mark } = item.attributes
  const state = pinned
    ? 'pinned'
    : mark?.kind === 'decision'
      ? 'decision'
      : mark?.answer === undefined
        ? 'open'
        : 'answered'
  const Icon = { pinned: Pin, decision: Flag, open: CircleHelp, answered: CheckCircle2 }[state]
  const at = (pinned ? item.attributes.pinned?.at : mark?.at) ?? item.sentAt
  return (
    <li>
      <button type="button" onClick={() => openConversation(item.conversationId, item.seq)}>
        <Icon className="icon-sm" data-state={state} aria-hidden="true" />
        <span className="messages-flagged-text">{lineOf(item)}</span>
        <span className="messages-flagged-by">
          {group && <Avatar person={item.sender} size={20} />}
          {speakerOf(item.sender, language)} · {listTime(at, language, now)}
          {state !== 'pinned' && ` · ${t(state)}`}
        </span>
      </button>
      {state === 'answered' && mark?.answer !== undefined && (
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
