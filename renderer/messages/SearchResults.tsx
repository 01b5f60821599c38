import { SearchX } from 'lucide-react'
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useState } from 'react'
import { useTranslate } from '../i18n.ts'
import { useOnline } from '../stores/session.ts'
import { cx, EmptyState, ErrorState, SkeletonRows, Spinner, useEnter } from '../ui/index.ts'
import { type Result, resultsOf } from './result-rows.tsx'
import { useSearch } from './use-search.ts'

/** What the search field passes to the results. */
export interface SearchResultsHandle {
  /** Handles a key; returns whether it did. */
  key(key: string): boolean
}

/** People, groups and messages that match, in the list column. */
export function SearchResults({
  query,
  onDone,
  onActive,
  ref,
}: {
  query: string
  onDone: () => void
  /** Called with the id of the active result, for the field's `aria-activedescendant`. */
  onActive?: (id: string | undefined) => void
  ref: Ref<SearchResultsHandle>
}) {
  const t = useTranslate('messages')
  const online = useOnline()
  const search = useSearch(query)
  const { settled, waiting } = search
  const results = resultsOf(search, settled, onDone)
  const { current, setCurrent } = useActiveResult(results, { query, settled, waiting }, ref, onActive)

  if (search.error) return <ErrorState error={search.error} onRetry={search.retry} />
  if (results.length === 0)
    return waiting ? (
      <SkeletonRows count={4} />
    ) : (
      <EmptyState
        icon={<SearchX />}
        title={t('searchNone', { query: settled })}
        text={online ? t('searchNoneText') : t('searchOffline')}
      />
    )
  return (
    <div className="messages-search-results">
      <div id="search-results" role="listbox" aria-label={t('searchResults')} aria-busy={waiting}>
        {results.map((result, index) => (
          <div key={result.key} role="presentation">
            {results[index - 1]?.group !== result.group && (
              <div className="section-label" role="presentation">
                {t(result.group)}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys */}
            <div
              id={`result-${index}`}
              className={cx('messages-result', index === current && 'active')}
              role="option"
              aria-selected={index === current}
              tabIndex={-1}
              onClick={result.open}
              onMouseMove={() => setCurrent(index)}
            >
              {result.view}
            </div>
          </div>
        ))}
      </div>
      {search.more && (
        <button
          type="button"
          className="messages-more-results link-button"
          disabled={search.loadingMore}
          onClick={() => void search.loadMore()}
        >
          {search.loadingMore ? <Spinner label={t('searching')} /> : t('searchMore')}
        </button>
      )}
      {!online && <p className="messages-search-note">{t('searchOffline')}</p>}
    </div>
  )
}

/** The result that is selected with the keys of the field. */
function useActiveResult(
  results: readonly Result[],
  { query, settled, waiting }: { query: string; settled: string; waiting: boolean },
  ref: Ref<SearchResultsHandle>,
  onActive: ((id: string | undefined) => void) | undefined,
) {
  const [active, setActive] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query starts at the first result
  useEffect(() => setActive(0), [settled])
  const current = Math.min(active, Math.max(0, results.length - 1))
  const activeId = results.length > 0 ? `result-${current}` : undefined
  const enter = useEnter(query, waiting, () => results[current]?.open())
  const sayActive = useEffectEvent((id: string | undefined) => onActive?.(id))
  useEffect(() => sayActive(activeId), [activeId])
  useEffect(() => () => sayActive(undefined), [])
  useImperativeHandle(ref, () => ({
    key: key => {
      if (key === 'ArrowDown') setActive(Math.min(results.length - 1, current + 1))
      else if (key === 'ArrowUp') setActive(Math.max(0, current - 1))
      else if (key === 'Enter') enter()
      else return false
      return true
    },
  }))
  useEffect(() => {
    document.getElementById(`result-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return { current, setCurrent: setActive }
}
