import type { BotScope } from '@lianqun/protocol'
import { useState } from 'react'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { CommandList } from '../../messages/index.ts'
import { Switch, toastError } from '../../ui/index.ts'
import { ConnectTabs } from './ConnectTabs.tsx'
import { ScopeChoice } from './ScopeChoice.tsx'
import { WebhookPart } from './WebhookPart.tsx'

/** What a bot offers, and what can be set of it. */
export function BotSettings({ bot, onChanged }: { bot: ManagedBotItem; onChanged: () => void }) {
  const t = useTranslate('ownBots')
  const [changed, setChanged] = useState<{ scopes?: BotScope[]; shared?: boolean }>({})
  const change = (next: { scopes?: BotScope[]; shared?: boolean }) => {
    setChanged(before => ({ ...before, ...next }))
    call('bots.update', { botId: bot.id, ...next }).then(onChanged, error => {
      toastError(error)
      setChanged({})
    })
  }
  return (
    <div className="workbench-bots-settings">
      <Offers bot={bot} />
      <section className="workbench-bots-part" aria-label={t('access')}>
        <h3>{t('access')}</h3>
        <ScopeChoice scopes={changed.scopes ?? bot.scopes} onChange={scopes => change({ scopes })} />
        <Switch
          label={t('shared')}
          hint={t('sharedHint')}
          checked={changed.shared ?? bot.shared}
          onChange={shared => change({ shared })}
        />
      </section>
      <section className="workbench-bots-part" aria-label={t('connect')}>
        <h3>
          {t('connect')}
          <small>{t('connectHint')}</small>
        </h3>
        <ConnectTabs bot={bot} token={null} />
      </section>
      <WebhookPart bot={bot} onChanged={onChanged} />
    </div>
  )
}

/** What a bot says of itself. */
function Offers({ bot }: { bot: ManagedBotItem }) {
  const t = useTranslate('ownBots')
  const { description, commands, shortcuts, home } = bot.manifest
  const titles = shortcuts.map(({ title }) => title).join(t('listSeparator'))
  const facts = [
    t('conversationsLine', { count: bot.conversations }),
    home && t('homeLine'),
    titles !== '' && t('shortcutsLine', { titles }),
  ].filter(Boolean)
  return (
    <section className="workbench-bots-part" aria-label={t('offers')}>
      <h3>
        {t('offers')}
        <small>{t('offersHint')}</small>
      </h3>
      <p className={description === '' ? 'muted' : undefined}>{description || t('noDescription')}</p>
      {commands.length > 0 && <CommandList commands={commands} />}
      {commands.length + shortcuts.length === 0 && <p className="muted">{t('noCommands')}</p>}
      <p className="workbench-bots-hint">{facts.join(' · ')}</p>
    </section>
  )
}
