import { Image, MoreHorizontal, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useLanguage, useTranslate } from '../../i18n.ts'
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
import { shownLimits } from '../limits.ts'
import { changeIcon } from './AddHook.tsx'
import { nameFailure } from './failure.ts'

/** Asks whether a hook gets new addresses, and gives them. */
export function confirmRenew(hook: HookItem, onChanged: () => void): void {
  const t = translator('hooks')
  void confirm({
    title: t('renewTitle', { name: hook.name }),
    text: t('renewText'),
    action: t('renewAction'),
    danger: true,
    onConfirm: () => call('hooks.renew', { hookId: hook.id }),
  }).then(done => {
    if (!done) return
    onChanged()
    toast({ kind: 'done', text: t('renewed') })
  })
}

function confirmRemove(hook: HookItem, onChanged: () => void): void {
  const t = translator('hooks')
  void confirm({
    title: t('removeTitle', { name: hook.name }),
    text: t('removeText'),
    action: t('removeAction'),
    danger: true,
    onConfirm: () => call('hooks.remove', { hookId: hook.id }),
  }).then(done => {
    if (!done) return
    onChanged()
    toast({ kind: 'done', text: t('removed', { name: hook.name }) })
  })
}

/** The head of a hook: its picture and name, who made it, whether it is on, and what else can be done with it. */
export function HookHead(props: { hook: HookItem; onChanged: () => void; onRenewed: () => void }) {
  const { hook, onChanged, onRenewed } = props
  const t = useTranslate('hooks')
  const language = useLanguage()
  const meId = useMe().id
  const [renaming, setRenaming] = useState(false)
  const [enabled, setEnabled] = useState<boolean | null>(null)
  const { by } = hook
  const time = fullTime(hook.createdAt, language)
  const toggle = (on: boolean) => {
    setEnabled(on)
    call('hooks.update', { hookId: hook.id, enabled: on })
      .then(onChanged, toastError)
      .finally(() => setEnabled(null))
  }
  const on = enabled ?? hook.enabled
  return (
    <>
      <header className="header messages-hooks-head">
        <BotAvatar id={hook.botId} icon={hook.icon} size={32} />
        {renaming ? (
          <Rename hook={hook} onChanged={onChanged} onEnd={() => setRenaming(false)} />
        ) : (
          <>
            <div className="grow">
              <h2 className="ellipsis">{hook.name}</h2>
              <p className="ellipsis">
                {by.id === meId ? t('byYou', { time }) : t('by', { name: nameOf(by, language), time })}
              </p>
            </div>
            {hook.manages && (
              <>
                <BareSwitch label={t('enabled', { name: hook.name })} checked={on} onChange={toggle} />
                <Menu
                  align="end"
                  trigger={<IconButton label={t('more')} icon={<MoreHorizontal />} />}
                  items={[
                    { label: t('rename'), icon: <Pencil />, onSelect: () => setRenaming(true) },
                    { label: t('changeIcon'), icon: <Image />, onSelect: () => changeIcon(hook, onChanged) },
                    { label: t('renew'), icon: <RefreshCw />, onSelect: () => confirmRenew(hook, onRenewed) },
                    'line',
                    {
                      label: t('remove'),
                      icon: <Trash2 />,
                      danger: true,
                      onSelect: () => confirmRemove(hook, onChanged),
                    },
                  ]}
                />
              </>
            )}
          </>
        )}
      </header>
      {hook.manages && !on && (
        <div className="banner messages-hooks-offline" role="status">
          {t('switchedOff')}
        </div>
      )}
    </>
  )
}

function Rename({ hook, onChanged, onEnd }: { hook: HookItem; onChanged: () => void; onEnd: () => void }) {
  const t = useTranslate('hooks')
  const [name, setName] = useState(hook.name)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '' || wanted === hook.name) return onEnd()
    setBusy(true)
    try {
      await call('hooks.update', { hookId: hook.id, name: wanted })
      onChanged()
      onEnd()
    } catch (error) {
      setFailure(nameFailure(error))
      setBusy(false)
    }
  }
  return (
    <form className="messages-hooks-rename" onSubmit={event => void save(event)}>
      <div className="input compact grow">
        <input
          aria-label={t('name')}
          aria-invalid={failure !== '' || undefined}
          value={name}
          maxLength={shownLimits.hookNameChars}
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
        <span className="small messages-hooks-failure" role="alert">
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
