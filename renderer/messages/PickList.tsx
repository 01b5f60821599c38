import { ChevronLeft, ChevronRight, Folder, SearchX } from 'lucide-react'
import { type KeyboardEventHandler, useEffect, useRef } from 'react'
import type { DepartmentItem, PersonItem } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import {
  Avatar,
  CheckMark,
  cx,
  departmentAndTitle,
  EmptyState,
  ErrorState,
  ExternalTag,
  Highlight,
  IconButton,
  MissingRows,
  nameOf,
  SkeletonRow,
  SkeletonRows,
  VirtualList,
  type VirtualListHandle,
} from '../ui/index.ts'
import type { Choice } from './PeoplePicker.tsx'
import type { PickRow, Picks } from './use-picks.ts'

interface PickListProps {
  /** The id of the list; its rows have it as their prefix. */
  id: string
  picks: Picks
  choice: Choice
  /** The active row, which the keys of the search field move. */
  current: number
  onActive: (index: number) => void
  onEnter: (departmentId: string) => void
  onKeyDown: KeyboardEventHandler<HTMLElement>
}

/** The departments and people to pick from, below the search field, which keeps the focus. */
export function PickList(props: PickListProps) {
  const { picks } = props
  const t = useTranslate('messages')
  const language = useLanguage()
  const { back, place, organisation } = picks
  return (
    <>
      {picks.query === '' && organisation && (
        <div className="messages-place">
          {back && <IconButton size="small" label={t('back')} icon={<ChevronLeft />} onClick={back} />}
          <b className="ellipsis">{nameOf(place ?? organisation, language)}</b>
        </div>
      )}
      <Rows {...props} />
    </>
  )
}

function Rows({ id, picks, choice, current, onActive, onEnter, onKeyDown }: PickListProps) {
  const t = useTranslate('messages')
  const handle = useRef<VirtualListHandle>(null)
  useEffect(() => {
    handle.current?.scrollToIndex(current, { align: 'nearest' })
  }, [current])
  if (picks.error !== undefined && picks.count === 0) return <ErrorState error={picks.error} onRetry={picks.reload} />
  if (picks.loading) return <SkeletonRows count={5} />
  if (picks.count === 0)
    return picks.query ? (
      <EmptyState icon={<SearchX />} title={t('searchNone', { query: picks.query })} />
    ) : (
      <EmptyState title={t('pickEmpty')} />
    )
  return (
    <>
      <VirtualList
        key={picks.key}
        id={id}
        className="messages-choices"
        aria-label={t('pickPeople')}
        role="listbox"
        aria-multiselectable
        aria-activedescendant={`${id}-${current}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        handle={handle}
        count={picks.count}
        rowHeight={48}
        keepMounted={[current]}
        onRange={picks.view}
        row={index => {
          const row = picks.at(index)
          if (!row) return <SkeletonRow key={`missing-${index}`} />
          return (
            <Option
              key={`${row.kind}-${row.item.id}`}
              id={`${id}-${index}`}
              row={row}
              query={picks.query}
              index={index}
              total={picks.count}
              active={index === current}
              choice={choice}
              onActive={onActive}
              onEnter={onEnter}
            />
          )
        }}
      />
      {picks.missing !== undefined && <MissingRows error={picks.missing} onRetry={picks.reload} />}
    </>
  )
}

function Option(props: {
  id: string
  row: PickRow
  query: string
  index: number
  total: number
  active: boolean
  choice: Choice
  onActive: (index: number) => void
  onEnter: (departmentId: string) => void
}) {
  const { row, choice, query } = props
  const state = choice.stateOf(row)
  const excluded = state === 'excluded'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys
    <div
      id={props.id}
      role="option"
      aria-selected={state !== 'none'}
      aria-disabled={excluded || undefined}
      aria-posinset={props.index + 1}
      aria-setsize={props.total}
      tabIndex={-1}
      className={cx('messages-person-choice', props.active && 'active')}
      onMouseMove={() => props.onActive(props.index)}
      onMouseDown={event => event.preventDefault()}
      onClick={() => (row.kind === 'person' ? choice.toggle(row) : props.onEnter(row.item.id))}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a part of the option; the keys are the field's */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys */}
      <span
        className="messages-pick-mark"
        onClick={event => {
          event.stopPropagation()
          choice.toggle(row)
        }}
      >
        <CheckMark on={state !== 'none'} disabled={excluded} />
      </span>
      {row.kind === 'person' ? (
        <Person person={row.item} query={query} excluded={excluded} />
      ) : (
        <Department department={row.item} query={query} />
      )}
    </div>
  )
}

function Person({ person, query, excluded }: { person: PersonItem; query: string; excluded: boolean }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  return (
    <>
      <Avatar person={person} size={32} />
      <span className="grow">
        <span className="ellipsis messages-block">
          <Highlight text={nameOf(person, language)} query={query} />
        </span>
        <small className="ellipsis messages-block">
          {excluded ? t('alreadyMember') : departmentAndTitle(person, language)}
        </small>
      </span>
      {person.external && <ExternalTag />}
    </>
  )
}

function Department({ department, query }: { department: DepartmentItem; query: string }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  return (
    <>
      <Folder className="messages-department-icon" aria-hidden="true" />
      <span className="grow ellipsis">
        <Highlight text={nameOf(department, language)} query={query} />
      </span>
      <span className="muted">
        {department.headcount}
        <span className="visually-hidden">{t('pickWhole')}</span>
      </span>
      <ChevronRight className="icon-sm" aria-hidden="true" />
    </>
  )
}
