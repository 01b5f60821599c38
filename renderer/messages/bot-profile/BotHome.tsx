import { CloudOff, House } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { BotItem, BotViewItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { EmptyState, ErrorState, SkeletonRows, useDesktopEvent, useQuery } from '../../ui/index.ts'
import { ViewCard } from './ViewCard.tsx'
import { newerView } from './views.ts'
import './bot-profile.css'

/** The page of a bot for the user, which changes as the bot says. */
export function BotHome({ bot }: { bot: Pick<BotItem, 'id' | 'name'> }) {
  const t = useTranslate('botProfile')
  const { id: botId, name } = bot
  const online = useOnline()
  const [came, setCame] = useState<BotViewItem | null>(null)
  const opened = useQuery(`bot-home:${botId}`, () => call('bots.openHome', { botId }))
  const take = (view: BotViewItem) => setCame(shown => newerView(shown, view))
  useDesktopEvent('bots.home', ({ view }) => {
    if (view.botId === botId) take(view)
  })
  const again = useEffectEvent(() => opened.reload())
  const wasOnline = useRef(online)
  useEffect(() => {
    // What the bot said meanwhile was not heard.
    if (online && !wasOnline.current) again()
    wasOnline.current = online
  }, [online])
  const view = newerView(opened.data?.view ?? null, came)
  if (view === null && opened.error && !opened.data)
    return <ErrorState error={opened.error} title={t('homeFailed')} onRetry={opened.reload} />
  if (view === null && !opened.data) return <SkeletonRows count={4} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <section className="messages-bot-home" aria-label={t('homeOf', { name })} tabIndex={0}>
      {!online && (
        <div className="banner" role="status">
          <CloudOff className="icon-sm" aria-hidden="true" />
          {t('homeOffline')}
        </div>
      )}
      {view === null ? (
        <EmptyState icon={<House />} title={t('homeNoneTitle', { name })} text={t('homeNoneText')} />
      ) : (
        <div className="messages-bot-page">
          <h2>{view.title}</h2>
          <ViewCard view={view} onView={take} />
        </div>
      )}
    </section>
  )
}
