import { nameOf, State, useJson, useLianqun, useLianqunContext } from '@lianqun/sdk/react'
import { Check, Megaphone, PenLine, RotateCw, WifiOff } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { type Announcement, type AnnouncementList, excerpt, timeText } from './announcements.ts'
import { Compose } from './Compose.tsx'
import { Reader } from './Reader.tsx'
import { LoadFailed, SkeletonRows } from './states.tsx'
import { useWords } from './strings.ts'

type Shown = { what: 'nothing' } | { what: 'announcement'; id: string } | { what: 'compose' }

/** The list on the left, what is read or written on the right; one at a time where it is narrow. */
export function App() {
  const t = useWords()
  const lianqun = useLianqun()
  const list = useJson<AnnouncementList>('/announcements')
  const [shown, setShown] = useState<Shown>({ what: 'nothing' })
  const [filter, setFilter] = useState<'all' | 'open'>('all')
  const [said, setSaid] = useState('')

  const announcements = list.data?.announcements ?? []
  const open = announcements.filter(item => item.confirmedAt === null).length
  const { change } = list

  useEffect(() => {
    document.title = t.title
    // The tab's title is a nicety: an older client without the call loses nothing.
    lianqun.setTitle(open > 0 ? `${t.title} (${open})` : t.title).catch(error => console.warn(error))
  }, [lianqun, t, open])
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(''), 4_000)
    return () => clearTimeout(timer)
  }, [said])

  const update = useCallback(
    (id: string, fields: Partial<Announcement>) =>
      change(before => ({
        ...before,
        announcements: before.announcements.map(item => (item.id === id ? { ...item, ...fields } : item)),
      })),
    [change],
  )
  const published = (announcement: Announcement) => {
    setSaid(t.published)
    setFilter('all')
    setShown({ what: 'announcement', id: announcement.id })
    list.reload()
  }

  const rows = filter === 'open' ? announcements.filter(item => item.confirmedAt === null) : announcements
  const selected = shown.what === 'announcement' ? shown.id : null
  return (
    <div className={shown.what === 'nothing' ? 'page' : 'page reading'}>
      <section className="list" aria-label={t.title}>
        <header className="list-head">
          <div className="list-title">
            <h1 className="grow ellipsis">{t.title}</h1>
            <button
              type="button"
              className="icon-button"
              aria-label={t.refresh}
              title={t.refresh}
              onClick={list.reload}
            >
              {list.loading && list.data ? <span className="spinner" /> : <RotateCw className="small" />}
            </button>
            {list.data?.canPublish && (
              <button type="button" className="button" onClick={() => setShown({ what: 'compose' })}>
                <PenLine className="small" aria-hidden="true" />
                {t.publish}
              </button>
            )}
          </div>
          <div className="chips">
            <button type="button" className="chip" aria-pressed={filter === 'all'} onClick={() => setFilter('all')}>
              {t.all}
            </button>
            <button type="button" className="chip" aria-pressed={filter === 'open'} onClick={() => setFilter('open')}>
              {t.toConfirm}
              {open > 0 && <b>{open}</b>}
            </button>
          </div>
          {list.error && list.data && (
            <div className="banner" role="status">
              <WifiOff className="small" aria-hidden="true" />
              <span className="grow">{list.error.code === 'offline' ? t.offlineStale : t.failedTitle}</span>
              <button type="button" onClick={list.reload}>
                {t.retry}
              </button>
            </div>
          )}
        </header>
        {!list.data && list.error ? (
          <LoadFailed error={list.error} onRetry={list.reload} />
        ) : !list.data ? (
          <SkeletonRows />
        ) : announcements.length === 0 ? (
          <State
            icon={<Megaphone aria-hidden="true" />}
            title={t.emptyTitle}
            text={list.data.canPublish ? t.emptyPublisher : t.emptyText}
          />
        ) : rows.length === 0 ? (
          <State icon={<Check aria-hidden="true" />} title={t.allDone} text={t.allDoneText} />
        ) : (
          <ul className="rows">
            {rows.map(item => (
              <li key={item.id}>
                <Row
                  item={item}
                  selected={item.id === selected}
                  onSelect={() => setShown({ what: 'announcement', id: item.id })}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
      <main className="content">
        {shown.what === 'compose' ? (
          <Compose onClose={() => setShown({ what: 'nothing' })} onPublished={published} />
        ) : selected ? (
          <Reader
            key={selected}
            id={selected}
            onBack={() => setShown({ what: 'nothing' })}
            onChange={update}
            onSay={setSaid}
          />
        ) : (
          rows.length > 0 && <State icon={<Megaphone aria-hidden="true" />} title={t.pickTitle} text={t.pickText} />
        )}
      </main>
      {said && (
        <div className="toast" role="status">
          {said}
        </div>
      )}
    </div>
  )
}

function Row({ item, selected, onSelect }: { item: Announcement; selected: boolean; onSelect: () => void }) {
  const t = useWords()
  const { language } = useLianqunContext()
  return (
    <button
      type="button"
      className={item.confirmedAt === null ? 'row open' : 'row'}
      aria-current={selected ? 'true' : undefined}
      onClick={onSelect}
    >
      <span className="row-line">
        {item.confirmedAt === null && <span className="dot" role="img" aria-label={t.unconfirmed} />}
        <span className="row-title ellipsis">{item.title}</span>
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
