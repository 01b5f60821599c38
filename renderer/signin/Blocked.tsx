import { HardDrive, Hourglass, KeyRound, LockKeyhole, ShieldAlert, ShieldQuestion, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CallArgs, SessionNotice } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { type Key, useTranslate } from '../i18n.ts'
import { useSession } from '../stores/session.ts'
import { Button, confirm, toastError } from '../ui/index.ts'
import type { SignIn } from './SignInForm.tsx'

type Action = CallArgs<'session.recover'>['action']
type Block = Extract<
  SessionNotice,
  | 'cache_corrupt'
  | 'cache_newer'
  | 'cache_key_lost'
  | 'safe_storage_missing'
  | 'safe_storage_locked'
  | 'safe_storage_silent'
  | 'disk_full'
  | 'cache_unavailable'
>

const blocks: Record<Block, { icon: ReactNode; retry: Key<'signin'> | null; other: Exclude<Action, 'retry'> | null }> =
  {
    cache_corrupt: { icon: <TriangleAlert />, retry: 'retry', other: 'reset_cache' },
    cache_newer: { icon: <ShieldQuestion />, retry: 'retryAfterUpdate', other: 'reset_cache' },
    cache_key_lost: { icon: <KeyRound />, retry: 'retry', other: 'reset_cache' },
    safe_storage_missing: { icon: <ShieldAlert />, retry: 'retryUnlocked', other: 'without_safe_storage' },
    safe_storage_locked: { icon: <LockKeyhole />, retry: 'retryUnlocked', other: 'without_safe_storage' },
    safe_storage_silent: { icon: <Hourglass />, retry: 'retry', other: 'without_safe_storage' },
    disk_full: { icon: <HardDrive />, retry: 'retrySpace', other: null },
    cache_unavailable: { icon: <HardDrive />, retry: 'retry', other: null },
  }

/** The form that had the focus is gone; the heading says what has happened instead. */
function takeFocus(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true })
}

function isBlock(notice: SessionNotice): notice is Block {
  return notice in blocks
}

/** Explains why the session is blocked, what may be lost, and how to continue. */
export function Blocked({ notice, state }: { notice: SessionNotice; state: SignIn }) {
  const t = useTranslate('signin')
  // An unknown notice is shown as `cache_unavailable`.
  const kind = isBlock(notice) ? notice : 'cache_unavailable'
  const block = blocks[kind]
  const session = useSession(({ session }) => session)
  // What is locked away cannot be read without its key store, so only a new session can do without.
  const locked = kind === 'safe_storage_locked' || kind === 'safe_storage_silent'
  const waits = session?.signInWaits === true
  const other = locked && !waits ? null : block.other
  // The key store answers a run of the program once, so the next run asks it; a sign-in that waits would be lost.
  const retry = block.retry === 'retryUnlocked' && !waits ? 'retryRestart' : block.retry
  const [tried, setTried] = useState<Action | null>(null)

  const recover = (action: Action) => {
    setTried(action)
    void state.recover(action)
  }
  const askFirst = async (action: Exclude<Action, 'retry'>) => {
    const confirmed = await confirm({
      title: t(action === 'reset_cache' ? 'resetTitle' : 'withoutTitle'),
      text: t(action === 'reset_cache' ? 'resetText' : 'withoutText'),
      action: t(action === 'reset_cache' ? 'resetAction' : 'withoutAction'),
      danger: action === 'reset_cache',
    })
    if (confirmed) recover(action)
  }
  const nobody = session?.workspace === null
  // Nobody is signed in yet: nothing is lost by going back.
  const goBack = () => void call('session.signOut', { discardUnsent: true }).catch(toastError)
  const leave = () =>
    confirm({
      title: t('leaveTitle'),
      text: t('leaveText'),
      action: t('leave'),
      danger: true,
      onConfirm: () => call('session.signOut', { discardUnsent: true }),
    })
  const busy = state.busy !== null && tried !== null

  return (
    <section className="signin-blocked" role="alert">
      <span className="signin-sign">{block.icon}</span>
      <h1 ref={takeFocus} tabIndex={-1}>
        {t(`${kind}_title`)}
      </h1>
      <p>{t(`${kind}_text`)}</p>
      <div className="signin-lost">
        <b>{t('blockedLost')}</b>
        <p>{t(`${kind}_lost`)}</p>
      </div>
      {tried !== null && state.problem && <div className="banner danger">{state.problem.text}</div>}
      <div className="signin-ways">
        {retry && (
          <Button
            kind="primary"
            size="large"
            busy={busy && tried === 'retry'}
            disabled={busy}
            onClick={() => recover('retry')}
          >
            {t(retry)}
          </Button>
        )}
        {other && (
          <Button size="large" busy={busy && tried !== 'retry'} disabled={busy} onClick={() => void askFirst(other)}>
            {t(other === 'reset_cache' ? 'resetCache' : 'withoutSafeStorage')}
          </Button>
        )}
        <Button size="large" disabled={busy} onClick={nobody ? goBack : () => void leave()}>
          {t(nobody ? 'backToSignIn' : 'leave')}
        </Button>
      </div>
    </section>
  )
}
