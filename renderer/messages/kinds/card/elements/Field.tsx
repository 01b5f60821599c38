import type { CardInput } from '@lianqun/protocol'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useCard } from '../card-context.ts'
import type { Problem } from '../inputs.ts'

/** What the control of an input has in common with the others. */
export interface ControlProps {
  id: string
  'data-input': string
  tabIndex: 0 | -1
  'aria-required': true | undefined
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
  /** Its name where it has no label. */
  'aria-label': string | undefined
}

/** What is wrong with an input: in the words of its card, else in ours. */
function wordsOf(input: CardInput, problem: Problem, t: ReturnType<typeof useCard>['t']): string {
  if (problem.kind === 'said') return problem.words
  if (input.errorMessage !== undefined && input.errorMessage.trim() !== '') return input.errorMessage
  if (problem.kind === 'missing' && input.type === 'Input.ChoiceSet') return t('missingChoice')
  if (problem.kind === 'missing' && input.type === 'Input.Person') return t('missingPerson')
  if (problem.kind === 'missing' && input.type === 'Input.Toggle') return t('missingConsent')
  return t(problem.kind, problem.bound === undefined ? undefined : { bound: problem.bound })
}

/** An input with its label and, once it was tried, what is wrong with it. `many`: several controls, one name. */
export function Field(props: { input: CardInput; many?: boolean; children: (control: ControlProps) => ReactNode }) {
  const { input, many, children } = props
  const { t, tabIndex, problemOf } = useCard()
  const id = useId()
  const problem = problemOf(input)
  const label = input.label?.trim()
  const name = label && (
    <>
      {label}
      {input.isRequired && (
        <>
          <span className="messages-card-star" aria-hidden="true">
            *
          </span>
          <span className="visually-hidden"> ({t('required')})</span>
        </>
      )}
    </>
  )
  const controls = children({
    id,
    'data-input': input.id,
    tabIndex,
    'aria-required': input.isRequired || undefined,
    'aria-invalid': problem !== null || undefined,
    'aria-describedby': problem === null ? undefined : `${id}-problem`,
    'aria-label': label ? undefined : ('placeholder' in input && input.placeholder?.trim()) || t('answer'),
  })
  const words = problem !== null && (
    <div className="messages-card-problem" id={`${id}-problem`} role="alert">
      <CircleAlert aria-hidden="true" />
      <span>{wordsOf(input, problem, t)}</span>
    </div>
  )
  if (many)
    return (
      <fieldset className="messages-card-field" aria-describedby={problem === null ? undefined : `${id}-problem`}>
        <legend className={label ? 'messages-card-label' : 'visually-hidden'}>{name || t('choose')}</legend>
        {controls}
        {words}
      </fieldset>
    )
  return (
    <div className="messages-card-field">
      {name && (
        <label className="messages-card-label" htmlFor={id}>
          {name}
        </label>
      )}
      {controls}
      {words}
    </div>
  )
}
