import { BellRing, Check, MessageSquareText, Zap } from 'lucide-react'
import { useState } from 'react'
import type { KeptItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Button, cx, EmptyState, ErrorState, SkeletonRows, useBusy, useDesktopEvent, useQuery } from '../ui/index.ts'
import { firstPages, PagedList, pageSize } from './pages.tsx'
import { open, placeOf, Said } from './rows.tsx'

/** Messages that ask the user for an answer which they have not given. */
export function OwedList() {
  const t = useTranslate('saved')
  const [limit, setLimit] = useState(pageSize)
  const page = useQuery(`owed:${limit}`, () => owedItems(limit), ['me'], { keep: true })
  useDesktopEvent('cache.changed', ({ messages }) => {
    const ids = new Set(page.data?.items.map(item => item.conversationId))
    if (messages.some(({ id }) => ids.has(id))) page.reload()
  })
  if (page.error && !page.data) return <ErrorState error={page.error} title={t('loadFailed')} onRetry={page.reload} />
  if (page.data === undefined) return <SkeletonRows count={4} />
  const { items, total } = page.data
  if (items.length === 0) return <EmptyState icon={<BellRing />} title={t('noRequests')} text={t('noRequestsText')} />
  return (
    <PagedList
      label={t('tabRequests')}
      more={total > items.length}
      loading={page.loading}
      onMore={() => setLimit(limit + pageSize)}
    >
      {items.map(item => (
        <OwedRow key={`${item.conversationId}/${item.seq}`} item={item} />
      ))}
    </PagedList>
  )
}

/** The first `limit` of them. */
async function owedItems(limit: number) {
  const pages = await firstPages(limit, page => call('requests.page', page))
  return { items: pages.flatMap(page => page.items), total: pages.at(-1)?.total ?? 0 }
}

function OwedRow({ item }: { item: KeptItem }) {
  const t = useTranslate('saved')
  const words = useTranslate('requests')
  const [busy, run] = useBusy()
  const { message } = item
  const request = message?.attributes.request
  const ask = (message?.owes?.ask ?? request?.ask) === 'done' ? 'done' : 'acknowledged'
  const urgent = request?.urgent ?? false
  return (
    <li className="saved-row">
      <Said item={item} />
      <div className="saved-when">
        <span className={cx(urgent && 'saved-due')}>
          {urgent ? (
            <Zap className="icon-sm" aria-hidden="true" />
          ) : (
            <BellRing className="icon-sm" aria-hidden="true" />
          )}
          {urgent ? words('withUrgent', { words: words(`owed_${ask}`) }) : words(`owed_${ask}`)}
        </span>
        <span className="grow" />
        <Button size="small" onClick={() => open(item)} disabled={message === null && !item.reachable}>
          <MessageSquareText className="icon-sm" aria-hidden="true" />
          {t('open')}
        </Button>
        {message !== null && (
          <Button
            size="small"
            kind="primary"
            busy={busy}
            onClick={() => run(() => call('messages.respond', { ...placeOf(item), done: true }))}
          >
            <Check className="icon-sm" aria-hidden="true" />
            {words(`answer_${ask}`)}
          </Button>
        )}
      </div>
    </li>
  )
}
