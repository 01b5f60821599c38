import { withoutIsolates } from '../../common/text.ts'
import type { Diagnosis, DiagnosisStep } from '../../preload/contract/index.ts'
import { DesktopError, errorCode } from '../desktop.ts'
import { type Language, translatorIn } from '../i18n.ts'

/** What was found in one step, and what to do, as a sentence. */
export function findingText({ finding, value }: DiagnosisStep, language: Language): string {
  const reason = () => translatorIn(language, 'errors')(errorCode(new DesktopError(value, '')))
  const withReason = finding === 'address_wrong' || finding === 'signin_failed'
  return translatorIn(language, 'network')(`finding_${finding}`, withReason ? { reason: reason() } : { value })
}

/** The diagnosis as text for an administrator: a line a step, with the details that the window leaves out. */
export function reportText(diagnosis: Diagnosis, language: Language, version: string, time: Date): string {
  const t = translatorIn(language, 'network')
  const lines = diagnosis.steps.map(step => {
    const detail = step.detail === '' ? '' : ` [${step.detail}]`
    return `${t(`outcome_${step.outcome}`)} · ${t(`step_${step.step}`)}: ${findingText(step, language)}${detail}`
  })
  const text = [t('reportTitle', { version, time: time.toISOString() }), diagnosis.address, ...lines].join('\n')
  return withoutIsolates(text)
}

/** How many steps need something to be done. */
export function problemsIn(diagnosis: Diagnosis): number {
  return diagnosis.steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning').length
}
