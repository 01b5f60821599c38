import { ChevronRight, CircleAlert, Globe, Info, User } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { CallArgs, SessionNotice } from '../../preload/contract/index.ts'
import { call, errorCode, errorText } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { showDoctor } from '../network/index.tsx'
import { useSession } from '../stores/session.ts'
import { Button, cx, Field, type FieldProps, Logo, nameOf, numberText, PasswordField, Spinner } from '../ui/index.ts'
import { type FormField, fieldOfError, firstMissing } from './problems.ts'

type Words = ReturnType<typeof useTranslate<'signin'>>

type Action = CallArgs<'session.recover'>['action']

const missingField = Symbol('missing')

export interface SignIn {
  form: Record<FormField, string>
  busy: 'form' | 'demo' | null
  problem: { field: FormField | null; text: string } | null
  change: (field: FormField, value: string) => void
  /** `moved`: the answer to whether it is the same workspace at another address. */
  signIn: (moved?: 'same' | 'other') => Promise<void>
  /** The address of before, while that is asked. */
  movedFrom: string | null
  openDemo: () => Promise<void>
  /** Recovers a blocked session and continues a pending sign-in; throws its error. */
  recover: (action: Action) => Promise<void>
}

/**
 * The fields and the result of the sign-in. It outlives the form: a sign-in may wait for the question about safe
 * storage, which replaces the form.
 */
export function useSignIn(): SignIn {
  const t = useTranslate('signin')
  const session = useSession(state => state.session)
  const [form, setForm] = useState({
    address: session?.lastAddress ?? '',
    account: session?.lastAccount ?? '',
    password: '',
  })
  const [busy, setBusy] = useState<SignIn['busy']>(null)
  // The error, not its text: the language may change while it is shown.
  const [wrong, setWrong] = useState<{ field: FormField | null; error: unknown } | null>(null)

  const last = useRef<'form' | 'demo'>('form')
  const attempt = async (what: 'form' | 'demo', action: () => Promise<unknown>) => {
    last.current = what
    setBusy(what)
    setWrong(null)
    try {
      await action()
    } catch (error) {
      setWrong({ field: what === 'form' ? fieldOfError(errorCode(error)) : null, error })
    } finally {
      setBusy(null)
    }
  }
  const problem = useMemo(() => {
    if (wrong === null) return null
    const { field, error } = wrong
    return { field, text: field !== null && error === missingField ? t(`${field}Missing`) : errorText(error) }
  }, [wrong, t])
  return {
    form,
    busy,
    problem,
    change: (field, value) => {
      setForm(before => ({ ...before, [field]: value }))
      if (wrong?.field === field || wrong?.field === null) setWrong(null)
    },
    movedFrom: wrong !== null && errorCode(wrong.error) === 'workspace_moved' ? (session?.movedFrom ?? '') : null,
    signIn: async moved => {
      if (busy) return
      const missing = firstMissing(form)
      if (missing) return setWrong({ field: missing, error: missingField })
      await attempt('form', () =>
        call('session.signIn', {
          address: form.address.trim(),
          account: form.account.trim(),
          password: form.password,
          moved,
        }),
      )
    },
    openDemo: () => attempt('demo', () => call('session.signInDemo', {})),
    recover: action => attempt(last.current, () => call('session.recover', { action })),
  }
}

