import { Bot, Plus } from 'lucide-react'
import { useState } from 'react'
import type { BotItem } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { translator, useTranslate } from '../../i18n.ts'
import { openBots } from '../../stores/navigation.ts'
import {
  BotAvatar,
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  SearchField,
  SkeletonRows,
  showDialog,
  toast,
  useBusy,
  useQuery,
} from '../../ui/index.ts'
import { botsFound } from './bots-found.ts'
import { HearsTag } from './ScopeList.tsx'
import './bot-profile.css'

/** Asks which bot is added to a group, and adds it. `there`: those that are in it. */
export function addBot(conversationId: string, there: readonly string[], onAdded: (bot: BotItem) => void): void {
  showDialog(close => <AddBotDialog conversationId={conversationId} there={there} onAdded={onAdded} onClose={close} />)
}

function AddBotDialog(props: {
  conversationId: string
  there: readonly string[]
  onAdded: (bot: BotItem) => void
  onClose: () => void
}) {
  const { conversationId, there, onAdded, onClose } = props
  const t = useTranslate('botProfile')
  const [query, setQuery] = useState('')
  const [adding, setAdding] = useState<BotItem | null>(null)
  const bots = useQuery('bot-catalogue', () => call('bots.catalogue', {}))
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(errorText(error)))
  const add = (bot: BotItem) => {
    setAdding(bot)
    setFailure('')
    run(async () => {
      await call('bots.join', { botId: bot.id, conversationId })
      onAdded(bot)
      toast({ kind: 'done', text: translator('botProfile')('added', { name: bot.name }) })
      onClose()
    })
  }
  const make = () => {
    onClose()
    openBots('new')
  }
  const all = bots.data?.bots
  const found = botsFound(all ?? [], query)
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('add')}
      description={t('addText')}
      width={520}
      footer={
        <>
          <Button kind="quiet" onClick={make} disabled={busy}>
            <Plus className="icon-sm" aria-hidden="true" />
            {t('make')}
          </Button>
          <Button onClick={onClose} disabled={busy}>
            {t('close')}
          </Button>
        </>
      }
    >
      {failure !== '' && (
        <div className="banner danger" role="alert">
          {failure}
        </div>
      )}
      <SearchField value={query} onChange={setQuery} label={t('search')} autoFocus />
      <div className="messages-bot-picks">
        {bots.error && !all ? (
          <ErrorState error={bots.error} title={t('failed')} onRetry={bots.reload} />
        ) : all === undefined ? (
          <SkeletonRows count={3} />
        ) : all.length === 0 ? (
          <EmptyState icon={<Bot />} title={t('noneTitle')} text={t('noneText')} />
        ) : found.length === 0 ? (
          <EmptyState icon={<Bot />} title={t('notFound', { query: query.trim() })} />
        ) : (
          <ul aria-label={t('add')}>
            {found.map(bot => (
              <li key={bot.id} className="messages-bot-pick">
                <BotAvatar id={bot.id} icon={bot.icon} size={36} />
                <span className="grow">
                  <b>
                    <span className="ellipsis">{bot.name}</span>
                    <HearsTag scopes={bot.scopes} />
                  </b>
                  <small className="ellipsis">{bot.manifest.description || t('noDescription')}</small>
                </span>
                {there.includes(bot.id) ? (
                  <span className="muted">{t('inGroup')}</span>
                ) : (
                  <Button
                    size="small"
                    aria-label={t('addOne', { name: bot.name })}
                    busy={busy && adding?.id === bot.id}
                    disabled={busy}
                    onClick={() => add(bot)}
                  >
                    {t('addAction')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
