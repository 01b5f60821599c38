import { SearchX } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useEffectEvent, useImperativeHandle, useState } from 'react'
import type { CallResult, MessageHit } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { openConversation } from '../stores/navigation.ts'
import { useOnline } from '../stores/session.ts'
import {
  Avatar,
  ConversationAvatar,
  conversationTitle,
  cx,
  EmptyState,
  ErrorState,
  Highlight,
  listTime,
  nameOf,
  SkeletonRows,
  Spinner,
  toastError,
  useDebounced,
  useQuery,
} from '../ui/index.ts'
import { startDirect } from './StartGroup.tsx'

/** What the field above passes on to the results. */
export interface SearchResultsHandle {
  /** Takes a key; says whether it was one of its own. */
  key(key: string): boolean
}

interface Result {
  key: string
  group: 'searchPeople' | 'searchGroups' | 'searchHits'
  open: () => void
  view: ReactNode
}

const hitsPage = 20

/** People, groups and messages that match, in the list column. */
export function SearchResults({
  query,
  onDone,
  onActive,
  ref,
}: {
  query: string
  onDone: () => void
  /** Told the id of the active result, for the field's `aria-activedescendant`. */
  onActive?: (id: string | undefined) => void
  ref: Ref<SearchResultsHandle>
}) {
  const t = useTranslate('messages')
  const online = useOnline()
  const wanted = useDebounced(query, 150)
  const [active, setActive] = useState(0)
  const directory = useQuery(
    `directory:${wanted}`,
    () => call('directory.search', { query: wanted.slice(0, 100), limit: 20 }),
    [],
    { keep: true },
  )
  const found = useQuery(
    `messages:${wanted}`,
    () => call('messages.search', { query: wanted.slice(0, 200), conversationId: null, offset: 0, limit: hitsPage }),
    [],
    { keep: true },
  )
  const [more, setMore] = useState<{ query: string; hits: MessageHit[]; more: boolean; busy: boolean } | null>(null)
  const extra = more?.query === wanted ? more : null
  const hits = [...(found.data?.hits ?? []), ...(extra?.hits ?? [])]
  const results = useResults(wanted, directory.data, hits, onDone)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, from the top
  useEffect(() => setActive(0), [wanted])
  const current = Math.min(active, Math.max(0, results.length - 1))
  const waiting = wanted !== query || directory.loading || found.loading
  const activeId = results.length > 0 ? `result-${current}` : undefined
  const tellActive = useEffectEvent((id: string | undefined) => onActive?.(id))
  useEffect(() => tellActive(activeId), [activeId])
  useEffect(() => () => tellActive(undefined), [])

  useImperativeHandle(ref, () => ({
    key: key => {
      if (key === 'ArrowDown') setActive(Math.min(results.length - 1, current + 1))
      else if (key === 'ArrowUp') setActive(Math.max(0, current - 1))
      else if (key === 'Enter') {
        // What stands there still may be of the words before.
        if (!waiting) results[current]?.open()
      } else return false
      return true
    },
  }))
  useEffect(() => {
    document.getElementById(`result-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const loadMore = async () => {
    const before = extra ?? { query: wanted, hits: [], more: true, busy: false }
    setMore({ ...before, busy: true })
    try {
      const next = await call('messages.search', {
        query: wanted,
        conversationId: null,
        offset: hits.length,
        limit: hitsPage,
      })
      setMore({ query: wanted, hits: [...before.hits, ...next.hits], more: next.more, busy: false })
    } catch (error) {
      toastError(error)
      setMore({ ...before, busy: false })
    }
  }

  const failed = directory.error ?? found.error
  if (failed)
    return (
      <ErrorState
        error={failed}
        onRetry={() => {
          directory.reload()
          found.reload()
        }}
      />
    )
  if (results.length === 0)
    return waiting ? (
      <SkeletonRows count={4} />
    ) : (
      <EmptyState
        icon={<SearchX />}
        title={t('searchNone', { query: wanted })}
        text={online ? t('searchNoneText') : t('searchOffline')}
      />
    )
  return (
    <div
      className="messages-search-results"
      id="search-results"
      role="listbox"
      aria-label={t('searchResults')}
      aria-busy={waiting}
    >
      {results.map((result, index) => (
        <div key={result.key} role="presentation">
          {results[index - 1]?.group !== result.group && (
            <div className="section-label" role="presentation">
              {t(result.group)}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys */}
          <div
            id={`result-${index}`}
            className={cx('messages-result', index === current && 'active')}
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            onClick={result.open}
            onMouseMove={() => setActive(index)}
          >
            {result.view}
          </div>
        </div>
      ))}
      {(extra ? extra.more : found.data?.more) && (
        <button
          type="button"
          className="messages-more-results link-button"
          disabled={extra?.busy}
          onClick={() => void loadMore()}
        >
          {extra?.busy ? <Spinner label={t('searching')} /> : t('searchMore')}
        </button>
      )}
      {!online && <p className="messages-search-note">{t('searchOffline')}</p>}
    </div>
  )
}

function useResults(
  query: string,
  directory: CallResult<'directory.search'> | undefined,
  hits: readonly MessageHit[],
  onDone: () => void,
): Result[] {
  const t = useTranslate('messages')
  const language = useLanguage()
  const people = (directory?.people ?? []).map(person => ({
    key: `p-${person.id}`,
    group: 'searchPeople' as const,
    open: () => {
      onDone()
      startDirect(person.id).catch(toastError)
    },
    view: (
      <>
        <Avatar person={person} size={36} />
        <div className="grow">
          <div className="ellipsis">
            <Highlight text={nameOf(person, language)} query={query} />
          </div>
          <small className="ellipsis">
            {[
              language === 'en' ? person.departmentLatinName || person.departmentName : person.departmentName,
              person.title,
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </div>
      </>
    ),
  }))
  const groups = (directory?.conversations ?? [])
    .filter(conversation => conversation.kind === 'group')
    .map(conversation => ({
      key: `g-${conversation.id}`,
      group: 'searchGroups' as const,
      open: () => {
        onDone()
        openConversation(conversation.id)
      },
      view: (
        <>
          <ConversationAvatar conversation={conversation} size={36} />
          <div className="grow">
            <div className="ellipsis">
              <Highlight text={conversationTitle(conversation, language)} query={query} />
            </div>
            <small className="ellipsis">{t('memberCount', { count: conversation.memberCount })}</small>
          </div>
        </>
      ),
    }))
  const messages = hits.map(hit => ({
    key: `m-${hit.conversation.id}-${hit.seq}`,
    group: 'searchHits' as const,
    open: () => openConversation(hit.conversation.id, hit.seq),
    view: (
      <>
        <Avatar person={hit.sender} size={36} />
        <div className="grow">
          <div className="messages-line">
            <span className="ellipsis">{nameOf(hit.sender, language)}</span>
            {hit.conversation.kind === 'group' && (
              <small className="ellipsis messages-in">
                {t('inConversation', { name: conversationTitle(hit.conversation, language) })}
              </small>
            )}
            <time className="messages-time">{listTime(hit.sentAt, language)}</time>
          </div>
          <small className="ellipsis">
            <Highlight text={around(hit.text, query)} query={query} />
          </small>
        </div>
      </>
    ),
  }))
  return [...people, ...groups, ...messages]
}

/** The part of a text that begins shortly before the first match. */
function around(text: string, query: string): string {
  const line = text.replace(/\s+/g, ' ')
  const first = query.split(/\s+/).find(Boolean) ?? ''
  const at = line.toLowerCase().indexOf(first.toLowerCase())
  return at > 18 ? `…${line.slice(at - 12)}` : line
}