/** Address, account, password. Shows an error at its field and keeps what was typed. */
export function SignInForm({ state }: { state: SignIn }) {
  const t = useTranslate('signin')
  const { form, busy, problem, openDemo } = state
  const notice = useSession(of => of.session?.notice ?? null)
  const inputs = {
    address: useRef<HTMLInputElement>(null),
    account: useRef<HTMLInputElement>(null),
    password: useRef<HTMLInputElement>(null),
  }

  const focus = useEffectEvent((field: FormField) => {
    inputs[field].current?.focus()
    if (field === 'password') inputs.password.current?.select()
  })
  useEffect(() => {
    if (problem?.field) focus(problem.field)
  }, [problem])

  const change = (field: FormField) => (value: string) => state.change(field, value)
  const errorAt = (field: FormField) => (problem?.field === field ? problem.text : undefined)
  const first: FormField = form.address === '' ? 'address' : form.account === '' ? 'account' : 'password'

  return (
    <form
      className="signin-form"
      onSubmit={event => {
        event.preventDefault()
        void state.signIn()
      }}
      noValidate
    >
      <h1>{t('title')}</h1>
      <p className="muted">{t('titleText')}</p>
      <Notice notice={notice} t={t} />
      {state.movedFrom !== null && <Moved from={state.movedFrom} state={state} />}
      {problem?.field === null && state.movedFrom === null && (
        <div className="banner danger" role="alert">
          <CircleAlert className="icon-sm" aria-hidden="true" />
          <span>{problem.text}</span>
        </div>
      )}
      <AddressField
        value={form.address}
        onChange={change('address')}
        error={errorAt('address')}
        inputRef={inputs.address}
        autoFocus={first === 'address'}
      />
      <Field
        label={t('account')}
        placeholder={t('accountHint')}
        icon={<User aria-hidden="true" />}
        value={form.account}
        onChange={change('account')}
        error={errorAt('account')}
        inputRef={inputs.account}
        autoFocus={first === 'account'}
        autoComplete="username"
        autoCapitalize="off"
        maxLength={100}
      />
      <PasswordField
        label={t('password')}
        autoComplete="current-password"
        value={form.password}
        onChange={change('password')}
        error={errorAt('password')}
        inputRef={inputs.password}
        autoFocus={first === 'password'}
      />
      <Button
        type="submit"
        kind="primary"
        size="large"
        wide
        busy={busy === 'form'}
        disabled={busy === 'demo'}
        className="signin-submit"
      >
        {t('signIn')}
      </Button>
      <Demo busy={busy === 'demo'} disabled={busy !== null} onOpen={() => void openDemo()} />
    </form>
  )
}

/** The field of the workspace's address; its error leads to the check of the connection. */
function AddressField(
  props: Pick<FieldProps, 'value' | 'onChange' | 'inputRef' | 'autoFocus'> & { error: string | undefined },
) {
  const t = useTranslate('signin')
  const { value, error } = props
  return (
    <Field
      {...props}
      label={t('address')}
      placeholder={t('addressHint')}
      icon={<Globe aria-hidden="true" />}
      error={
        error !== undefined && (
          <>
            {error}{' '}
            {value.trim() !== '' && (
              <button type="button" className="link-button" onClick={() => showDoctor(value)}>
                {t('checkConnection')}
              </button>
            )}
          </>
        )
      }
      inputMode="url"
      autoComplete="url"
      maxLength={300}
    />
  )
}

/** Asks whether a workspace that says to be a known one has moved to the address that was typed. */
function Moved({ from, state }: { from: string; state: SignIn }) {
  const t = useTranslate('signin')
  return (
    <div className="banner danger signin-moved" role="alert">
      <CircleAlert className="icon-sm" aria-hidden="true" />
      <span>
        {t('moved', { from, to: state.form.address.trim() })}
        <span className="actions">
          <Button size="small" onClick={() => void state.signIn('same')}>
            {t('movedSame')}
          </Button>
          <Button size="small" kind="quiet" onClick={() => void state.signIn('other')}>
            {t('movedOther')}
          </Button>
        </span>
      </span>
    </div>
  )
}

function Notice({ notice, t }: { notice: SessionNotice | null; t: Words }) {
  if (
    notice !== 'expired' &&
    notice !== 'revoked' &&
    notice !== 'signed_out' &&
    notice !== 'account_disabled' &&
    notice !== 'address_lost' &&
    notice !== 'cache_key_lost'
  )
    return null
  return (
    <div
      className={cx('banner', notice === 'account_disabled' && 'danger', notice === 'signed_out' && 'brand')}
      role="status"
    >
      <Info className="icon-sm" aria-hidden="true" />
      <span>{t(`notice_${notice}`)}</span>
    </div>
  )
}

function Demo({ busy, disabled, onOpen }: { busy: boolean; disabled: boolean; onOpen: () => void }) {
  const t = useTranslate('signin')
  const language = useLanguage()
  const demo = useSession(state => state.session?.demo ?? null)
  if (!demo) return null
  return (
    <>
      <div className="signin-or">{t('or')}</div>
      <button type="button" className="signin-demo" disabled={disabled} aria-busy={busy || undefined} onClick={onOpen}>
        <Logo size={40} />
        <span className="grow">
          <b className="ellipsis">{t('demo')}</b>
          <small className="ellipsis">
            {t('demoText', { name: nameOf(demo, language), people: numberText(demo.people, language) })}
          </small>
        </span>
        {busy ? <Spinner /> : <ChevronRight aria-hidden="true" />}
      </button>
    </>
  )
}
