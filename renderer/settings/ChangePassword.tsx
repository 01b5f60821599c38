import { CircleAlert } from 'lucide-react'
import { type FormEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { call, errorCode, errorText } from '../desktop.ts'
import { translator, useTranslate } from '../i18n.ts'
import { Button, Dialog, PasswordField, showDialog, toast } from '../ui/index.ts'
import {
  fieldOfAnswer,
  type PasswordFieldName,
  type PasswordProblem,
  passwordChars,
  passwordProblem,
} from './password-problems.ts'

/** Asks for the present password and a new one, and changes it. Resolves with whether it was changed. */
export function changePassword(): Promise<boolean> {
  return new Promise(resolve => {
    showDialog(close => (
      <ChangePasswordDialog
        onClose={changed => {
          close()
          resolve(changed)
        }}
      />
    ))
  })
}

type Wrong =
  | { field: PasswordFieldName; problem: PasswordProblem }
  | { field: PasswordFieldName | null; error: unknown }

const names = ['current', 'next', 'again'] as const

function ChangePasswordDialog({ onClose }: { onClose: (changed: boolean) => void }) {
  const t = useTranslate('settings')
  const ui = useTranslate('ui')
  const id = useId()
  const [form, setForm] = useState({ current: '', next: '', again: '' })
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const inputs = {
    current: useRef<HTMLInputElement>(null),
    next: useRef<HTMLInputElement>(null),
    again: useRef<HTMLInputElement>(null),
  }
  const focus = useEffectEvent((field: PasswordFieldName) => {
    inputs[field].current?.focus()
    inputs[field].current?.select()
  })
  useEffect(() => {
    if (wrong?.field) focus(wrong.field)
  }, [wrong])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const problem = passwordProblem(form)
    setWrong(problem)
    if (problem !== null) return
    setBusy(true)
    try {
      await call('session.changePassword', { current: form.current, next: form.next })
      toast({ kind: 'done', text: translator('settings')('passwordChanged') })
      onClose(true)
    } catch (error) {
      setWrong({ field: fieldOfAnswer(errorCode(error)), error })
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      keepOpen
      onOpenChange={next => !next && !busy && onClose(false)}
      title={t('changePassword')}
      description={t('changePasswordText')}
      initialFocus={() => inputs.current.current}
      footer={
        <>
          <Button onClick={() => onClose(false)} disabled={busy}>
            {ui('cancel')}
          </Button>
          <Button kind="primary" type="submit" form={id} busy={busy}>
            {t('changePassword')}
          </Button>
        </>
      }
    >
      <form id={id} className="settings-password" onSubmit={event => void submit(event)} noValidate>
        {wrong?.field === null && (
          <div className="banner danger" role="alert">
            <CircleAlert className="icon-sm" aria-hidden="true" />
            <span>{errorText(wrong.error)}</span>
          </div>
        )}
        {names.map(name => (
          <PasswordField
            key={name}
            label={t(`password_${name}`)}
            hint={name === 'next' ? t('nextHint', { count: passwordChars }) : undefined}
            autoComplete={name === 'current' ? 'current-password' : 'new-password'}
            value={form[name]}
            onChange={value => {
              setForm(before => ({ ...before, [name]: value }))
              if (wrong?.field === name || wrong?.field === null) setWrong(null)
            }}
            error={wrong?.field === name && textOf(wrong, t)}
            inputRef={inputs[name]}
          />
        ))}
      </form>
    </Dialog>
  )
}

function textOf(wrong: Wrong, t: ReturnType<typeof useTranslate<'settings'>>): string {
  if ('problem' in wrong) return t(wrong.problem, { count: passwordChars })
  const code = errorCode(wrong.error)
  if (code === 'wrong_credentials') return t('currentWrong')
  return code === 'invalid_params' ? t('nextRefused') : errorText(wrong.error)
}
