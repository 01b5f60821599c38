import { Building2, ChevronLeft, ChevronRight, SearchX, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { DepartmentItem, PersonItem, PersonName } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { type Language, useLanguage, useTranslate } from '../i18n.ts'
import { usePeople } from '../stores/people.ts'
import {
  Avatar,
  CheckMark,
  cx,
  EmptyState,
  ErrorState,
  Highlight,
  IconButton,
  MissingRows,
  nameOf,
  SearchField,
  SkeletonRow,
  SkeletonRows,
  useDebounced,
  useQuery,
  VirtualList,
} from '../ui/index.ts'
import './picker.css'

export interface PeoplePickerProps {
  chosen: readonly PersonName[]
  onChange: (chosen: PersonName[]) => void
  /** People who cannot be chosen: members and oneself. */
  excluded?: ReadonlySet<string>
}

/** Picks people by search or department on the left; lists the chosen ones on the right. */
export function PeoplePicker({ chosen, onChange, excluded }: PeoplePickerProps) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const [query, setQuery] = useState('')
  const wanted = useDebounced(query.trim(), 150)
  const ids = new Set(chosen.map(person => person.id))
  const toggle = (person: PersonName) => {
    if (excluded?.has(person.id)) return
    const { id, name, latinName } = person
    onChange(ids.has(id) ? chosen.filter(other => other.id !== id) : [...chosen, { id, name, latinName }])
  }
  const row = (person: PersonItem, query: string): ReactNode => (
    <PersonChoice
      key={person.id}
      person={person}
      query={query}
      language={language}
      on={ids.has(person.id) || (excluded?.has(person.id) ?? false)}
      note={excluded?.has(person.id) ? t('alreadyMember') : null}
      onToggle={() => toggle(person)}
    />
  )
  return (
    <div className="messages-people-picker">
      <section className="column" aria-label={t('pickPeople')}>
        <SearchField value={query} onChange={setQuery} label={t('pickSearch')} autoFocus />
        {wanted ? <Found query={wanted} row={row} /> : <Browse row={row} />}
      </section>
      <section className="column messages-chosen" aria-label={t('picked', { count: chosen.length })}>
        <h3>{t('picked', { count: chosen.length })}</h3>
        {chosen.length === 0 ? (
          <p className="messages-nothing">{t('pickedNone')}</p>
        ) : (
          <ul className="messages-chosen-list">
            {chosen.map(person => (
              <li key={person.id} className="messages-chosen-chip">
                <Avatar person={person} size={24} />
                <span className="ellipsis">{nameOf(person, language)}</span>
                <button
                  type="button"
                  aria-label={t('unpick', { name: nameOf(person, language) })}
                  onClick={() => toggle(person)}
                >
                  <X className="icon-sm" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function PersonChoice(props: {
  person: PersonItem
  query: string
  language: Language
  on: boolean
  note: string | null
  onToggle: () => void
}) {
  const { person, language } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: the whole row, with its avatar, is the check box
    <button
      type="button"
      role="checkbox"
      aria-checked={props.on}
      disabled={props.note !== null}
      className="messages-person-choice"
      onClick={props.onToggle}
    >
      <CheckMark on={props.on} disabled={props.note !== null} />
      <Avatar person={person} size={32} />
      <span className="grow">
        <span className="ellipsis messages-block">
          <Highlight text={nameOf(person, language)} query={props.query} />
        </span>
        <small className="ellipsis messages-block">
          {props.note ??
            [(language === 'en' && person.departmentLatinName) || person.departmentName, person.title]
              .filter(Boolean)
              .join(' · ')}
        </small>
      </span>
    </button>
  )
}

function Found({ query, row }: { query: string; row: (person: PersonItem, query: string) => ReactNode }) {
  const t = useTranslate('messages')
  const found = useQuery(
    `pick:${query}`,
    () => call('directory.search', { query: query.slice(0, 100), limit: 50 }),
    [],
    { keep: true },
  )
  if (found.error) return <ErrorState error={found.error} onRetry={found.reload} />
  if (!found.data || (found.data.people.length === 0 && found.loading)) return <SkeletonRows count={4} />
  if (found.data.people.length === 0) return <EmptyState icon={<SearchX />} title={t('searchNone', { query })} />
  return <div className="messages-choices">{found.data.people.map(person => row(person, query))}</div>
}

/** One department at a time: those below it, then its people. */
function Browse({ row }: { row: (person: PersonItem, query: string) => ReactNode }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const tree = useQuery('departments', () => call('directory.departments', {}), ['directory'])
  const [chosen, setChosen] = useState<string | null>(null)
  /** The pressed row is gone after a move, so the list takes the focus. */
  const [moved, setMoved] = useState(false)
  const enter = (id: string | null) => {
    setMoved(true)
    setChosen(id)
  }
  if (tree.error && !tree.data) return <ErrorState error={tree.error} onRetry={tree.reload} />
  if (!tree.data) return <SkeletonRows count={6} />
  const { departments, organisation } = tree.data
  const roots = departments.filter(department => department.parentId === null)
  const only = roots.length === 1 ? (roots[0]?.id ?? null) : null
  const current = departments.find(department => department.id === (chosen ?? only))
  const below = current ? departments.filter(department => department.parentId === current.id) : roots
  const canGoBack = current !== undefined && current.id !== only
  return (
    <>
      <div className="messages-place">
        {canGoBack && (
          <IconButton size="small" label={t('back')} icon={<ChevronLeft />} onClick={() => enter(current.parentId)} />
        )}
        <b className="ellipsis">{nameOf(current ?? organisation, language)}</b>
      </div>
      <People
        key={current?.id ?? 'all'}
        departmentId={current?.id ?? null}
        below={below}
        takeFocus={moved}
        onEnter={enter}
        row={row}
      />
    </>
  )
}

function focusOnce(list: HTMLElement | null): void {
  list?.focus({ preventScroll: true })
}

function People(props: {
  departmentId: string | null
  below: readonly DepartmentItem[]
  takeFocus: boolean
  onEnter: (id: string) => void
  row: (person: PersonItem, query: string) => ReactNode
}) {
  const { departmentId, below, row } = props
  const t = useTranslate('messages')
  const language = useLanguage()
  const people = usePeople(departmentId ?? undefined)
  const total = departmentId === null ? 0 : people.total
  if (people.error !== undefined) return <ErrorState error={people.error} onRetry={people.reload} />
  if (total === undefined) return <SkeletonRows count={5} />
  if (below.length + total === 0) return <EmptyState title={t('pickEmpty')} />
  return (
    <>
      <VirtualList
        className="messages-choices"
        aria-label={t('pickPeople')}
        role="group"
        tabIndex={-1}
        boxRef={props.takeFocus ? focusOnce : undefined}
        count={below.length + total}
        rowHeight={48}
        onRange={(first, last) => people.view(first - below.length, last - below.length)}
        row={index => {
          const department = below[index]
          if (department)
            return (
              <button
                key={department.id}
                type="button"
                className={cx('messages-person-choice messages-whole-department')}
                onClick={() => props.onEnter(department.id)}
              >
                <Building2 aria-hidden="true" />
                <span className="grow ellipsis">{nameOf(department, language)}</span>
                <span className="muted">{department.headcount}</span>
                <ChevronRight className="icon-sm" aria-hidden="true" />
              </button>
            )
          const at = index - below.length
          const person = people.at(at)
          return person ? <div key={person.id}>{row(person, '')}</div> : <SkeletonRow key={`missing-${at}`} />
        }}
      />
      {people.missing !== undefined && <MissingRows error={people.missing} onRetry={people.reload} />}
    </>
  )
}
