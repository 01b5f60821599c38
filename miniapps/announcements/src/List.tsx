import { type Loaded, nameOf, State, useLianqunContext } from '@lianqun/sdk/react'
import { Check, Megaphone, PenLine, RotateCw, WifiOff } from 'lucide-react'
import { LoadFailed } from '../../shared/states.tsx'
import { useSharedStrings } from '../../shared/strings.ts'
import { type Announcement, type AnnouncementList, excerpt, type Filter, isOpen, timeText } from './announcements.ts'
import { useStrings } from './strings.ts'

interface ListProps {
  list: Loaded<AnnouncementList>
  /** How many announcements the user has not confirmed. */
  open: number
  filter: Filter
  rows: readonly Announcement[]
  selected: string | null
  onFilter: (filter: Filter) => void
  onSelect: (id: string) => void
  onCompose: () => void
}

/** The announcements, all or unconfirmed; offline it shows the last loaded ones. */
export function List(props: ListProps) {
  const t = useStrings()
  const { list, onCompose } = props
  return (
    <section className="list" aria-label={t.title}>
      <header className="list-head">
        <div className="list-title">
          <h1 className="grow ellipsis">{t.title}</h1>
          <button type="button" className="icon-button" aria-label={t.refresh} title={t.refresh} onClick={list.reload}>
            {list.loading && list.data ? <span className="spinner" /> : <RotateCw className="small" />}
          </button>
          {list.data?.canPublish && (
            <button type="button" className="button" aria-label={t.composeTitle} onClick={onCompose}>
              <PenLine className="small" aria-hidden="true" />
              {t.publish}
            </button>
          )}
        </div>
        <Chips {...props} />
        <StaleBanner list={list} />
      </header>
      <Rows {...props} />
    </section>
  )
}

function Chips({ open, filter, onFilter }: ListProps) {
  const t = useStrings()
  return (
    <div className="chips">
      <button type="button" className="chip" aria-pressed={filter === 'all'} onClick={() => onFilter('all')}>
        {t.all}
      </button>
      <button type="button" className="chip" aria-pressed={filter === 'open'} onClick={() => onFilter('open')}>
        {t.toConfirm}
        {open > 0 && <b>{open}</b>}
      </button>
    </div>
  )
}

function StaleBanner({ list }: Pick<ListProps, 'list'>) {
  const t = useStrings()
  const shared = useSharedStrings()
  if (!list.error || !list.data) return null
  return (
    <div className="banner" role="status">
      <WifiOff className="small" aria-hidden="true" />
      <span className="grow">{list.error.code === 'offline' ? t.offlineStale : shared.failedTitle}</span>
      <button type="button" onClick={list.reload}>
        {shared.retry}
      </button>
    </div>
  )
}

function Rows({ list, rows, selected, onSelect }: ListProps) {
  const t = useStrings()
  if (!list.data)
    return list.error ? (
      <LoadFailed error={list.error} offlineText={t.offlineText} onRetry={list.reload} />
    ) : (
      <SkeletonRows />
    )
  if (list.data.announcements.length === 0)
    return (
      <State
        icon={<Megaphone aria-hidden="true" />}
        title={t.emptyTitle}
        text={list.data.canPublish ? t.emptyPublisher : t.emptyText}
      />
    )
  if (rows.length === 0) return <State icon={<Check aria-hidden="true" />} title={t.allDone} text={t.allDoneText} />
  return (
    <ul className="rows">
      {rows.map(item => (
        <li key={item.id}>
          <Row item={item} selected={item.id === selected} onSelect={() => onSelect(item.id)} />
        </li>
      ))}
    </ul>
  )
}

/** Grey rows while the list loads. */
function SkeletonRows() {
  const t = useSharedStrings()
  return (
    <div role="status" aria-label={t.loading} className="skeleton-rows">
      {[64, 48, 56, 40].map(width => (
        <div key={width} className={`skeleton-row w${width}`}>
          <span className="skeleton" />
          <span className="skeleton" />
          <span className="skeleton" />
        </div>
      ))}
    </div>
  )
}

function Row({ item, selected, onSelect }: { item: Announcement; selected: boolean; onSelect: () => void }) {
  const t = useStrings()
  const { language, user } = useLianqunContext()
  const open = isOpen(item, user?.id ?? null)
  return (
    <button
      type="button"
      className={open ? 'row open' : 'row'}
      aria-current={selected ? 'true' : undefined}
      onClick={onSelect}
    >
      <span className="row-line">
        {open && <span className="dot" role="img" aria-label={t.unconfirmed} />}
        <span className="row-title ellipsis">{item.title}</span>
        {open && item.remindedAt !== null && <span className="tag brand">{t.remindTag}</span>}
        <time className="row-time">{timeText(item.createdAt, language)}</time>
      </span>
      <span className="row-excerpt">{excerpt(item.body)}</span>
      <span className="row-line row-foot">
        <span className="ellipsis">{nameOf({ name: item.authorName, latinName: item.authorLatinName }, language)}</span>
        <span className="row-count">
          {item.confirmedAt !== null && <Check className="small" role="img" aria-label={t.confirmed} />}
          {t.confirmedOf(item.confirmedCount, item.audienceCount)}
        </span>
      </span>
    </button>
  )
}
