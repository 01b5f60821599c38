import { MoreHorizontal, Settings, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import type { BotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useTranslate } from '../../i18n.ts'
import { openBots } from '../../stores/navigation.ts'
import { BotAvatar, Button, confirm, cx, IconButton, Menu, toast, useBusy } from '../../ui/index.ts'
import { startDirect } from '../StartGroup.tsx'
import { OwnerLine } from './BotFacts.tsx'
import { CommandList } from './CommandList.tsx'
import { HearsTag, ScopeList } from './ScopeList.tsx'
import { hearsAll } from './scopes.ts'

/** The bots of a group, one of which may be chosen; the arrow keys move to the others. */
export function GroupBotList(props: { bots: readonly BotItem[]; chosen: string; onChoose: (id: string) => void }) {
  const { bots, chosen, onChoose } = props
  const t = useTranslate('botProfile')
  const box = useRef<HTMLDivElement>(null)
  const at = bots.findIndex(bot => bot.id === chosen)
  const onKeyDown = (event: KeyboardEvent) => {
    const from = Math.max(0, at)
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: bots.length - 1 }[event.key]
    const next = to === undefined ? undefined : bots[Math.max(0, Math.min(bots.length - 1, to))]
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.id)
    box.current?.querySelector<HTMLElement>(`[data-bot="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <div ref={box} className="messages-hooks-rows" role="listbox" aria-label={t('groupBots')} onKeyDown={onKeyDown}>
      {bots.map((bot, index) => (
        <button
          key={bot.id}
          type="button"
          role="option"
          className="messages-hooks-row"
          aria-selected={bot.id === chosen}
          tabIndex={index === Math.max(0, at) ? 0 : -1}
          data-bot={bot.id}
          onClick={() => onChoose(bot.id)}
        >
          <BotAvatar id={bot.id} icon={bot.icon} size={36} />
          <span className="grow">
            <span className="ellipsis messages-hooks-name">{bot.name}</span>
            <small className="ellipsis">{hearsAll(bot) ? t('hearsAll') : <OwnerLine bot={bot} />}</small>
          </span>
        </button>
      ))}
    </div>
  )
}

function confirmRemove(conversationId: string, bot: BotItem, onChanged: () => void): void {
  const t = translator('botProfile')
  void confirm({
    title: t('removeTitle', { name: bot.name }),
    text: t('removeText'),
    action: t('removeAction'),
    danger: true,
    onConfirm: () => call('bots.leave', { botId: bot.id, conversationId }),
  }).then(done => {
    if (!done) return
    onChanged()
    toast({ kind: 'done', text: t('removed', { name: bot.name }) })
  })
}

/** One bot of a group: whose it is, what it may do there, what it offers. */
export function GroupBotPage(props: {
  conversationId: string
  bot: BotItem
  mayRemove: boolean
  onChanged: () => void
}) {
  const { conversationId, bot, mayRemove, onChanged } = props
  const t = useTranslate('botProfile')
  const [busy, run] = useBusy()
  const { description, commands } = bot.manifest
  return (
    <>
      <header className="header messages-hooks-head">
        <BotAvatar id={bot.id} icon={bot.icon} size={32} />
        <div className="grow">
          <h2 className="ellipsis">{bot.name}</h2>
          <p className="ellipsis">
            <OwnerLine bot={bot} />
          </p>
        </div>
        <HearsTag scopes={bot.scopes} />
        <Button size="small" busy={busy} onClick={() => run(() => startDirect(bot.id))}>
          {t('message')}
        </Button>
        {(bot.manages || mayRemove) && (
          <Menu
            align="end"
            trigger={<IconButton label={translator('hooks')('more')} icon={<MoreHorizontal />} />}
            items={[
              bot.manages && { label: t('manage'), icon: <Settings />, onSelect: () => openBots(bot.id) },
              bot.manages && mayRemove && 'line',
              mayRemove && {
                label: t('remove'),
                icon: <Trash2 />,
                danger: true,
                onSelect: () => confirmRemove(conversationId, bot, onChanged),
              },
            ]}
          />
        )}
      </header>
      <div className="messages-bot-group">
        <p className={cx(description === '' && 'muted')}>{description || t('noDescription')}</p>
        <section className="messages-hooks-part" aria-label={t('scopes')}>
          <h3>{t('scopes')}</h3>
          <ScopeList scopes={bot.scopes} />
        </section>
        <section className="messages-hooks-part" aria-label={t('commands')}>
          <h3>{t('commands')}</h3>
          {commands.length === 0 ? (
            <p className="messages-hooks-hint">{t('noCommands')}</p>
          ) : (
            <CommandList commands={commands} />
          )}
          {!mayRemove && <p className="messages-hooks-hint">{t('onlyAdmins')}</p>}
        </section>
      </div>
    </>
  )
}
