import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { DepartmentItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { Avatar, isComposing, nameOf, SearchField, toast, toastError, useDebounced, useEnter } from '../ui/index.ts'
import { shownLimits } from './limits.ts'
import { PickList } from './PickList.tsx'
import { usePicks } from './use-picks.ts'
import './picker.css'

export interface PeoplePickerProps {
  chosen: readonly PersonName[]
  onChange: (chosen: PersonName[]) => void
  /** People who cannot be chosen: members and oneself. */
  excluded?: ReadonlySet<string>
  /** The department whose people are shown first. */
  departmentId?: string | null
}

/** Most chosen people that are listed one by one. */
const mostListed = 300

/**
 * Picks people and whole departments on the left, by search or by department; lists the chosen ones on the right. The
 * focus stays in the search field: arrows move, Enter chooses, right and left open and leave a department.
 */
export function PeoplePicker(props: PeoplePickerProps) {
  const t = useTranslate('messages')
  const [query, setQuery] = useState('')
  const asked = useDebounced(query.trim(), 150)
  const picks = usePicks(asked, props.departmentId ?? null)
  const choice = useChoice(props)
  const list = useId()
  const [active, setActive] = useState<{ of: string; index: number }>({ of: '', index: 0 })
  const current = Math.min(active.of === picks.key ? active.index : picks.first, Math.max(0, picks.count - 1))
  const move = (index: number) => setActive({ of: picks.key, index: Math.max(0, Math.min(picks.count - 1, index)) })
  const enter = (id: string) => {
    setQuery('')
    picks.enter(id)
  }
  const choose = useEnter(query.trim(), picks.waiting || asked !== query.trim(), () => {
    const row = picks.at(current)
    if (row) choice.toggle(row)
  })
  /** Keys of the search field, and of the list when somebody moves the focus there. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent)) return
    const row = picks.at(current)
    const field = event.currentTarget instanceof HTMLInputElement ? event.currentTarget : null
    const atEnd = !field || (field.selectionStart === field.value.length && field.selectionEnd === field.value.length)
    if (event.key === 'ArrowDown') move(current + 1)
    else if (event.key === 'ArrowUp') move(current - 1)
    else if (event.key === 'PageDown') move(current + 7)
    else if (event.key === 'PageUp') move(current - 7)
    else if (event.key === 'Enter') {
      choose()
      field?.select()
    } else if (event.key === 'ArrowRight' && atEnd && row?.kind === 'department') enter(row.item.id)
    else if (event.key === 'ArrowLeft' && query === '' && picks.back) picks.back()
    else return
    event.preventDefault()
  }
  return (
    <div className="messages-people-picker">
      <section className="column" aria-label={t('pickPeople')}>
        <SearchField
          value={query}
          onChange={setQuery}
          label={t('pickSearch')}
          maxLength={100}
          autoFocus
          aria-controls={picks.count > 0 ? list : undefined}
          aria-activedescendant={picks.count > 0 ? `${list}-${current}` : undefined}
          onKeyDown={onKeyDown}
        />
        <PickList
          id={list}
          picks={picks}
          choice={choice}
          current={current}
          onActive={move}
          onEnter={enter}
          onKeyDown={onKeyDown}
        />
      </section>
      <Chosen chosen={props.chosen} onRemove={person => choice.toggle({ kind: 'person', item: person })} />
    </div>
  )
}

/** What can be chosen: a person, or everyone in a department and below it. */
export type Choosable = { kind: 'person'; item: PersonName } | { kind: 'department'; item: DepartmentItem }

export interface Choice {
  /** `all`: chosen; `excluded`: cannot be chosen because it is in already. */
  stateOf(row: Choosable): 'none' | 'all' | 'excluded'
  toggle(row: Choosable): void
}

function useChoice({ chosen, onChange, excluded }: PeoplePickerProps): Choice {
  const t = useTranslate('messages')
  const language = useLanguage()
  /** The people of each department that was chosen as a whole. */
  const [whole, setWhole] = useState<ReadonlyMap<string, readonly string[]>>(new Map())
  const ids = new Set(chosen.map(person => person.id))
  const latest = useRef({ chosen, ids })
  useLayoutEffect(() => {
    latest.current = { chosen, ids }
  })
  const isWhole = (id: string) => whole.get(id)?.every(person => ids.has(person)) ?? false

  const addDepartment = async (department: DepartmentItem) => {
    const { total, people } = await call('directory.everyoneIn', {
      departmentId: department.id,
      limit: shownLimits.members,
    })
    if (total > people.length) {
      toast({
        kind: 'failed',
        text: t('pickTooMany', { name: nameOf(department, language), count: shownLimits.members }),
      })
      return
    }
    const free = people.filter(person => !excluded?.has(person.id))
    const now = latest.current
    onChange([...now.chosen, ...free.filter(person => !now.ids.has(person.id))])
    setWhole(before =>
      new Map(before).set(
        department.id,
        free.map(person => person.id),
      ),
    )
  }
  return {
    stateOf: ({ kind, item }) => {
      if (kind === 'person') return excluded?.has(item.id) ? 'excluded' : ids.has(item.id) ? 'all' : 'none'
      return isWhole(item.id) ? 'all' : 'none'
    },
    toggle: ({ kind, item }) => {
      if (kind === 'person') {
        if (excluded?.has(item.id)) return
        const { id, name, latinName } = item
        onChange(ids.has(id) ? chosen.filter(other => other.id !== id) : [...chosen, { id, name, latinName }])
      } else if (isWhole(item.id)) {
        const gone = new Set(whole.get(item.id))
        onChange(chosen.filter(person => !gone.has(person.id)))
      } else addDepartment(item).catch(toastError)
    },
  }
}

function Chosen({ chosen, onRemove }: { chosen: readonly PersonName[]; onRemove: (person: PersonName) => void }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  return (
    <section className="column messages-chosen" aria-label={t('picked', { count: chosen.length })}>
      <h3>{t('picked', { count: chosen.length })}</h3>
      {chosen.length === 0 ? (
        <p className="messages-nothing">{t('pickedNone')}</p>
      ) : (
        <ul className="messages-chosen-list">
          {chosen.slice(-mostListed).map(person => (
            <li key={person.id} className="messages-chosen-chip">
              <Avatar person={person} size={24} />
              <span className="ellipsis">{nameOf(person, language)}</span>
              <button
                type="button"
                aria-label={t('unpick', { name: nameOf(person, language) })}
                onClick={() => onRemove(person)}
              >
                <X className="icon-sm" />
              </button>
            </li>
          ))}
          {chosen.length > mostListed && <li className="small muted">{t('andOthers', { count: chosen.length })}</li>}
        </ul>
      )}
    </section>
  )
}
