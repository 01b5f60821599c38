import { AlarmClock, Bookmark, SearchX } from 'lucide-react'
import { useState } from 'react'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { useNavigation } from '../stores/navigation.ts'
import {
  Chips,
  EmptyState,
  ErrorState,
  SearchField,
  Segmented,
  SkeletonRows,
  serverNow,
  useDebounced,
  useDesktopEvent,
  useMinute,
  useQuery,
} from '../ui/index.ts'
import { OwedList } from './owed.tsx'
import { firstPages, PagedList, pageSize } from './pages.tsx'
import { isDue, readReminders, useReminders } from './reminders.tsx'
import { ReminderRow, SavedRow } from './rows.tsx'
import './saved.css'

type Tab = 'saved' | 'reminders' | 'requests'

/** What the user keeps: saved messages by labels and words, what they are to be reminded of, and what others wait for. */
export function SavedSection() {
  const t = useTranslate('saved')
  const [chosen, setTab] = useState<Tab | null>(null)
  const reminders = useReminders(state => state.items)
  const due = reminders?.some(item => isDue(item, serverNow())) ?? false
  // A notification of several requests asks for their list.
  const wanted = useNavigation(state => state.savedList)
  const [seen, setSeen] = useState(0)
  if (wanted !== null && wanted.requestId !== seen) {
    setSeen(wanted.requestId)
    setTab(wanted.list)
  }
  const owed = useQuery('owed:count', () => call('requests.page', { offset: 0, limit: 1 }), ['me'], { keep: true })
  const count = owed.data?.total ?? 0
  const tab = chosen ?? (due ? 'reminders' : 'saved')
  return (
    <div className="saved">
      <div className="header">
        <h1 className="grow">{t('title')}</h1>
        <Segmented
          label={t('show')}
          value={tab}
          options={[
            { value: 'saved', label: t('tabSaved') },
            { value: 'reminders', label: t('tabReminders') },
            { value: 'requests', label: count > 0 ? t('tabRequestsCount', { count }) : t('tabRequests') },
          ]}
          onChange={setTab}
        />
      </div>
      {tab === 'saved' ? <SavedList /> : tab === 'reminders' ? <ReminderList /> : <OwedList />}
    </div>
  )
}

/** Stands for no label: a written one is never empty. */
const anyLabel = ''

function SavedList() {
  const t = useTranslate('saved')
  const [query, setQuery] = useState('')
  const [wanted, setLabel] = useState(anyLabel)
  const [limit, setLimit] = useState(pageSize)
  const settled = useDebounced(query, 150)
  const labels = useQuery('saved:labels', () => call('saved.labels', {}), ['me'], { keep: true }).data ?? []
  const label = labels.some(one => one.label === wanted) ? wanted : anyLabel
  const page = useQuery(
    `saved:${label}/${settled}/${limit}`,
    () => savedItems(settled, label === anyLabel ? null : label, limit),
    ['me'],
    { keep: true },
  )
  useDesktopEvent('cache.changed', ({ conversations, messages }) => {
    const ids = new Set(page.data?.items.map(item => item.conversationId))
    if (conversations?.some(id => ids.has(id)) || messages.some(({ id }) => ids.has(id))) page.reload()
  })
  const filtered = settled.trim() !== '' || label !== anyLabel
  return (
    <>
      <div className="saved-tools">
        <SearchField
          label={t('search')}
          placeholder={t('search')}
          value={query}
          onChange={next => {
            setQuery(next)
            setLimit(pageSize)
          }}
        />
        {labels.length > 0 && (
          <Chips
            label={t('labels')}
            value={label}
            chips={[
              { value: anyLabel, label: t('allLabels') },
              ...labels.map(({ label: value, count }) => ({ value, label: value, count })),
            ]}
            onChange={setLabel}
          />
        )}
      </div>
      {page.error && !page.data ? (
        <ErrorState error={page.error} title={t('loadFailed')} onRetry={page.reload} />
      ) : page.data === undefined ? (
        <SkeletonRows count={5} />
      ) : page.data.items.length === 0 ? (
        filtered ? (
          <EmptyState icon={<SearchX />} title={t('noneFound')} />
        ) : (
          <EmptyState icon={<Bookmark />} title={t('none')} text={t('noneText')} />
        )
      ) : (
        <PagedList
          label={t('tabSaved')}
          more={page.data.more}
          loading={page.loading}
          onMore={() => setLimit(limit + pageSize)}
        >
          {page.data.items.map(item => (
            <SavedRow key={`${item.conversationId}/${item.seq}`} item={item} query={settled} onLabel={setLabel} />
          ))}
        </PagedList>
      )}
    </>
  )
}

/** The first `limit` saved messages. */
async function savedItems(query: string, label: string | null, limit: number) {
  const pages = await firstPages(limit, page => call('saved.page', { query, label, ...page }))
  return { items: pages.flatMap(page => page.items), more: pages.at(-1)?.more ?? false }
}

function ReminderList() {
  const t = useTranslate('saved')
  const { items, error } = useReminders()
  useMinute()
  const now = serverNow()
  if (items === null)
    return error === undefined ? (
      <SkeletonRows count={4} />
    ) : (
      <ErrorState error={error} title={t('loadFailed')} onRetry={readReminders} />
    )
  if (items.length === 0)
    return <EmptyState icon={<AlarmClock />} title={t('noReminders')} text={t('noRemindersText')} />
  const groups = [
    { title: t('due'), of: items.filter(item => isDue(item, now)) },
    { title: t('coming'), of: items.filter(item => !isDue(item, now)) },
  ]
  return (
    <div className="saved-scroll">
      {groups.map(
        ({ title, of }) =>
          of.length > 0 && (
            <section key={title} aria-label={title}>
              <h2 className="section-label">{title}</h2>
              <ul className="saved-list">
                {of.map(item => (
                  <ReminderRow key={`${item.conversationId}/${item.seq}`} item={item} now={now} />
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  )
}
