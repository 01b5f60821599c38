import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { VList, type VListHandle } from 'virtua'
import { isComposing } from '../../../common/composition.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { saveSettings, useSettings } from '../../stores/settings.ts'
import { SearchField } from '../controls.tsx'
import { cx } from '../cx.ts'
import { toastError } from '../feedback.tsx'
import { Menu } from '../overlays.tsx'
import { Spinner } from '../spinner.tsx'
import { type Emoji, emojiGroups, findEmoji, inTone, loadEmoji, readEmoji } from './data.ts'
import { firstPlace, type GridRow, movedPlace, type Place, rowsOf } from './grid.ts'
import { noteEmoji, useRecentEmoji } from './recent.ts'
import './emoji.css'

const columns = 9
const found = 90
const icons: Record<number, string> = { 0: '😀', 1: '👋', 3: '🐻', 4: '🍔', 5: '✈️', 6: '⚽', 7: '💡', 8: '❤️', 9: '🏁' }

interface Cell {
  emoji: string
  name: string
}

/**
 * A grid of emojis with search in both languages and by pinyin, recent ones, groups and skin tones. The focus stays in the
 * search field; the arrows move in the grid, Enter picks. `onPick` gets the emoji in the chosen tone.
 */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useTranslate('emoji')
  const [query, setQuery] = useState('')
  const { all, failed } = useEmoji()
  const { rows, starts } = useRows(all, query)
  const [place, setPlace] = useState<Place | null>(null)
  const list = useRef<VListHandle>(null)
  const id = useId()
  const active = place ?? firstPlace(rows)
  const activeCell = active ? rows[active.row]?.cells?.[active.column] : undefined

  const pick = (emoji: string) => {
    noteEmoji(emoji)
    onPick(emoji)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || event.ctrlKey || event.metaKey || event.altKey || active === null) return
    if (event.key === 'Enter') {
      event.preventDefault()
      if (activeCell) pick(activeCell.emoji)
    } else if (/^(Arrow(Up|Down|Left|Right)|Page(Up|Down))$/.test(event.key)) {
      event.preventDefault()
      const next = movedPlace(rows, active, event.key)
      setPlace(next)
      list.current?.scrollToIndex(next.row, { align: 'nearest' })
    }
  }

  return (
    <section className="emoji-picker" aria-label={t('picker')}>
      <div className="emoji-head">
        <SearchField
          label={t('search')}
          value={query}
          onChange={next => {
            setQuery(next)
            setPlace(null)
            list.current?.scrollToIndex(0)
          }}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={activeCell ? id : undefined}
          aria-activedescendant={activeCell && active ? `${id}-${active.row}-${active.column}` : undefined}
          autoFocus
        />
        <ToneButton />
      </div>
      <div className="emoji-grid">
        {all === null ? (
          <p className="emoji-note">{failed ? t('failed') : <Spinner />}</p>
        ) : rows.length === 0 ? (
          <p className="emoji-note" role="status">
            {t('none')}
          </p>
        ) : (
          <VList ref={list} id={id} className="emoji-rows" role="listbox" aria-label={t('picker')} tabIndex={-1}>
            {rows.map((row, index) => (
              <Row
                key={row.title ?? `${row.cells?.[0]?.emoji}-${index}`}
                row={row}
                id={`${id}-${index}`}
                active={active?.row === index ? active.column : -1}
                onPick={pick}
              />
            ))}
          </VList>
        )}
      </div>
      <div className="emoji-foot">
        {query.trim() === '' ? (
          <Groups starts={starts} onGo={row => list.current?.scrollToIndex(row, { align: 'start' })} />
        ) : (
          <span className="emoji-name ellipsis">{activeCell && `${activeCell.emoji} ${activeCell.name}`}</span>
        )}
      </div>
    </section>
  )
}

