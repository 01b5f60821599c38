import { Lock, User } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ProxyQuestion } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Button, Dialog, Field, LayerBoundary, Switch, toastError, useDesktopEvent } from '../ui/index.ts'

/** Shows the question for the password of a proxy when main asks it. */
export function ProxyPasswordHost() {
  const [question, setQuestion] = useState<ProxyQuestion | null>(null)
  useDesktopEvent('network.questionChanged', now => setQuestion(now.question))
  useEffect(() => {
    // It may have been asked before this page listened.
    call('network.question', {})
      .then(now => setQuestion(before => before ?? now.question))
      .catch(toastError)
  }, [])
  if (question === null) return null
  const { id } = question
  const decline = () => void call('network.answer', { id, credentials: null }).catch(toastError)
  return (
    <LayerBoundary key={id} onFailed={decline}>
      <ProxyPassword question={question} />
    </LayerBoundary>
  )
}

function ProxyPassword({ question }: { question: ProxyQuestion }) {
  const t = useTranslate('network')
  const { id, proxy, realm, rejected, canRemember } = question
  const [account, setAccount] = useState(question.account)
  const [password, setPassword] = useState('')
  const [remember, setRemember] = useState(false)
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const form = `network-password-${id}`
  const answer = (credentials: { account: string; password: string; remember: boolean } | null): void => {
    setBusy(true)
    call('network.answer', { id, credentials }).catch(error => {
      setBusy(false)
      toastError(error)
    })
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && answer(null)}
      title={t('passwordTitle')}
      description={realm === '' ? t('passwordText', { proxy }) : t('passwordTextNamed', { proxy, realm })}
      initialFocus={() => first.current}
      keepOpen
      footer={
        <>
          <Button onClick={() => answer(null)} disabled={busy}>
            {t('later')}
          </Button>
          <Button type="submit" form={form} kind="primary" busy={busy} disabled={account === ''}>
            {t('connect')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="network-password"
        onSubmit={event => {
          event.preventDefault()
          if (account !== '' && !busy) answer({ account, password, remember })
        }}
      >
        <Field
          label={t('account')}
          icon={<User aria-hidden="true" />}
          value={account}
          onChange={setAccount}
          inputRef={question.account === '' ? first : undefined}
          autoCapitalize="off"
          maxLength={500}
        />
        <Field
          label={t('password')}
          icon={<Lock aria-hidden="true" />}
          type="password"
          value={password}
          onChange={setPassword}
          error={rejected && password === '' ? t('rejected') : undefined}
          inputRef={question.account === '' ? undefined : first}
          maxLength={500}
        />
        {canRemember && (
          <Switch label={t('remember')} hint={t('rememberHint')} checked={remember} onChange={setRemember} />
        )}
      </form>
    </Dialog>
  )
}
