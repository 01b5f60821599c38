import { Image, MoreHorizontal, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useLanguage, useTranslate } from '../../i18n.ts'
import { nameFailure, shownLimits } from '../../messages/index.ts'
import { useMe } from '../../stores/session.ts'
import {
  BareSwitch,
  BotAvatar,
  Button,
  confirm,
  fullTime,
  IconButton,
  isComposing,
  Menu,
  nameOf,
  toast,
  toastError,
} from '../../ui/index.ts'
import { changeIcon } from './NewBot.tsx'
import { showToken } from './TokenDialog.tsx'

async function confirmRenew(bot: ManagedBotItem, onChanged: () => void): Promise<void> {
  const t = translator('ownBots')
  let token = ''
  const done = await confirm({
    title: t('renewTitle', { name: bot.name }),
    text: t('renewText'),
    action: t('renewAction'),
    danger: true,
    onConfirm: async () => {
      token = (await call('bots.renew', { botId: bot.id })).token
    },
  })
  if (!done) return
  onChanged()
  showToken(bot, token)
}

async function confirmRemove(bot: ManagedBotItem, onChanged: () => void): Promise<void> {
  const t = translator('ownBots')
  const done = await confirm({
    title: t('removeTitle', { name: bot.name }),
    text: t('removeText', { count: bot.conversations }),
    action: t('removeAction'),
    danger: true,
    onConfirm: () => call('bots.remove', { botId: bot.id }),
  })
  if (!done) return
  onChanged()
  toast({ kind: 'done', text: t('removed', { name: bot.name }) })
}

/** The head of a bot: its picture and name, whose it is, whether it is on, and what else can be done with it. */
export function BotHead(props: { bot: ManagedBotItem; onChanged: () => void; onRenewed: () => void }) {
  const { bot, onChanged, onRenewed } = props
  const t = useTranslate('ownBots')
  const language = useLanguage()
  const meId = useMe().id
  const [renaming, setRenaming] = useState(false)
  const [enabled, setEnabled] = useState<boolean | null>(null)
  const { owner } = bot
  const time = fullTime(bot.createdAt, language)
  const toggle = (on: boolean) => {
    setEnabled(on)
    call('bots.update', { botId: bot.id, enabled: on })
      .then(onChanged, toastError)
      .finally(() => setEnabled(null))
  }
  const on = enabled ?? bot.enabled
  return (
    <>
      <header className="header workbench-bots-head">
        <BotAvatar id={bot.id} icon={bot.icon} size={32} />
        {renaming ? (
          <Rename bot={bot} onChanged={onChanged} onEnd={() => setRenaming(false)} />
        ) : (
          <>
            <div className="grow">
              <h2 className="ellipsis">{bot.name}</h2>
              <p className="ellipsis">
                {owner.id === meId ? t('byYou', { time }) : t('by', { name: nameOf(owner, language), time })}
              </p>
            </div>
            <BareSwitch label={t('enabled', { name: bot.name })} checked={on} onChange={toggle} />
            <Menu
              align="end"
              trigger={<IconButton label={t('more')} icon={<MoreHorizontal />} />}
              items={[
                { label: t('rename'), icon: <Pencil />, onSelect: () => setRenaming(true) },
                { label: t('changeIcon'), icon: <Image />, onSelect: () => changeIcon(bot, onChanged) },
                { label: t('renew'), icon: <RefreshCw />, onSelect: () => void confirmRenew(bot, onRenewed) },
                'line',
                {
                  label: t('remove'),
                  icon: <Trash2 />,
                  danger: true,
                  onSelect: () => void confirmRemove(bot, onChanged),
                },
              ]}
            />
          </>
        )}
      </header>
      {!on && (
        <div className="banner workbench-bots-note" role="status">
          {t('switchedOff')}
        </div>
      )}
    </>
  )
}

function Rename({ bot, onChanged, onEnd }: { bot: ManagedBotItem; onChanged: () => void; onEnd: () => void }) {
  const t = useTranslate('ownBots')
  const [name, setName] = useState(bot.name)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '' || wanted === bot.name) return onEnd()
    setBusy(true)
    try {
      await call('bots.update', { botId: bot.id, name: wanted })
      onChanged()
      onEnd()
    } catch (error) {
      setFailure(nameFailure(error))
      setBusy(false)
    }
  }
  return (
    <form className="workbench-bots-rename" onSubmit={event => void save(event)}>
      <div className="input compact grow">
        <input
          aria-label={t('name')}
          aria-invalid={failure !== '' || undefined}
          value={name}
          maxLength={shownLimits.botNameChars}
          // biome-ignore lint/a11y/noAutofocus: it was asked for
          autoFocus
          onFocus={event => event.currentTarget.select()}
          onChange={event => setName(event.target.value)}
          onKeyDown={event => {
            if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return
            event.preventDefault()
            onEnd()
          }}
        />
      </div>
      {failure !== '' && (
        <span className="small workbench-bots-failure" role="alert">
          {failure}
        </span>
      )}
      <Button size="small" kind="quiet" onClick={onEnd}>
        {t('cancel')}
      </Button>
      <Button size="small" kind="primary" type="submit" busy={busy}>
        {t('save')}
      </Button>
    </form>
  )
}