/** All emojis once they are loaded, and read for pinyin soon after. */
function useEmoji(): { all: readonly Emoji[] | null; failed: boolean } {
  const [all, setAll] = useState<readonly Emoji[] | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let current = true
    loadEmoji().then(
      async loaded => {
        if (current) setAll(loaded)
        await readEmoji(loaded)
        // What was typed meanwhile is searched again.
        if (current) setAll([...loaded])
      },
      (error: unknown) => {
        console.error('emojis did not load', error)
        if (current) setFailed(true)
      },
    )
    return () => {
      current = false
    }
  }, [])
  return { all, failed }
}

function useRows(all: readonly Emoji[] | null, query: string): { rows: GridRow<Cell>[]; starts: Map<number, number> } {
  const t = useTranslate('emoji')
  const language = useLanguage()
  const tone = useSettings(state => state.settings?.skinTone ?? 0)
  const recent = useRecentEmoji(columns * 2).join(' ')
  return useMemo(() => {
    const starts = new Map<number, number>()
    if (all === null) return { rows: [], starts }
    const cell = (one: Emoji): Cell => ({ emoji: inTone(one, tone), name: one.name[language] })
    if (query.trim() !== '')
      return { rows: rowsOf([{ title: '', cells: findEmoji(all, query, found).map(cell) }], columns), starts }
    const names = new Map(all.flatMap(one => [one.emoji, ...one.tones].map(emoji => [emoji, one.name[language]])))
    const last = recent.split(' ').map(emoji => ({ emoji, name: names.get(emoji) ?? emoji }))
    const groups = emojiGroups.map(group => ({
      title: t(`group${group}`),
      cells: all.filter(one => one.group === group).map(cell),
    }))
    const rows = rowsOf([{ title: t('recent'), cells: last }, ...groups], columns)
    for (const group of emojiGroups)
      starts.set(
        group,
        rows.findIndex(row => row.title === t(`group${group}`)),
      )
    return { rows, starts }
  }, [all, query, tone, recent, language, t])
}

function Row(props: { row: GridRow<Cell>; id: string; active: number; onPick: (emoji: string) => void }): ReactNode {
  const { row, id, active, onPick } = props
  if (row.cells === undefined)
    return (
      <div className="emoji-title" role="presentation">
        {row.title}
      </div>
    )
  return (
    <div className="emoji-row" role="presentation">
      {row.cells.map(({ emoji, name }, column) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys
        <div
          key={emoji}
          role="option"
          id={`${id}-${column}`}
          tabIndex={-1}
          title={name}
          aria-label={name}
          aria-selected={column === active}
          className={cx('emoji-cell', column === active && 'active')}
          onMouseDown={event => event.preventDefault()}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </div>
      ))}
    </div>
  )
}

function Groups({ starts, onGo }: { starts: ReadonlyMap<number, number>; onGo: (row: number) => void }) {
  const t = useTranslate('emoji')
  return (
    <div className="emoji-groups" role="toolbar" aria-label={t('groups')}>
      {emojiGroups.map(group => (
        <button
          key={group}
          type="button"
          className="emoji-group"
          title={t(`group${group}`)}
          aria-label={t(`group${group}`)}
          onClick={() => onGo(starts.get(group) ?? 0)}
        >
          {icons[group]}
        </button>
      ))}
    </div>
  )
}

const hands = ['👋', '👋🏻', '👋🏼', '👋🏽', '👋🏾', '👋🏿']
const tones = [0, 1, 2, 3, 4, 5] as const

function ToneButton() {
  const t = useTranslate('emoji')
  const tone = useSettings(state => state.settings?.skinTone ?? 0)
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="emoji-group" aria-label={t('tone')} title={t('tone')}>
          {hands[tone]}
        </button>
      }
      items={tones.map(value => ({
        label: `${hands[value]} ${t(`tone${value}`)}`,
        onSelect: () => saveSettings({ skinTone: value }).catch(toastError),
      }))}
    />
  )
}
