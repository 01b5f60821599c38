import { ChevronRight, Folder, UserRoundPlus, Users, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { DepartmentItem, PersonItem, PersonName } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { startGroup } from '../messages/index.ts'
import { type Paged, usePeople } from '../stores/people.ts'
import { useMe } from '../stores/session.ts'
import {
  Avatar,
  Button,
  ErrorState,
  IconButton,
  MissingRows,
  nameOf,
  numberText,
  SkeletonRow,
  SkeletonRows,
  VirtualList,
  type VirtualListHandle,
} from '../ui/index.ts'
import { DepartmentGroup } from './DepartmentGroup.tsx'
import { Member } from './Member.tsx'
import { type Organisation, pathTo } from './tree.ts'

interface Props {
  tree: Organisation
  departmentId: string | null
  personId: string | null
  /** The ticked people, from any department. */
  chosen: readonly PersonName[]
  onChoose: (chosen: readonly PersonName[]) => void
  onDepartment: (id: string | null) => void
  onPerson: (id: string) => void
  /** Shown when the department has no people. */
  empty: ReactNode
}

/** One department: its path, the departments below it, and its people with the leader first. */
export function DepartmentView(props: Props) {
  const { tree, departmentId, chosen, onChoose } = props
  const t = useTranslate('directory')
  const people = usePeople(departmentId)
  const nobody = departmentId === null && people.total === 0 && (tree.below.get(null) ?? []).length === 0
  return (
    <section className="directory-department-view column grow" aria-label={t('people')}>
      <Breadcrumb tree={tree} departmentId={departmentId} onDepartment={props.onDepartment} />
      {people.error && people.total === undefined ? (
        <ErrorState error={people.error} onRetry={people.reload} />
      ) : people.total === undefined ? (
        <SkeletonRows />
      ) : nobody ? (
        props.empty
      ) : (
        <Members key={departmentId ?? 'organisation'} {...props} people={people} total={people.total} />
      )}
      {people.missing !== undefined && <MissingRows error={people.missing} onRetry={people.reload} />}
      {chosen.length > 0 && <ChoiceBar chosen={chosen} onClear={() => onChoose([])} />}
    </section>
  )
}

/** The departments below and the people, in one list that scrolls. The rows take the focus, not the list. */
function Members(props: Props & { people: Paged<PersonItem>; total: number }) {
  const { tree, departmentId, chosen, people, total } = props
  const meId = useMe().id
  const list = useRef<VirtualListHandle>(null)
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  /** Rows above the people. */
  const head = 1

  const toggle = ({ id, name, latinName }: PersonName) => {
    const others = chosen.filter(one => one.id !== id)
    props.onChoose(others.length < chosen.length ? others : [...chosen, { id, name, latinName }])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key]
    if (step === undefined || total === 0 || !(event.target as Element).closest('.directory-member')) return
    event.preventDefault()
    const next = Math.max(0, Math.min(total - 1, active + step))
    setActive(next)
    const person = people.at(next)
    if (person) props.onPerson(person.id)
    list.current?.scrollToIndex(next + head, { align: 'nearest' })
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }
  const member = (at: number) => {
    const person = people.at(at)
    if (!person) return <SkeletonRow key={`missing-${at}`} />
    return (
      <Member
        key={person.id}
        index={at}
        person={person}
        self={person.id === meId}
        root={departmentId === null}
        selected={person.id === props.personId}
        focusable={at === active}
        chosen={chosen.some(one => one.id === person.id)}
        choosing={chosen.length > 0}
        onShow={() => {
          setActive(at)
          props.onPerson(person.id)
        }}
        onToggle={() => toggle(person)}
      />
    )
  }
  return (
    <VirtualList
      className="directory-members"
      handle={list}
      boxRef={box}
      count={head + total}
      rowHeight={60}
      keepMounted={[active + head]}
      onKeyDown={onKeyDown}
      onRange={(first, last) => people.view(first - head, last - head)}
      row={index =>
        index >= head ? (
          member(index - head)
        ) : (
          <DepartmentHead
            key="head"
            below={tree.below.get(departmentId) ?? []}
            total={total}
            isOrganisation={departmentId === null}
            onDepartment={props.onDepartment}
          />
        )
      }
    />
  )
}

