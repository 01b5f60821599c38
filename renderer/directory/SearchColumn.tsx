import { Folder, SearchX } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'
import type { DepartmentItem, PersonItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import {
  Avatar,
  cx,
  EmptyState,
  ErrorState,
  ExternalTag,
  Highlight,
  IconAvatar,
  isComposing,
  nameOf,
  otherName,
  SearchField,
  SkeletonRows,
  useDebounced,
  useEnter,
  useQuery,
} from '../ui/index.ts'

type Found = { kind: 'person'; item: PersonItem } | { kind: 'department'; item: DepartmentItem }

/** The results for the typed query. `asked`: the query that they are for, which lags a little; empty without one. */
function useDirectorySearch(typed: string) {
  const wanted = useDebounced(typed, 120)
  const asked = typed === '' ? '' : wanted
  const search = useQuery(
    asked === '' ? null : `directory:search:${asked}`,
    () => call('directory.search', { query: asked.slice(0, 100), limit: 50 }),
    ['directory'],
    { keep: true },
  )
  const found: Found[] = [
    ...(search.data?.people ?? []).map(item => ({ kind: 'person' as const, item })),
    ...(search.data?.departments ?? []).map(item => ({ kind: 'department' as const, item })),
  ]
  return { search, asked, found }
}

/** The search field of the left column; results replace the tree. */
export function SearchColumn(props: {
  personId: string | null
  onPerson: (person: PersonItem) => void
  onDepartment: (id: string) => void
  children: ReactNode
}) {
  const t = useTranslate('directory')
  const [query, setQuery] = useState('')
  const typed = query.trim()
  const { search, asked, found } = useDirectorySearch(typed)
  const listed = typed !== '' && found.length > 0
  const [active, setActive] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query starts at the first result
  useEffect(() => setActive(0), [asked])
  const current = Math.min(active, Math.max(0, found.length - 1))
  useEffect(() => {
    document.getElementById(`found-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const choose = (one: Found) => {
    if (one.kind === 'person') props.onPerson(one.item)
    else {
      props.onDepartment(one.item.id)
      setQuery('')
    }
  }
  const enter = useEnter(typed, asked !== typed || search.loading, () => {
    const one = found[current]
    if (one) choose(one)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape' && query) setQuery('')
    else if (event.key === 'ArrowDown') setActive(Math.min(found.length - 1, current + 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, current - 1))
    else if (event.key === 'Enter' && typed !== '') enter()
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className="list-head">
        <SearchField
          className="grow"
          data-section-search
          label={t('search')}
          value={query}
          onChange={setQuery}
          onKeyDown={onKeyDown}
          maxLength={100}
          role="combobox"
          aria-expanded={listed}
          aria-controls={listed ? 'directory-found' : undefined}
          aria-activedescendant={listed ? `found-${current}` : undefined}
        />
      </div>
      {typed === '' ? (
        props.children
      ) : (
        <Results
          search={search}
          asked={asked}
          found={found}
          current={current}
          personId={props.personId}
          onChoose={(one, index) => {
            setActive(index)
            choose(one)
          }}
        />
      )}
    </>
  )
}

/** What was found, people before departments; or why there is nothing. */
function Results(props: {
  search: ReturnType<typeof useDirectorySearch>['search']
  asked: string
  found: readonly Found[]
  /** The place of the result that Enter chooses. */
  current: number
  personId: string | null
  onChoose: (one: Found, index: number) => void
}) {
  const { search, asked, found } = props
  const t = useTranslate('directory')
  if (search.error && !search.data) return <ErrorState error={search.error} onRetry={search.reload} />
  if (!search.data || (found.length === 0 && search.loading)) return <SkeletonRows count={4} />
  if (found.length === 0)
    return <EmptyState icon={<SearchX />} title={t('none', { query: asked })} text={t('noneText')} />
  return (
    <div className="directory-found" id="directory-found" role="listbox" aria-label={t('results')}>
      {found.map((one, index) => (
        <FoundRow
          key={`${one.kind}:${one.item.id}`}
          id={`found-${index}`}
          one={one}
          query={asked}
          title={found[index - 1]?.kind === one.kind ? '' : t(one.kind === 'person' ? 'people' : 'departments')}
          active={index === props.current}
          selected={one.kind === 'person' && one.item.id === props.personId}
          onChoose={() => props.onChoose(one, index)}
        />
      ))}
    </div>
  )
}

function FoundRow(props: {
  id: string
  one: Found
  query: string
  title: string
  active: boolean
  selected: boolean
  onChoose: () => void
}) {
  const { one, query } = props
  const t = useTranslate('directory')
  const language = useLanguage()
  const name = nameOf(one.item, language)
  const line =
    one.kind === 'department'
      ? t('count', { count: one.item.headcount })
      : [
          otherName(one.item, language),
          (language === 'en' && one.item.departmentLatinName) || one.item.departmentName,
          one.item.title,
        ]
          .filter(Boolean)
          .join(' · ')
  return (
    <>
      {props.title && (
        <div className="section-label" role="presentation">
          {props.title}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys */}
      <div
        id={props.id}
        role="option"
        tabIndex={-1}
        aria-selected={props.active}
        className={cx('directory-found-row', props.active && 'active', props.selected && 'selected')}
        onClick={props.onChoose}
      >
        {one.kind === 'person' ? (
          <Avatar person={one.item} size={36} />
        ) : (
          <IconAvatar icon={<Folder />} hue={1} size={36} />
        )}
        <span className="grow">
          <span className="ellipsis directory-block">
            <Highlight text={name} query={query} />
          </span>
          <small className="ellipsis directory-block">
            <Highlight text={line} query={query} />
          </small>
        </span>
        {one.kind === 'person' && one.item.external && <ExternalTag />}
      </div>
    </>
  )
}
