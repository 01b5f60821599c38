import type { Sparkline, Steps } from '@lianqun/protocol'
import { Check, X } from 'lucide-react'
import { type CSSProperties, useId } from 'react'
import { cx, Spinner } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { sparkBox, sparkLine } from '../spark.ts'

type Step = Steps['steps'][number]
const words = { done: 'stepDone', now: 'stepNow', failed: 'stepFailed', todo: 'stepTodo' } as const

/** How many steps stand beside each other, in a card and in a narrow one. */
function columnsOf(count: number): { wide: number; narrow: number } {
  const wide = count <= 4 ? count : count <= 6 ? 3 : 4
  return { wide, narrow: count <= 3 ? count : count === 4 ? 2 : 3 }
}

/** How far something has come: a bar a step. */
export function StepsView({ element: { steps } }: { element: Steps }) {
  const { wide, narrow } = columnsOf(steps.length)
  return (
    <ol
      className="messages-card-steps"
      style={{ '--card-steps': wide, '--card-steps-narrow': narrow } as CSSProperties}
    >
      {steps.map((step, index) => {
        const key = `${index}`
        return <StepView key={key} step={step} />
      })}
    </ol>
  )
}

function StepView({ step: { title, text, state, progress } }: { step: Step }) {
  const { t } = useCard()
  const percent = state === 'now' ? Math.round((progress ?? 0.5) * 100) : state === 'todo' ? 0 : 100
  return (
    <li className={cx('messages-card-step', state)}>
      <i aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </i>
      <b>
        {state === 'done' && <Check aria-hidden="true" />}
        {state === 'failed' && <X aria-hidden="true" />}
        {state === 'now' && <Spinner />}
        <span className="ellipsis" title={title}>
          {title}
        </span>
      </b>
      <span className="visually-hidden">
        {t(words[state])}
        {state === 'now' && progress !== undefined && ` ${t('stepPercent', { percent })}`}
      </span>
      {text !== undefined && (
        <small className="ellipsis" title={text}>
          {text}
        </small>
      )}
    </li>
  )
}

/** A line of values, with what it shows in words. */
export function SparklineView({ element }: { element: Sparkline }) {
  const id = useId()
  const { line, area, limit } = sparkLine(element.values, element.threshold)
  const { width, height } = sparkBox
  return (
    <svg
      className="messages-card-spark"
      data-color={element.color}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{element.altText}</title>
      {limit !== null && <path className="messages-card-spark-limit" d={`M0 ${limit}H${width}`} />}
      <path className="messages-card-spark-area" d={area} />
      <path className="messages-card-spark-line" d={line} />
    </svg>
  )
}
