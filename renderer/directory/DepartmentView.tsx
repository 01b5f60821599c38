import { ChevronRight, Folder, MessageCircle, UserRoundPlus, Users, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { DepartmentItem, PersonItem, PersonName } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { startDirect, startGroup } from '../messages/index.ts'
import { usePeople } from '../stores/people.ts'
import { useMe } from '../stores/session.ts'
import {
  Avatar,
  Button,
  CheckMark,
  cx,
  ErrorState,
  ExternalTag,
  IconButton,
  MissingRows,
  nameOf,
  numberText,
  SkeletonRow,
  SkeletonRows,
  Tag,
  toastError,
  VirtualList,
  type VirtualListHandle,
} from '../ui/index.ts'
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
  const meId = useMe().id
  const people = usePeople(departmentId)
  const list = useRef<VirtualListHandle>(null)
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)

  const below = tree.below.get(departmentId) ?? []
  const total = people.total ?? 0
  const head = 1
  const toggle = ({ id, name, latinName }: PersonName) =>
    onChoose(
      chosen.some(one => one.id === id) ? chosen.filter(one => one.id !== id) : [...chosen, { id, name, latinName }],
    )

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

  return (
    <section className="directory-department-view column grow" aria-label={t('people')}>
      <Breadcrumb tree={tree} departmentId={departmentId} onDepartment={props.onDepartment} />
      {people.error && people.total === undefined ? (
        <ErrorState error={people.error} onRetry={people.reload} />
      ) : people.total === undefined ? (
        <SkeletonRows />
      ) : total === 0 && below.length === 0 && departmentId === null ? (
        props.empty
      ) : (
        // The rows take the focus, not the list.
        <VirtualList
          key={departmentId ?? 'organisation'}
          className="directory-members"
          handle={list}
          boxRef={box}
          count={head + total}
          rowHeight={60}
          keepMounted={[active + head]}
          onKeyDown={onKeyDown}
          onRange={(first, last) => people.view(first - head, last - head)}
          row={index => {
            if (index < head)
              return (
                <DepartmentHead
                  key="head"
                  below={below}
                  total={total}
                  isOrganisation={departmentId === null}
                  onDepartment={props.onDepartment}
                />
              )
            const at = index - head
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
          }}
        />
      )}
      {people.missing !== undefined && <MissingRows error={people.missing} onRetry={people.reload} />}
      {chosen.length > 0 && <ChoiceBar chosen={chosen} onClear={() => onChoose([])} />}
    </section>
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
      <Button size="small" onClick={() => startGroup([], departmentId)}>
        <UserRoundPlus className="icon-sm" aria-hidden="true" />
        {t('startGroup')}
      </Button>
    </header>
  )
}

function Member(props: {
  index: number
  person: PersonItem
  self: boolean
  /** Among everyone, where heads of all departments stand side by side and departments differ. */
  root: boolean
  selected: boolean
  focusable: boolean
  chosen: boolean
  /** At least one person is ticked: the check boxes stay visible. */
  choosing: boolean
  onShow: () => void
  onToggle: () => void
}) {
  const { person, focusable } = props
  const t = useTranslate('directory')
  const language = useLanguage()
  const name = nameOf(person, language)
  // A title that is not in the language of the window says nothing to its reader; the department does.
  const foreign = language === 'en' && /\p{Script=Han}/u.test(person.title)
  const place = nameOf({ name: person.departmentName, latinName: person.departmentLatinName }, language)
  return (
    <div className={cx('directory-member', props.selected && 'selected', props.choosing && 'choosing')}>
      <button
        type="button"
        className="directory-member-open"
        data-index={props.index}
        tabIndex={focusable ? 0 : -1}
        aria-current={props.selected ? 'true' : undefined}
        onClick={event => (event.ctrlKey || event.metaKey ? !props.self && props.onToggle() : props.onShow())}
      >
        <Avatar person={person} size={40} />
        <span className="grow">
          <span className="directory-member-name">
            <span className="ellipsis">{name}</span>
            {person.external && <ExternalTag />}
            {person.leader && !props.root && <Tag tone="brand">{t('leader')}</Tag>}
            {props.self && <Tag>{t('you')}</Tag>}
          </span>
          <small className="ellipsis directory-block">{person.title || place}</small>
        </span>
        {person.title !== '' && (props.root || foreign) && (
          <small className="ellipsis directory-member-place">{place}</small>
        )}
      </button>
      {!props.self && (
        <span className="directory-member-actions">
          <IconButton
            label={t('messageTo', { name })}
            icon={<MessageCircle />}
            tabIndex={focusable ? 0 : -1}
            onClick={() => void startDirect(person.id).catch(toastError)}
          />
          <IconButton
            label={t('groupWith', { name })}
            icon={<UserRoundPlus />}
            tabIndex={focusable ? 0 : -1}
            onClick={() => startGroup([person])}
          />
          {/* biome-ignore lint/a11y/useSemanticElements: a check box in the style of the design system */}
          <button
            type="button"
            role="checkbox"
            className="directory-member-tick"
            aria-checked={props.chosen}
            aria-label={t(props.chosen ? 'unselect' : 'select', { name })}
            tabIndex={focusable ? 0 : -1}
            onClick={props.onToggle}
          >
            <CheckMark on={props.chosen} />
          </button>
        </span>
      )}
    </div>
  )
}
