import { Avatar, nameOf, State, useApi, useLianqunContext } from '@lianqun/sdk/react'
import { Search, UserSearch, X } from 'lucide-react'
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react'
import { isComposing } from '../../../common/composition.ts'
import { highlightParts } from '../../../common/fold.ts'
import { LoadFailed } from '../../shared/states.tsx'
import { useToast } from '../../shared/toast.tsx'
import { PersonCard } from './PersonCard.tsx'
import { departmentsOf, limit, move, type Person, searchRequest } from './people.ts'
import { useStrings } from './strings.ts'

/**
 * Searches a moment after the last key. `people` are of the last answer, so that the list does not flash while
 * typing; `peopleQuery` is what they were found for, `asked` what is being looked for.
 */
function usePeopleSearch(typed: string) {
  const [asked, setAsked] = useState('')
  const [last, setLast] = useState<{ people: Person[]; query: string }>({ people: [], query: '' })
  const found = useApi('GET /directory/search', searchRequest(asked))
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), 180)
    return () => clearTimeout(timer)
  }, [typed])
  useEffect(() => {
    if (found.data) setLast({ people: found.data.people, query: asked })
    else if (asked === '') setLast({ people: [], query: '' })
  }, [found.data, asked])
  return { asked, found, people: asked === '' ? [] : last.people, peopleQuery: last.query }
}

/** The search and its results; on the right (or instead, on a narrow page) the person's card. */
export function App() {
  const t = useStrings()
  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState<string | null>(null)
  const { showToast, toast } = useToast()
  const input = useRef<HTMLInputElement>(null)
  const rows = useRef<HTMLUListElement>(null)
  const { asked, found, people, peopleQuery } = usePeopleSearch(query.trim())

  useEffect(() => {
    document.title = t.title
  }, [t])
  const person = people.find(one => one.id === selected) ?? null

  const clear = () => {
    setQuery('')
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape' && query) {
      clear()
      return
    }
    const at = people.findIndex(one => one.id === selected)
    const next =
      event.key === 'Enter' && event.target === input.current && at < 0 ? 0 : move(event.key, at, people.length)
    const target = next === null ? undefined : people[next]
    if (!target) return
    event.preventDefault()
    setSelected(target.id)
    rows.current?.children[next ?? 0]?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <div className={person ? 'page reading' : 'page'}>
      {/* biome-ignore lint/a11y/useSemanticElements: this search region contains its results */}
      <div className="list" role="search" onKeyDown={onKeyDown}>
        <div className="list-head">
          <h1>{t.title}</h1>
          <SearchField
            ref={input}
            query={query}
            searching={found.loading && asked !== ''}
            found={people.length > 0}
            onChange={setQuery}
            onClear={clear}
          />
        </div>
        {asked === '' ? (
          <State icon={<UserSearch aria-hidden="true" />} title={t.startTitle} text={t.startText} />
        ) : found.error && !found.loading ? (
          <LoadFailed error={found.error} offlineText={t.offlineText} onRetry={found.reload} />
        ) : people.length === 0 && found.data ? (
          <State icon={<UserSearch aria-hidden="true" />} title={t.noneTitle(asked)} text={t.noneText} />
        ) : people.length === 0 ? (
          <Skeletons label={t.searching} />
        ) : (
          <Results ref={rows} people={people} query={peopleQuery} selected={selected} onSelect={setSelected} />
        )}
      </div>
      <main className="content">
        {person ? (
          <PersonCard key={person.id} person={person} onBack={() => setSelected(null)} onNotice={showToast} />
        ) : (
          (people.length > 0 || asked === '') && (
            <State icon={<UserSearch aria-hidden="true" />} title={t.pickTitle} text={t.pickText} />
          )
        )}
      </main>
      {toast}
    </div>
  )
}

function SearchField(props: {
  query: string
  searching: boolean
  /** Whether there are results below. */
  found: boolean
  onChange: (query: string) => void
  onClear: () => void
  ref: Ref<HTMLInputElement>
}) {
  const t = useStrings()
  const { query, searching, found, onChange, onClear, ref } = props
  return (
    <div className="search">
      <Search className="small" aria-hidden="true" />
      <input
        ref={ref}
        // biome-ignore lint/a11y/noAutofocus: the page has no other purpose than searching
        autoFocus
        value={query}
        placeholder={t.search}
        aria-label={t.search}
        aria-controls={found ? 'people' : undefined}
        spellCheck={false}
        autoComplete="off"
        onChange={event => onChange(event.target.value)}
      />
      {searching && <span className="spinner" role="status" aria-label={t.searching} />}
      {query && (
        <button type="button" className="clear" aria-label={t.clear} onClick={onClear}>
          <X className="small" />
        </button>
      )}
    </div>
  )
}

function Results(props: {
  people: readonly Person[]
  /** The query to highlight. */
  query: string
  selected: string | null
  onSelect: (id: string) => void
  ref: Ref<HTMLUListElement>
}) {
  const t = useStrings()
  const { language } = useLianqunContext()
  const { people, query, selected, onSelect, ref } = props
  return (
    <>
      <p className="count" role="status">
        {people.length >= limit ? t.more : t.results(people.length)}
      </p>
      <ul className="rows" id="people" ref={ref}>
        {people.map(one => (
          <li key={one.id}>
            <button
              type="button"
              className="row"
              aria-current={one.id === selected ? 'true' : undefined}
              onClick={() => onSelect(one.id)}
            >
              <Avatar id={one.id} name={nameOf(one, language)} size={40} />
              <span className="grow">
                <span className="row-name ellipsis">
                  <Marked text={nameOf(one, language)} query={query} />
                </span>
                <span className="row-sub ellipsis">
                  <Marked
                    text={[one.title, departmentsOf(one, language), one.mail].filter(Boolean).join(' · ')}
                    query={query}
                  />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function Marked({ text, query }: { text: string; query: string }) {
  return highlightParts(text, query).map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : part.text))
}

function Skeletons({ label }: { label: string }) {
  return (
    <div className="rows" role="status" aria-label={label}>
      {['a', 'b', 'c', 'd'].map(key => (
        <div className="row" key={key}>
          <span className="skeleton picture" />
          <span className="grow skeleton-lines">
            <span className="skeleton" />
            <span className="skeleton" />
          </span>
        </div>
      ))}
    </div>
  )
}
