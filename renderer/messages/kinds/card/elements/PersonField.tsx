import type { PersonInput } from '@lianqun/protocol'
import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { PersonItem, PersonName } from '../../../../../preload/contract/index.ts'
import {
  Avatar,
  cx,
  departmentAndTitle,
  ExternalTag,
  isComposing,
  nameOf,
  useDebounced,
  useQuery,
} from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { listed } from '../inputs.ts'
import { type ControlProps, Field } from './Field.tsx'

/** People to choose: those who are chosen, and a field that finds more. */
export function PersonField({ input }: { input: PersonInput }) {
  return <Field input={input}>{control => <Picker input={input} control={control} />}</Field>
}

function Picker({ input, control }: { input: PersonInput; control: ControlProps }) {
  const { t, host, tabIndex, typedIn, type } = useCard()
  const { language, people } = host
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const ids = listed(typedIn(input))
  const names = useNames(ids, people.named)
  const asked = useDebounced(query.trim(), 120)
  const found = useQuery(open ? `card-people:${input.id}:${asked}` : null, () => people.find(asked), [], { keep: true })
  const offered = (found.data ?? []).filter(({ id }) => !ids.includes(id))
  const current = Math.min(active, offered.length - 1)
  const stale = asked !== query.trim() || found.loading
  const shown = open && !stale && (offered.length > 0 || asked !== '')
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const choose = (person: PersonItem): void => {
    names.keep(person)
    type(input, (input.isMultiSelect ? [...ids, person.id] : [person.id]).join(','))
    setQuery('')
    setActive(0)
    setOpen(input.isMultiSelect === true)
    field.current?.focus()
  }
  const remove = (id: string): void => {
    type(input, ids.filter(other => other !== id).join(','))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return
    const chosen = offered[current]
    if (event.key === 'ArrowDown' && !open) setOpen(true)
    else if (event.key === 'ArrowDown') setActive(Math.min(offered.length - 1, current + 1))
    else if (event.key === 'ArrowUp' && open) setActive(Math.max(0, current - 1))
    else if (event.key === 'Enter' && open && query.trim() !== '' && stale) event.preventDefault()
    else if (event.key === 'Enter' && shown && chosen) choose(chosen)
    else if (event.key === 'Escape' && open) {
      setOpen(false)
    } else if (event.key === 'Backspace' && query === '' && ids.length > 0) remove(ids.at(-1) ?? '')
    else return
    event.preventDefault()
  }
  const listId = `${control.id}-people`
  const isWrong = control['aria-invalid'] === true
  return (
    <div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field in it has the keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the field means the field */}
      <div
        className={cx('messages-card-input', 'messages-card-people-field', isWrong && 'invalid')}
        onClick={() => field.current?.focus()}
      >
        {ids.map(id => {
          const person = names.of(id)
          const name = person ? nameOf(person, language) : '…'
          return (
            <span key={id} className="messages-card-person">
              {person && <Avatar person={person} size={20} />}
              <span className="ellipsis">{name}</span>
              <button
                type="button"
                tabIndex={tabIndex}
                aria-label={t('removePerson', { name })}
                onClick={() => remove(id)}
              >
                <X aria-hidden="true" />
              </button>
            </span>
          )
        })}
        <input
          {...control}
          ref={field}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          aria-autocomplete="list"
          data-list-open={open || undefined}
          aria-expanded={shown}
          aria-controls={shown ? listId : undefined}
          aria-activedescendant={shown && current >= 0 ? `${listId}-${current}` : undefined}
          placeholder={ids.length === 0 ? input.placeholder || t('findPerson') : ''}
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setActive(0)
            setOpen(true)
          }}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            // What is typed is no person, and would look like one.
            setQuery('')
            setOpen(false)
          }}
        />
      </div>
      {shown &&
        (offered.length === 0 ? (
          <p className="messages-card-people-none" role="status">
            {t('noPerson', { query: asked })}
          </p>
        ) : (
          <div ref={list} id={listId} className="messages-card-people-list" role="listbox" aria-label={t('people')}>
            {offered.map((person, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
              <div
                key={person.id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === current}
                tabIndex={-1}
                className={cx('messages-card-people-option', index === current && 'active')}
                onMouseMove={() => setActive(index)}
                onMouseDown={event => event.preventDefault()}
                onClick={() => choose(person)}
              >
                <Avatar person={person} size={24} />
                <span className="ellipsis">{nameOf(person, language)}</span>
                <span className="ellipsis muted">{departmentAndTitle(person, language)}</span>
                {person.external && <ExternalTag />}
              </div>
            ))}
          </div>
        ))}
    </div>
  )
}

/** The names of those who are chosen: of who was just picked at once, of the others once they are found. */
function useNames(ids: readonly string[], named: (ids: readonly string[]) => Promise<readonly PersonName[]>) {
  const [picked, setPicked] = useState<ReadonlyMap<string, PersonName>>(new Map())
  const missing = ids.filter(id => !picked.has(id))
  const found = useQuery(missing.length === 0 ? null : `card-names:${missing.join()}`, () => named(missing))
  return {
    of: (id: string) => picked.get(id) ?? found.data?.find(person => person.id === id),
    keep: (person: PersonName) => setPicked(before => new Map(before).set(person.id, person)),
  }
}
