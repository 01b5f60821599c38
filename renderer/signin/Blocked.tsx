import { HardDrive, KeyRound, ShieldAlert, ShieldQuestion, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CallArgs, SessionNotice } from '../../preload/contract.ts'
import { call, errorText } from '../desktop.ts'
import { type Key, useWords } from '../i18n.ts'
import { Button, confirm } from '../ui/index.ts'

type Action = CallArgs<'session.recover'>['action']
type Block = Extract<
  SessionNotice,
  'cache_corrupt' | 'cache_newer' | 'cache_key_lost' | 'safe_storage_missing' | 'disk_full'
>

const blocks: Record<Block, { icon: ReactNode; retry: Key<'signin'> | null; other: Exclude<Action, 'retry'> | null }> =
  {
    cache_corrupt: { icon: <TriangleAlert />, retry: 'retry', other: 'reset_cache' },
    cache_newer: { icon: <ShieldQuestion />, retry: 'retryAfterUpdate', other: 'reset_cache' },
    cache_key_lost: { icon: <KeyRound />, retry: 'retry', other: 'reset_cache' },
    safe_storage_missing: { icon: <ShieldAlert />, retry: 'retryUnlocked', other: 'without_safe_storage' },
    disk_full: { icon: <HardDrive />, retry: 'retrySpace', other: null },
  }

function isBlock(notice: SessionNotice): notice is Block {
  return notice in blocks
}

/** What stands between the person and their messages, what is lost of it, and the ways on. */
export function Blocked({ notice }: { notice: SessionNotice }) {
  const t = useWords('signin')
  const [busy, setBusy] = useState<Action | null>(null)
  const [failure, setFailure] = useState('')
  // A notice of a later version of main is shown as the plainest one.
  const kind = isBlock(notice) ? notice : 'cache_corrupt'
  const block = blocks[kind]

  const recover = async (action: Action) => {
    setBusy(action)
    setFailure('')
    try {
      await call('session.recover', { action })
    } catch (error) {
      setFailure(errorText(error))
    } finally {
      setBusy(null)
    }
  }
  const askFirst = (action: Exclude<Action, 'retry'>) =>
    void confirm({
      title: t(action === 'reset_cache' ? 'resetTitle' : 'withoutTitle'),
      text: t(action === 'reset_cache' ? 'resetText' : 'withoutText'),
      action: t(action === 'reset_cache' ? 'resetAction' : 'withoutAction'),
      danger: true,
      onConfirm: () => call('session.recover', { action }),
    })

  return (
    <section className="signin-blocked" role="alert">
      <span className="sign">{block.icon}</span>
      <h1>{t(`${kind}_title`)}</h1>
      <p>{t(`${kind}_text`)}</p>
      <div className="lost">
        <b>{t('blockedLost')}</b>
        <p>{t(`${kind}_lost`)}</p>
      </div>
      {failure && <div className="banner danger">{failure}</div>}
      <div className="ways">
        {block.retry && (
          <Button
            kind="primary"
            size="large"
            busy={busy === 'retry'}
            disabled={busy !== null}
            onClick={() => void recover('retry')}
          >
            {t(block.retry)}
          </Button>
        )}
        {block.other && (
          <Button size="large" disabled={busy !== null} onClick={() => block.other && askFirst(block.other)}>
            {t(block.other === 'reset_cache' ? 'resetCache' : 'withoutSafeStorage')}
          </Button>
        )}
      </div>
    </section>
  )
}
