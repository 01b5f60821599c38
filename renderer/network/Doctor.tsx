import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Diagnosis, DiagnosisStep } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useSettings } from '../stores/settings.ts'
import { Button, copyText, cx, Dialog, Spinner, showDialog, toastError, useDesktopEvent } from '../ui/index.ts'
import { findingText, problemsIn, reportText } from './report.ts'
import './network.css'

/** Opens the check of the connection to an address; null for that of the workspace. */
export function showDoctor(address: string | null): void {
  showDialog(close => <Doctor address={address} onClose={close} />)
}

const icons = {
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: CircleAlert,
  skipped: CircleMinus,
} satisfies Record<DiagnosisStep['outcome'], typeof CircleCheck>

function Doctor({ address, onClose }: { address: string | null; onClose: () => void }) {
  const t = useTranslate('network')
  const language = useLanguage()
  const version = useSettings(state => state.info?.version ?? '')
  const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null)
  const [busy, setBusy] = useState(true)
  useDesktopEvent('network.diagnosisChanged', report => {
    if (busy) setDiagnosis(report)
  })
  const examine = useEffectEvent(async () => {
    setBusy(true)
    setDiagnosis(null)
    try {
      setDiagnosis(await call('network.diagnose', { address }))
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  })
  const [run, setRun] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each run is one examination.
  useEffect(() => void examine(), [run])

  const copy = (): void => {
    if (diagnosis !== null) void copyText(reportText(diagnosis, language, version, new Date()), t('copied'))
  }
  const problems = diagnosis === null ? 0 : problemsIn(diagnosis)
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('title')}
      description={diagnosis === null ? t('checking') : t('address', { address: diagnosis.address })}
      width={560}
      footer={
        <>
          <Button disabled={busy || diagnosis === null} onClick={copy}>
            {t('copy')}
          </Button>
          <Button kind="primary" busy={busy} onClick={() => setRun(run + 1)}>
            {t('again')}
          </Button>
        </>
      }
    >
      <div className="network-doctor">
        <ol className="network-steps">
          {diagnosis?.steps.map(step => (
            <Step key={step.step} step={step} />
          ))}
        </ol>
        <div role="status" className={cx('network-result', problems > 0 && 'warning')}>
          {busy ? (
            <Spinner label={t('checking')} />
          ) : diagnosis === null ? null : problems === 0 ? (
            t('allWell')
          ) : (
            t('problem', { count: problems })
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Step({ step }: { step: DiagnosisStep }) {
  const t = useTranslate('network')
  const language = useLanguage()
  const Icon = icons[step.outcome]
  return (
    <li className={cx('network-step', step.outcome)}>
      <Icon aria-hidden="true" />
      <span>
        <b>{t(`step_${step.step}`)}</b>
        <span className="visually-hidden">{t(`outcome_${step.outcome}`)}</span>
        <small>{findingText(step, language)}</small>
      </span>
    </li>
  )
}
