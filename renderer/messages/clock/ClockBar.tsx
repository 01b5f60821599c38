import { Timer } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { listTime, Tag, useMinute } from '../../ui/index.ts'
import { type Clock, hoursText, problemMs, type StepTime, stepTimes } from './clock.ts'
import './clock.css'

/** Under the header of a problem group: its hours. It ticks by itself, without the rest of the conversation. */
export function ClockBar({ id, clock }: { id: string; clock: Clock }) {
  const t = useTranslate('clock')
  const language = useLanguage()
  const now = useMinute()
  return (
    <section className="messages-clock-bar" aria-label={t('clock')}>
      <Timer className="icon-sm" aria-hidden="true" />
      <ClockTag clock={clock} />
      <ul>
        <li>
          <GoTo id={id} seq={clock.openedSeq}>
            {t('openedAt', { time: listTime(clock.openedAt, language, now) })}
          </GoTo>
        </li>
        {stepTimes(clock, now).map(step => (
          <li key={step.step} data-running={step.running || undefined} data-waiting={step.ms === null || undefined}>
            <Step id={id} step={step} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whether the problem is open. */
export function ClockTag({ clock }: { clock: Clock }) {
  const t = useTranslate('clock')
  return <Tag tone={clock.result ? 'success' : 'warning'}>{t(clock.result ? 'solved' : 'open')}</Tag>
}

function Step({ id, step: { step, ms, seq } }: { id: string; step: StepTime }) {
  const t = useTranslate('clock')
  const language = useLanguage()
  const time = ms === null ? '—' : hoursText(ms, language)
  const words = (
    <>
      <span>{t(step)}</span> <b>{time}</b>
    </>
  )
  if (seq === null) return <div>{words}</div>
  return (
    <GoTo id={id} seq={seq}>
      {words}
    </GoTo>
  )
}

/** Leads to a message. */
export function GoTo({ id, seq, children }: { id: string; seq: number; children: ReactNode }) {
  const t = useTranslate('clock')
  return (
    <button type="button" onClick={() => openConversation(id, seq)}>
      {children}
      <span className="visually-hidden">{t('goTo')}</span>
    </button>
  )
}

/** In the row of a group with an open problem: how many hours it is open. */
export function RowClock({ clock, now }: { clock: Clock; now: number }) {
  const t = useTranslate('clock')
  const language = useLanguage()
  if (clock.result) return null
  const ms = problemMs(clock, now)
  const words = t('rowOpen', { time: hoursText(ms, language) })
  return (
    <span className="messages-row-clock" title={words}>
      <Timer aria-hidden="true" />
      <span aria-hidden="true">{hoursText(ms, language, true)}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}
