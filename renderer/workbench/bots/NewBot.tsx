import type { BotScope } from '@lianqun/protocol'
import { useState } from 'react'
import type { BotIcon } from '../../../preload/contract/hooks.ts'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { call, errorCode } from '../../desktop.ts'
import { translator, useTranslate } from '../../i18n.ts'
import { IconPicker, nameFailure, shownLimits } from '../../messages/index.ts'
import { Button, botIconNames, Dialog, Field, showDialog, useAction, useBusy } from '../../ui/index.ts'
import { ScopeChoice } from './ScopeChoice.tsx'
import { showToken } from './TokenDialog.tsx'

/** Asks for the name, the picture and the scopes of a new bot, makes it, and shows its token. */
export function newBot(onMade: (bot: ManagedBotItem) => void): void {
  showDialog(close => <NewBotDialog onMade={onMade} onClose={close} />)
}

function failureOf(error: unknown): string {
  return errorCode(error) === 'limit_reached' ? translator('ownBots')('limitReached') : nameFailure(error)
}

function NewBotDialog({ onMade, onClose }: { onMade: (bot: ManagedBotItem) => void; onClose: () => void }) {
  const t = useTranslate('ownBots')
  const [name, setName] = useState('')
  const [icon, setIcon] = useState<BotIcon>('bot')
  const [scopes, setScopes] = useState<BotScope[]>(['messages.write'])
  // The same for a second press after a lost answer, so that one bot comes of it.
  const [clientId] = useState(() => crypto.randomUUID())
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(failureOf(error)))
  const make = () =>
    run(async () => {
      setFailure('')
      const { bot, token } = await call('bots.create', { clientId, name: name.trim(), icon, scopes })
      onMade(bot)
      onClose()
      showToken(bot, token)
    })
  const ready = name.trim() !== ''
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={open => !open && !busy && onClose()}
      title={t('add')}
      description={t('addText')}
      width={480}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={!ready} onClick={make}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        className="workbench-bots-form"
        onSubmit={event => {
          event.preventDefault()
          if (ready && !busy) make()
        }}
      >
        <Field
          label={t('name')}
          error={failure}
          value={name}
          onChange={setName}
          placeholder={t('namePlaceholder')}
          maxLength={shownLimits.botNameChars}
          autoFocus
        />
        <IconPicker value={icon} onChange={setIcon} />
        <div>
          <p className="workbench-bots-label">{t('access')}</p>
          <ScopeChoice scopes={scopes} onChange={setScopes} />
        </div>
      </form>
    </Dialog>
  )
}

/** Asks for another picture of a bot. */
export function changeIcon(bot: ManagedBotItem, onChanged: () => void): void {
  showDialog(close => <IconDialog bot={bot} onChanged={onChanged} onClose={close} />)
}

function IconDialog({ bot, onChanged, onClose }: { bot: ManagedBotItem; onChanged: () => void; onClose: () => void }) {
  const t = useTranslate('ownBots')
  const [icon, setIcon] = useState<BotIcon>(botIconNames.find(name => name === bot.icon) ?? 'bot')
  const { busy, failure, run } = useAction(() => {
    onChanged()
    onClose()
  })
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('changeIcon')}
      width={440}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} onClick={() => run(() => call('bots.update', { botId: bot.id, icon }))}>
            {t('save')}
          </Button>
        </>
      }
    >
      {failure !== '' && (
        <div className="banner danger" role="alert">
          {failure}
        </div>
      )}
      <IconPicker value={icon} onChange={setIcon} />
    </Dialog>
  )
}
