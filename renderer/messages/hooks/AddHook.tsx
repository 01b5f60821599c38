import { useState } from 'react'
import type { BotIcon } from '../../../preload/contract/hooks.ts'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Button, botIconNames, Dialog, Field, showDialog, useAction, useBusy } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { nameFailure } from './failure.ts'
import { IconPicker } from './IconPicker.tsx'

/** Asks for the name and the picture of a new hook, and makes it. */
export function addHook(conversationId: string, onMade: (hook: HookItem) => void): void {
  showDialog(close => <AddDialog conversationId={conversationId} onMade={onMade} onClose={close} />)
}

function AddDialog(props: { conversationId: string; onMade: (hook: HookItem) => void; onClose: () => void }) {
  const { conversationId, onMade, onClose } = props
  const t = useTranslate('hooks')
  const language = useLanguage()
  const [name, setName] = useState('')
  const [icon, setIcon] = useState<BotIcon>('bot')
  // The same for a second press after a lost answer, so that one hook comes of it.
  const [clientId] = useState(() => crypto.randomUUID())
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(nameFailure(error)))
  const make = () =>
    run(async () => {
      setFailure('')
      const { hook } = await call('hooks.create', { conversationId, clientId, name: name.trim(), icon, language })
      onMade(hook)
      onClose()
    })
  const ready = name.trim() !== ''
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={open => !open && !busy && onClose()}
      title={t('add')}
      description={t('addText')}
      width={440}
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
        className="messages-hooks-form"
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
          maxLength={shownLimits.hookNameChars}
          autoFocus
        />
        <IconPicker value={icon} onChange={setIcon} />
      </form>
    </Dialog>
  )
}

/** Asks for another picture of a hook. */
export function changeIcon(hook: HookItem, onChanged: () => void): void {
  showDialog(close => <IconDialog hook={hook} onChanged={onChanged} onClose={close} />)
}

function IconDialog({ hook, onChanged, onClose }: { hook: HookItem; onChanged: () => void; onClose: () => void }) {
  const t = useTranslate('hooks')
  const known = botIconNames.find(name => name === hook.icon)
  const [icon, setIcon] = useState<BotIcon>(known ?? 'bot')
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
          <Button kind="primary" busy={busy} onClick={() => run(() => call('hooks.update', { hookId: hook.id, icon }))}>
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
