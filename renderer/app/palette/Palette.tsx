import { Search, SearchX } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { closeSearch, useNavigation } from '../../stores/navigation.ts'
import { useOnline } from '../../stores/session.ts'
import {
  Chips,
  cx,
  EmptyState,
  ErrorState,
  FullDialog,
  isComposing,
  SkeletonRows,
  shortcut,
  useEnter,
} from '../../ui/index.ts'
import { type Item, type Scope, scopes, usePalette } from './use-palette.tsx'
import './palette.css'

/** The palette while it is asked for. */
export function PaletteHost() {
  const request = useNavigation(state => state.searchRequest)
  return request === 0 ? null : <Palette request={request} />
}

/** Finds people, groups, messages, files, apps and commands, and goes there. */
function Palette({ request }: { request: number }) {
  const t = useTranslate('palette')
  const [text, setText] = useState('')
  const [scope, setScope] = useState<Scope>('all')
  const input = useRef<HTMLInputElement>(null)
  const typed = text.trim()
  const { items, settled, waiting, error } = usePalette(typed, scope)
  const [active, setActive] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query or scope starts at the first row
  useEffect(() => setActive(0), [settled, scope])
  const current = Math.min(active, Math.max(0, items.length - 1))
  const item = items[current]
  useEffect(() => {
    document.getElementById(`palette-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again
  useEffect(() => input.current?.select(), [request])

  const choose = (one: Item | undefined, second = false) => {
    const act = second ? one?.second?.run : one?.run
    if (act === undefined) return
    closeSearch()
    // The focus is back where it was first: a command may act on it.
    requestAnimationFrame(() => act())
  }
  const enter = useEnter(typed, waiting, () => choose(item))
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    const step = (by: number) => setActive(Math.max(0, Math.min(items.length - 1, current + by)))
    if (event.key === 'ArrowDown') step(1)
    else if (event.key === 'ArrowUp') step(-1)
    else if (event.key === 'PageDown') step(8)
    else if (event.key === 'PageUp') step(-8)
    else if (event.key === 'Tab') setScope(neighbour(scope, event.shiftKey ? -1 : 1))
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) choose(item, true)
    else if (event.key === 'Enter') enter()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <FullDialog
      label={t('title')}
      className="app-palette-layer"
      onClose={closeSearch}
      initialFocus={() => input.current}
      onPressOutside={closeSearch}
    >
      <div className="app-palette">
        <div className="app-palette-field">
          <Search aria-hidden="true" />
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={t('field')}
            placeholder={t('placeholder')}
            aria-expanded={items.length > 0}
            aria-controls="palette-results"
            aria-activedescendant={item === undefined ? undefined : `palette-${current}`}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={text}
            onChange={event => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <Chips
          className="app-palette-scopes"
          label={t('scope')}
          value={scope}
          chips={scopes.map(value => ({ value, label: t(value) }))}
          onChange={value => {
            setScope(value)
            input.current?.focus()
          }}
        />
        <Results {...{ items, current, waiting, error, settled }} onActive={setActive} onChoose={choose} />
        <Foot item={item} />
      </div>
    </FullDialog>
  )
}

function neighbour(scope: Scope, step: 1 | -1): Scope {
  return scopes[(scopes.indexOf(scope) + step + scopes.length) % scopes.length] ?? 'all'
}

function Results(props: {
  items: readonly Item[]
  current: number
  waiting: boolean
  error: unknown
  settled: string
  onActive: (index: number) => void
  onChoose: (item: Item) => void
}) {
  const t = useTranslate('palette')
  const { items, current, waiting, error, settled } = props
  return (
    <div className="app-palette-results">
      <div id="palette-results" role="listbox" aria-label={t('results')} aria-busy={waiting}>
        {items.map((item, index) => (
          <div key={item.key} role="presentation">
            {items[index - 1]?.group !== item.group && (
              <div className="section-label" role="presentation">
                {t(item.group)}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys */}
            <div
              id={`palette-${index}`}
              className={cx('app-palette-row', index === current && 'active')}
              role="option"
              aria-selected={index === current}
              tabIndex={-1}
              onClick={() => props.onChoose(item)}
              onMouseMove={() => props.onActive(index)}
            >
              {item.icon}
              <div className="grow">
                <div className="ellipsis">{item.title}</div>
                {item.detail && <small className="ellipsis">{item.detail}</small>}
              </div>
              <span className="app-palette-meta">{item.meta}</span>
            </div>
          </div>
        ))}
      </div>
      {items.length === 0 && error !== undefined && <ErrorState error={error} onRetry={closeSearch} />}
      {items.length === 0 && error === undefined && waiting && <SkeletonRows count={4} />}
      {items.length === 0 && error === undefined && !waiting && settled !== '' && (
        <EmptyState icon={<SearchX />} title={t('none', { query: settled })} text={t('noneText')} />
      )}
    </div>
  )
}

/** What the keys do. */
function Foot({ item }: { item: Item | undefined }) {
  const t = useTranslate('palette')
  const online = useOnline()
  return (
    <div className="app-palette-foot">
      <span>
        <kbd>↑</kbd>
        <kbd>↓</kbd>
        {t('move')}
      </span>
      <span>
        <kbd>Enter</kbd>
        {t('open')}
      </span>
      {item?.second && (
        <span>
          <kbd>{shortcut('Enter')}</kbd>
          {item.second.label}
        </span>
      )}
      <span>
        <kbd>Tab</kbd>
        {t('changeScope')}
      </span>
      <span className="app-palette-where">{t(online ? 'onDevice' : 'offline')}</span>
    </div>
  )
}
