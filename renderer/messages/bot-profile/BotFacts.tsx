import { House, MessageCircle } from 'lucide-react'
import type { BotItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import { Button, nameOf, useBusy } from '../../ui/index.ts'
import { startDirect } from '../StartGroup.tsx'
import { CommandList } from './CommandList.tsx'
import { openHome } from './home-shown.ts'
import { HearsTag } from './ScopeList.tsx'
import { hearsAll } from './scopes.ts'
import './bot-profile.css'

/** Whose bot it is. */
export function OwnerLine({ bot }: { bot: Pick<BotItem, 'owner'> }) {
  const t = useTranslate('botProfile')
  const language = useLanguage()
  const meId = useMe().id
  const { owner } = bot
  return <>{owner.id === meId ? t('ownerYou') : t('ownerLine', { name: nameOf(owner, language) })}</>
}

/** What a bot is for, whose it is, what it hears, and its commands: in its card. */
export function BotFacts({ bot }: { bot: BotItem }) {
  const t = useTranslate('botProfile')
  const { description, commands } = bot.manifest
  return (
    <div className="messages-bot-facts">
      <p className={description === '' ? 'muted' : undefined}>{description || t('noDescription')}</p>
      <p className="muted messages-bot-owner">
        <OwnerLine bot={bot} />
        <HearsTag scopes={bot.scopes} />
      </p>
      {!hearsAll(bot) && <p className="muted">{t('hearsNamed')}</p>}
      {commands.length > 0 && (
        <section aria-label={t('commands')}>
          <b>{t('commands')}</b>
          <CommandList commands={commands} />
        </section>
      )}
    </div>
  )
}

/** What one does with a bot from its card; `onDone`: it leads elsewhere. */
export function BotButtons({ bot, onDone }: { bot: BotItem; onDone: () => void }) {
  const t = useTranslate('botProfile')
  const [busy, run] = useBusy()
  return (
    <>
      <Button kind="primary" className="grow" busy={busy} onClick={() => run(() => startDirect(bot.id).then(onDone))}>
        <MessageCircle className="icon-sm" aria-hidden="true" />
        {t('message')}
      </Button>
      {bot.manifest.home && (
        <Button className="grow" disabled={busy} onClick={() => run(() => openHome(bot.id).then(onDone))}>
          <House className="icon-sm" aria-hidden="true" />
          {t('openHome')}
        </Button>
      )}
    </>
  )
}
