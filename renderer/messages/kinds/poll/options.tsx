import type { ContentOf } from '@lianqun/protocol'
import { Check } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { CallResult, MessageItem, PersonName } from '../../../../preload/contract/index.ts'
import { call } from '../../../desktop.ts'
import { useTranslate } from '../../../i18n.ts'
import { Button, cx, Popover } from '../../../ui/index.ts'
import { PeopleRows } from '../../PeopleColumn.tsx'
import { allOf, useFollowing } from '../../use-following.ts'

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

/** How the votes stand; the number of an option opens who chose it. */
export function Results(props: { content: Content; chosen: readonly string[]; message: MessageItem }) {
  const { content, chosen, message } = props
  const t = useTranslate('answers')
  const voters = content.voters ?? 0
  const known = (userIds: readonly string[] = []): PersonName[] =>
    userIds.flatMap(id => message.people.find(person => person.id === id) ?? [])
  return (
    <ul className="messages-answers-options">
      {content.options.map(({ id, text, count = 0, userIds }) => (
        <li
          key={id}
          className={cx('messages-answers-option', chosen.includes(id) && 'on')}
          aria-label={t('optionVotes', { name: text, count })}
        >
          <i style={{ width: `${voters === 0 ? 0 : (count / voters) * 100}%` }} />
          <span>{text}</span>
          {chosen.includes(id) && <Check aria-hidden="true" />}
          {!content.anonymous && message.seq > 0 && count > 0 ? (
            <Voters option={{ id, text, count }} message={message} known={known(userIds)} />
          ) : (
            <b>{count}</b>
          )}
        </li>
      ))}
    </ul>
  )
}

interface Counted {
  id: string
  text: string
  count: number
}

/** The number of those who chose an option; a press lists them. `known`: the first of them, or all. */
function Voters(props: { option: Counted; message: MessageItem; known: readonly PersonName[] }) {
  const { option, message, known } = props
  const t = useTranslate('answers')
  const label = t('votersOf', { name: option.text, count: option.count })
  return (
    <Popover
      label={label}
      align="end"
      className="messages-answers-voters"
      trigger={
        <button type="button" className="messages-answers-count" aria-label={label}>
          {option.count}
        </button>
      }
    >
      <b className="ellipsis">{option.text}</b>
      <p className="small muted">{t('voters', { count: option.count })}</p>
      {known.length >= option.count ? (
        <PeopleRows label={label} list={allOf(known.map(person => ({ person })))} />
      ) : (
        <AskedVoters label={label} optionId={option.id} message={message} />
      )}
    </Popover>
  )
}

/** More people than the message names: asked for by pages. */
function AskedVoters(props: { label: string; optionId: string; message: MessageItem }) {
  const { conversationId: id, seq } = props.message
  const list = useFollowing((last: CallResult<'messages.answers'>['items'][number] | undefined) =>
    call('messages.answers', {
      id,
      seq,
      option: props.optionId,
      ...(last && { after: { at: last.at, userId: last.userId } }),
    }),
  )
  return <PeopleRows label={props.label} list={list} />
}

/** Where a member writes an option of their own. */
export function AddOption({ onAdd }: { onAdd: (option: { id: string; text: string }) => Promise<boolean> }) {
  const t = useTranslate('answers')
  const [text, setText] = useState<string | null>(null)
  /** What was tried last: once more after a lost answer it is the same option. */
  const tried = useRef({ id: '', text: '' })
  if (text === null)
    return (
      <button type="button" className="link-button messages-answers-add" onClick={() => setText('')}>
        {t('addOption')}
      </button>
    )
  const add = async (): Promise<void> => {
    const words = text.trim()
    if (words === '') return
    if (tried.current.text !== words) tried.current = { id: crypto.randomUUID(), text: words }
    if (await onAdd(tried.current)) setText(null)
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
