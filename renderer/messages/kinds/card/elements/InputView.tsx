import type { CardInput, ChoiceSetInput, TextInput, ToggleInput } from '@lianqun/protocol'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx, isComposing } from '../../../../ui/index.ts'
import { ActionButton } from '../actions/ActionButton.tsx'
import { useCard } from '../card-context.ts'
import { isFiltered, listed, namedChoice, offOf, onOf } from '../inputs.ts'
import { Field } from './Field.tsx'
import { PersonField } from './PersonField.tsx'
import { usePress } from './Pressable.tsx'

/** Choices that are no longer than these in all stand in a row. */
const rowChars = 34

export function InputView({ input }: { input: CardInput }): ReactNode {
  switch (input.type) {
    case 'Input.Text':
      return <TextField input={input} />
    case 'Input.Toggle':
      return <Toggle input={input} />
    case 'Input.ChoiceSet':
      return <Choices input={input} />
    case 'Input.Person':
      return <PersonField input={input} />
    default:
      return <Value input={input} />
  }
}

function TextField({ input }: { input: TextInput }) {
  const { typedIn, type } = useCard()
  const pressed = usePress(input.inlineAction)
  const { inlineAction, isMultiline, maxLength, placeholder, style = 'text' } = input
  const shared = { placeholder, maxLength, value: typedIn(input), autoComplete: 'off', spellCheck: style === 'text' }
  return (
    <Field input={input}>
      {control => (
        <div className="messages-card-with-action">
          {isMultiline ? (
            <textarea
              {...control}
              {...shared}
              className="messages-card-input"
              rows={2}
              onChange={event => type(input, event.target.value)}
            />
          ) : (
            <input
              {...control}
              {...shared}
              className="messages-card-input"
              type={style}
              onChange={event => type(input, event.target.value)}
              onKeyDown={event => {
                if (event.key !== 'Enter' || isComposing(event.nativeEvent) || pressed === null || pressed.disabled)
                  return
                event.preventDefault()
                pressed.press()
              }}
            />
          )}
          {inlineAction && pressed && <ActionButton action={inlineAction} kind="plain" />}
        </div>
      )}
    </Field>
  )
}

const types = { 'Input.Number': 'number', 'Input.Date': 'date', 'Input.Time': 'time' } as const

function Value({ input }: { input: Extract<CardInput, { type: keyof typeof types }> }) {
  const { typedIn, type } = useCard()
  return (
    <Field input={input}>
      {control => (
        <input
          {...control}
          className="messages-card-input"
          type={types[input.type]}
          min={input.min}
          max={input.max}
          step={input.type === 'Input.Number' ? 'any' : undefined}
          placeholder={input.placeholder}
          value={typedIn(input)}
          onChange={event => type(input, event.target.value)}
        />
      )}
    </Field>
  )
}

function Toggle({ input }: { input: ToggleInput }) {
  const { typedIn, type } = useCard()
  return (
    <Field input={input} many={input.label !== undefined}>
      {({ 'aria-label': _named, ...control }) => (
        <label className="messages-card-choice">
          <input
            {...control}
            type="checkbox"
            checked={typedIn(input) === onOf(input)}
            onChange={event => type(input, event.target.checked ? onOf(input) : offOf(input))}
          />
          <span>
            {input.title}
            {input.isRequired && input.label === undefined && (
              <span className="messages-card-star" aria-hidden="true">
                *
              </span>
            )}
          </span>
        </label>
      )}
    </Field>
  )
}

function Choices({ input }: { input: ChoiceSetInput }) {
  if (isFiltered(input)) return <FilteredChoice input={input} />
  if (input.isMultiSelect || input.style === 'expanded') return <ExpandedChoices input={input} />
  return <CompactChoice input={input} />
}

function CompactChoice({ input }: { input: ChoiceSetInput }) {
  const { t, typedIn, type } = useCard()
  const value = typedIn(input)
  return (
    <Field input={input}>
      {control => (
        <div className="messages-card-select">
          <select
            {...control}
            className={cx('messages-card-input', value === '' && 'empty')}
            value={value}
            onChange={event => type(input, event.target.value)}
          >
            <option value="">{input.placeholder || t('choose')}</option>
            {input.choices.map((choice, index) => {
              const key = `${index}`
              return (
                <option key={key} value={choice.value}>
                  {choice.title}
                </option>
              )
            })}
          </select>
          <ChevronDown aria-hidden="true" />
        </div>
      )}
    </Field>
  )
}

function FilteredChoice({ input }: { input: ChoiceSetInput }) {
  const { t, typedIn, type } = useCard()
  const value = typedIn(input)
  // The value of a card is one of a choice, and what is typed a title.
  const shown = input.choices.find(choice => choice.value === value)?.title ?? value
  return (
    <Field input={input}>
      {control => (
        <>
          <input
            {...control}
            className="messages-card-input"
            type="text"
            list={`${control.id}-choices`}
            autoComplete="off"
            spellCheck={false}
            placeholder={input.placeholder || t('choose')}
            value={shown}
            onChange={event => type(input, namedChoice(input, event.target.value)?.value ?? event.target.value)}
          />
          <datalist id={`${control.id}-choices`}>
            {input.choices.map(({ title }, index) => {
              const key = `${index}`
              return <option key={key} value={title} />
            })}
          </datalist>
        </>
      )}
    </Field>
  )
}

function ExpandedChoices({ input }: { input: ChoiceSetInput }) {
  const { typedIn, type } = useCard()
  const { choices, isMultiSelect: many = false } = input
  const chosen = many ? listed(typedIn(input)) : [typedIn(input)]
  const pick = (value: string, on: boolean): void => {
    const kept = choices.filter(choice => (choice.value === value ? on : chosen.includes(choice.value)))
    type(input, many ? [...new Set(kept.map(choice => choice.value))].join(',') : value)
  }
  const inRow = choices.reduce((sum, { title }) => sum + title.length + 4, 0) <= rowChars
  return (
    <Field input={input} many>
      {({ id, 'data-input': name, tabIndex, 'aria-invalid': invalid }) => (
        <div className={cx('messages-card-choices', inRow && 'in-row')}>
          {choices.map(({ title, value }, index) => {
            const key = `${index}`
            return (
              <label key={key} className="messages-card-choice">
                <input
                  type={many ? 'checkbox' : 'radio'}
                  name={id}
                  data-input={name}
                  tabIndex={tabIndex}
                  aria-invalid={invalid}
                  checked={chosen.includes(value)}
                  onChange={event => pick(value, event.target.checked)}
                />
                <span>{title}</span>
              </label>
            )
          })}
        </div>
      )}
    </Field>
  )
}
