import type { ContentOf } from '@lianqun/protocol'
import { Check } from 'lucide-react'
import { useId, useState } from 'react'
import type { PersonName } from '../../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { Button, cx, joinNames, Tooltip } from '../../../ui/index.ts'

type Content = ContentOf<'poll'>

/** The options to choose from. */
export function Choices(props: {
  content: Content
  chosen: readonly string[]
  onChange: (ids: readonly string[]) => void
}) {
  const { content, chosen, onChange } = props
  const name = useId()
  const pick = (id: string): void => {
    if (!content.multiple) onChange([id])
    else onChange(chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id])
  }
  return (
    <fieldset className="messages-answers-options">
      <legend className="visually-hidden">{content.question}</legend>
      {content.options.map(({ id, text }) => (
        <label key={id} className={cx('messages-answers-option', chosen.includes(id) && 'on')}>
          <input
            type={content.multiple ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.includes(id)}
            onChange={() => pick(id)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** How the votes stand; who chose an option stands in its tooltip. */
export function Results(props: { content: Content; chosen: readonly string[]; people: readonly PersonName[] }) {
  const { content, chosen, people } = props
  const t = useTranslate('answers')
  const language = useLanguage()
  const voters = content.voters ?? 0
  const who = (userIds: readonly string[] | undefined, count: number): string => {
    const named = (userIds ?? []).flatMap(id => people.find(person => person.id === id) ?? [])
    const more = count > named.length && named.length > 0 ? ` ${t('more', { count })}` : ''
    return joinNames(named, language) + more
  }
  return (
    <ul className="messages-answers-options">
      {content.options.map(({ id, text, count = 0, userIds }) => {
        const row = (
          <li
            key={id}
            className={cx('messages-answers-option', chosen.includes(id) && 'on')}
            aria-label={t('optionVotes', { name: text, count })}
          >
            <i style={{ width: `${voters === 0 ? 0 : (count / voters) * 100}%` }} />
            <span>{text}</span>
            {chosen.includes(id) && <Check aria-hidden="true" />}
            <b>{count}</b>
          </li>
        )
        const names = who(userIds, count)
        return names === '' ? (
          row
        ) : (
          <Tooltip key={id} text={names} side="top">
            {row}
          </Tooltip>
        )
      })}
    </ul>
  )
}

/** Where a member writes an option of their own. */
export function AddOption({ onAdd }: { onAdd: (text: string) => Promise<boolean> }) {
  const t = useTranslate('answers')
  const [text, setText] = useState<string | null>(null)
  if (text === null)
    return (
      <button type="button" className="link-button messages-answers-add" onClick={() => setText('')}>
        {t('addOption')}
      </button>
    )
  const add = async (): Promise<void> => {
    if (text.trim() !== '' && (await onAdd(text.trim()))) setText(null)
  }
  return (
    <form
      className="messages-answers-form"
      onSubmit={event => {
        event.preventDefault()
        void add()
      }}
    >
      <input
        className="messages-answers-input"
        aria-label={t('addOption')}
        maxLength={200}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
        autoFocus
        onChange={event => setText(event.target.value)}
      />
      <Button size="small" type="submit" disabled={text.trim() === ''}>
        {t('add')}
      </Button>
    </form>
  )
}
