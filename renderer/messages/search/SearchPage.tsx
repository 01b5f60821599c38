import { Cloud, Search, SearchX, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { closeFullSearch, openConversation } from '../../stores/navigation.ts'
import {
  Avatar,
  Button,
  cx,
  EmptyState,
  ErrorState,
  excerpt,
  fullTime,
  Highlight,
  IconButton,
  isComposing,
  listTime,
  SearchField,
  SkeletonRows,
  Spinner,
  speakerOf,
  Tag,
  titleBeside,
  useMedia,
  useQuery,
} from '../../ui/index.ts'
import { FilterChips } from './FilterChips.tsx'
import { SearchContext } from './SearchContext.tsx'
import { type Hit, useFullSearch } from './use-full-search.ts'
import './search.css'

/** The full search of messages: words and filters, what was found, and what stands around it. */
export function SearchPage({ query }: { query: string }) {
  const t = useTranslate('search')
  const [text, setText] = useState(query === '' ? '' : `${query} `)
  const input = useRef<HTMLInputElement>(null)
  const search = useFullSearch(text)
  const { hits, parsed, waiting } = search
  const [active, setActive] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query starts at the first hit
  useEffect(() => setActive(0), [search.query])
  useEffect(() => input.current?.focus(), [])
  const current = Math.min(active, Math.max(0, hits.length - 1))
  const hit = hits[current]
  useEffect(() => {
    document.getElementById(`hit-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'ArrowDown') setActive(Math.min(hits.length - 1, current + 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(0, current - 1))
    else if (event.key === 'Enter' && hit) openConversation(hit.conversation.id, hit.seq)
    else if (event.key === 'Escape') closeFullSearch()
    else return
    event.preventDefault()
  }
  return (
    <section className="messages-search-page" aria-label={t('field')}>
      <h1 className="visually-hidden">{t('field')}</h1>
      <div className="messages-search-head">
        <SearchField
          className="grow"
          data-section-search
          value={text}
          onChange={setText}
          label={t('field')}
          placeholder={t('placeholder')}
          inputRef={input}
          maxLength={400}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="search-hits"
          aria-activedescendant={hit && `hit-${current}`}
          onKeyDown={onKeyDown}
        />
        <IconButton label={t('close')} icon={<X />} onClick={closeFullSearch} />
      </div>
      <FilterChips
        text={text}
        parsed={parsed}
        hits={hits}
        onChange={next => {
          setText(next)
          input.current?.focus()
        }}
      />
      <div className="messages-search-body">
        <div className="messages-search-found">
          <Found search={search} current={current} onActive={setActive} />
        </div>
        {hit && <SearchContext key={`${hit.conversation.id}/${hit.seq}`} hit={hit} words={parsed.words} />}
      </div>
      {!search.empty && <Reach search={search} waiting={waiting} />}
    </section>
  )
}

type Searching = ReturnType<typeof useFullSearch>

function Found(props: { search: Searching; current: number; onActive: (index: number) => void }) {
  const { search, current, onActive } = props
  const { hits, parsed, waiting, unknown } = search
  const t = useTranslate('search')
  const more = search.more || search.cursor !== null
  // Where there is no room for what stands around a hit (search.css), a click goes to it.
  const narrow = useMedia('(max-width: 1080px)')
  const go = (hit: Hit) => openConversation(hit.conversation.id, hit.seq)
  if (search.error !== undefined) return <ErrorState error={search.error} onRetry={closeFullSearch} />
  if (search.empty) return <EmptyState icon={<Search />} title={t('start')} text={t('startText')} />
  if (hits.length === 0 && (waiting || search.server === 'asking')) return <SkeletonRows count={6} />
  if (hits.length === 0)
    return (
      <EmptyState
        icon={<SearchX />}
        title={unknown[0] === undefined ? t('none') : t('nobody', { name: unknown[0] })}
        text={t('noneText')}
      />
    )
  return (
    <>
      <p className="messages-search-count" role="status">
        {t(more ? 'foundMore' : 'found', { count: hits.length })}
      </p>
      <div id="search-hits" role="listbox" aria-label={t('results')} aria-busy={waiting}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys
          <div
            key={`${hit.conversation.id}/${hit.seq}`}
            id={`hit-${index}`}
            className={cx('messages-result', index === current && 'active')}
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            onClick={() => (narrow ? go(hit) : onActive(index))}
            onDoubleClick={() => go(hit)}
          >
            <HitRow hit={hit} words={parsed.words} />
          </div>
        ))}
      </div>
      {more && (
        <Button
          kind="quiet"
          size="small"
          className="messages-more-results"
          busy={waiting}
          onClick={() => void search.loadMore()}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

function HitRow({ hit, words }: { hit: Hit; words: string }) {
  const t = useTranslate('search')
  const language = useLanguage()
  const kind = hit.kind as 'file'
  const where = titleBeside(hit.sender, hit.conversation, language)
  const shown = hit.text === '' ? (hit.file?.name ?? t(`kind_${kind}`)) : excerpt(hit.text, words)
  return (
    <>
      <Avatar person={hit.sender} size={36} />
      <div className="grow">
        <div className="messages-line">
          <span className="ellipsis messages-hit-name">{speakerOf(hit.sender, language)}</span>
          {where !== null && <small className="ellipsis messages-in">{where}</small>}
          {hit.mark === 'decision' && <Tag tone="brand">{t('decision')}</Tag>}
          {hit.mark === 'question' && <Tag tone="info">{t('question')}</Tag>}
          {hit.onServer && (
            <span className="messages-on-server" title={t('onServer')}>
              <Cloud className="icon-sm" aria-hidden="true" />
              <span className="visually-hidden">{t('onServer')}</span>
            </span>
          )}
          <time className="messages-time">{listTime(hit.sentAt, language)}</time>
        </div>
        <p className="messages-hit-text">
          <Highlight text={shown} query={words} />
        </p>
      </div>
    </>
  )
}

/** Where was searched, and how far back that reaches. */
function Reach({ search, waiting }: { search: Searching; waiting: boolean }) {
  const t = useTranslate('search')
  const language = useLanguage()
  const { online, server } = search
  const reach = useQuery(online ? null : 'search:reach', () => call('messages.searchReach', {}))
  const words = () => {
    if (online) return t(server === 'failed' ? 'askFailed' : server === 'asked' ? 'asked' : 'asking')
    if (!reach.data) return ''
    const { since } = reach.data
    if (since === null) return t('offlineAll')
    return since > Date.now() ? t('noReach') : t('offlineSince', { time: fullTime(since, language) })
  }
  return (
    <p className="messages-search-note" role="status">
      {online && (server === 'asking' || waiting) && <Spinner />}
      {words()}
    </p>
  )
}