/** Above the people: the departments below this one, and how many people follow. */
function DepartmentHead(props: {
  below: readonly DepartmentItem[]
  total: number
  isOrganisation: boolean
  onDepartment: (id: string) => void
}) {
  const { below, total, isOrganisation } = props
  const t = useTranslate('directory')
  const language = useLanguage()
  return (
    <div>
      {below.length > 0 && (
        <div className="directory-below">
          {below.map(department => (
            <button
              key={department.id}
              type="button"
              className="directory-below-card"
              onClick={() => props.onDepartment(department.id)}
            >
              <Folder aria-hidden="true" />
              <span className="grow">
                <span className="ellipsis directory-block">{nameOf(department, language)}</span>
                <small>{t('count', { count: department.headcount })}</small>
              </span>
            </button>
          ))}
        </div>
      )}
      <h2 className="section-label">
        {t(isOrganisation ? 'everyone' : 'direct', { number: numberText(total, language) })}
      </h2>
      {total === 0 && <p className="directory-nobody">{t(below.length > 0 ? 'noDirect' : 'emptyDepartment')}</p>}
    </div>
  )
}

/** The ticked people, and the button that starts a group with them. */
function ChoiceBar({ chosen, onClear }: { chosen: readonly PersonName[]; onClear: () => void }) {
  const t = useTranslate('directory')
  return (
    <footer className="directory-choice-bar">
      <ChosenAvatars people={chosen} />
      <span className="grow">{t('selected', { count: chosen.length })}</span>
      <IconButton label={t('clearSelection')} icon={<X />} onClick={onClear} />
      <Button
        kind="primary"
        onClick={() => {
          startGroup(chosen)
          onClear()
        }}
      >
        <Users className="icon-sm" aria-hidden="true" />
        {t('startGroup')}
      </Button>
    </footer>
  )
}

function ChosenAvatars({ people }: { people: readonly PersonName[] }) {
  return (
    <span className="directory-chosen-avatars" aria-hidden="true">
      {people.slice(-5).map(person => (
        <Avatar key={person.id} person={person} size={24} />
      ))}
    </span>
  )
}

function Breadcrumb({ tree, departmentId, onDepartment }: Pick<Props, 'tree' | 'departmentId' | 'onDepartment'>) {
  const t = useTranslate('directory')
  const language = useLanguage()
  const path: { id: string | null; name: string; latinName: string }[] = [
    ...(tree.hasRoot ? [{ id: null, ...tree.organisation }] : []),
    ...pathTo(tree, departmentId),
  ]
  const department = departmentId === null ? undefined : tree.byId.get(departmentId)
  const last = path.at(-1) ?? { id: null, ...tree.organisation }
  return (
    <header className="header">
      <nav className="directory-crumbs grow" aria-label={t('path')}>
        {path.slice(0, -1).map(step => (
          <span key={step.id ?? 'organisation'} className="directory-crumb">
            <button type="button" className="ellipsis" onClick={() => onDepartment(step.id)}>
              {nameOf(step, language)}
            </button>
            <ChevronRight className="icon-sm" aria-hidden="true" />
          </span>
        ))}
        <h1 className="ellipsis" aria-current="page">
          {nameOf(last, language)}
        </h1>
      </nav>
      {department && <DepartmentGroup key={department.id} department={department} />}
      <Button size="small" onClick={() => startGroup([], departmentId)}>
        <UserRoundPlus className="icon-sm" aria-hidden="true" />
        {t('startGroup')}
      </Button>
    </header>
  )
}
