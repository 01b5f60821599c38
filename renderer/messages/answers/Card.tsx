import type { ReactNode } from 'react'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Button, fullTime, serverNow } from '../../ui/index.ts'
import './answers.css'

/** The frame of what members answer to: what it is, what is asked, the answers, what one can do, how it stands. */
export function Card(props: {
  icon: ReactNode
  /** The words above the title: the kind and its rules. */
  kind: string
  title: string
  children: ReactNode
  actions: ReactNode
  /** How many answered. */
  count: string
  closesAt: number | undefined
  closed: boolean
}) {
  const t = useTranslate('answers')
  const language = useLanguage()
  const { closesAt, closed } = props
  const when = closed
    ? t('closed')
    : closesAt === undefined
      ? ''
      : t('closesAt', { time: fullTime(closesAt, language) })
  return (
    <section className="messages-answers-card" aria-label={props.title}>
      <header>
        <p>
          {props.icon}
          {props.kind}
        </p>
        <h2>{props.title}</h2>
      </header>
      {props.children}
      <div className="messages-answers-actions">{props.actions}</div>
      <footer>
        <span>{props.count}</span>
        <span>{when}</span>
      </footer>
    </section>
  )
}

/** Whether answers are taken; as the server decides it. */
export function takesAnswers({ closed, closesAt }: { closed?: unknown; closesAt?: number | undefined }): boolean {
  return closed === undefined && (closesAt === undefined || serverNow() < closesAt)
}

/** Closing, or opening again what is closed. */
export function CloseButton(props: { open: boolean; close: string; reopen: string; onAct: (type: string) => void }) {
  return (
    <Button size="small" onClick={() => props.onAct(props.open ? 'close' : 'reopen')}>
      {props.open ? props.close : props.reopen}
    </Button>
  )
}
