import type { GroupItem } from '../../../preload/contract/index.ts'
import { type Language, translatorIn } from '../../i18n.ts'

export type Clock = NonNullable<GroupItem['clock']>

/** The parts of a clock, in the order in which a problem is worked on. */
export const clockSteps = ['answer', 'fix', 'result'] as const
export type ClockStep = (typeof clockSteps)[number]

/** A part of a clock: how long it took, or takes while it is the next one; null: it is not reached. */
export interface StepTime {
  step: ClockStep
  ms: number | null
  running: boolean
  /** The message that stopped it, and when it was sent. */
  seq: number | null
  at: number | null
}

/** The parts of a clock at a time by the server's clock. One that is stopped stays as it is. */
export function stepTimes(clock: Clock, now: number): StepTime[] {
  const since = (at: number) => Math.max(0, at - clock.openedAt)
  const next = clock.result ? undefined : clockSteps.find(step => clock[step] === undefined)
  return clockSteps.map(step => {
    const point = clock[step]
    if (point) return { step, ms: since(point.at), running: false, seq: point.seq, at: point.at }
    return { step, ms: step === next ? since(now) : null, running: step === next, seq: null, at: null }
  })
}

/** How long a problem is open, or was until its result, milliseconds. */
export function problemMs(clock: Clock, now: number): number {
  return Math.max(0, (clock.result?.at ?? now) - clock.openedAt)
}

/** `2 h 10 min`: in hours, however many they are. `short`: whole hours alone, from the first one on. */
export function hoursText(ms: number, language: Language, short = false): string {
  const t = translatorIn(language, 'clock')
  const all = Math.floor(ms / 60_000)
  const [hours, minutes] = [Math.floor(all / 60), all % 60]
  if (hours === 0) return t('minutes', { minutes })
  return short ? t('hours', { hours }) : t('hoursMinutes', { hours, minutes })
}
