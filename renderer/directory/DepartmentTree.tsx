import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { cx, nameOf, numberText, useQuery, VirtualList, type VirtualListHandle } from '../ui/index.ts'
import { moveInTree, type Organisation, rowsOf, type TreeRow } from './tree.ts'

const idOf = (row: TreeRow) => `department-${row.id ?? ''}`
/** The top row is always open. */
const canToggle = (row: TreeRow) => row.hasChildren && row.id !== null && row.depth > 0

interface Props {
  tree: Organisation
  selected: string | null
  open: ReadonlySet<string>
  onOpenChange: (open: ReadonlySet<string>) => void
  onSelect: (id: string | null) => void
}

/** The departments as a tree; only the rows in view are in the document. */
export function DepartmentTree(props: Props) {
  const { tree, selected, open, onOpenChange, onSelect } = props
  const t = useTranslate('directory')
  const rows = useMemo(() => rowsOf(tree, open), [tree, open])
  const list = useRef<VirtualListHandle>(null)
  const setOpen = (id: string, isOpen: boolean) => {
    const next = new Set(open)
    if (isOpen) next.add(id)
    else next.delete(id)
    onOpenChange(next)
  }
  const { active, onKeyDown } = useTreeKeys(rows, list, { selected, setOpen, onSelect })
  const everyone = useQuery(
    tree.hasRoot ? 'directory:everyone' : null,
    () => call('directory.people', { departmentId: null, offset: 0, limit: 1 }),
    ['directory'],
  )
  /** Shows a department and expands it; for the shown one toggles the expansion. */
  const pick = (row: TreeRow) => {
    if (row.id !== null && canToggle(row)) setOpen(row.id, row.id !== selected || !row.open)
    onSelect(row.id)
  }
  const activeRow = rows[active]
  return (
    <VirtualList
      className="directory-department-tree"
      role="tree"
      data-section-focus
      aria-label={t('organisation')}
      aria-activedescendant={activeRow && idOf(activeRow)}
      tabIndex={0}
      handle={list}
      count={rows.length}
      rowHeight={30}
      keepMounted={[active]}
      onKeyDown={onKeyDown}
      row={index => {
        const row = rows[index]
        if (!row) return <div key={index} />
        return (
          <Department
            key={row.id ?? 'organisation'}
            row={row}
            headcount={row.id === null ? (everyone.data?.total ?? null) : row.headcount}
            active={index === active}
            selected={row.id === selected}
            onPick={() => pick(row)}
            onToggle={() => row.id !== null && setOpen(row.id, !row.open)}
          />
        )
      }}
    />
  )
}

/** The row that has the keyboard, which follows the selection, and what keys do with it. */
function useTreeKeys(
  rows: readonly TreeRow[],
  list: RefObject<VirtualListHandle | null>,
  {
    selected,
    setOpen,
    onSelect,
  }: Pick<Props, 'selected' | 'onSelect'> & { setOpen: (id: string, isOpen: boolean) => void },
): { active: number; onKeyDown: (event: KeyboardEvent) => void } {
  const [activeId, setActiveId] = useState<string | null>(selected)
  const active = Math.max(
    rows.findIndex(row => row.id === activeId),
    0,
  )
  const follow = useEffectEvent((id: string | null) => {
    setActiveId(id)
    const index = rows.findIndex(row => row.id === id)
    if (index > 0) list.current?.scrollToIndex(index, { align: 'nearest' })
  })
  useEffect(() => follow(selected), [selected])
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active]
    if ((event.key === 'Enter' || event.key === ' ') && row) {
      event.preventDefault()
      onSelect(row.id)
      return
    }
    const move = moveInTree(rows, active, event.key)
    if (!move) return
    event.preventDefault()
    if ('open' in move) setOpen(move.open, true)
    else if ('close' in move) setOpen(move.close, false)
    else {
      setActiveId(rows[move.go]?.id ?? null)
      list.current?.scrollToIndex(move.go, { align: 'nearest' })
    }
  }
  return { active, onKeyDown }
}

/** One row of the tree. `headcount` is null while it is not known. */
function Department(props: {
  row: TreeRow
  headcount: number | null
  active: boolean
  selected: boolean
  onPick: () => void
  onToggle: () => void
}) {
  const { row, headcount, active, selected } = props
  const language = useLanguage()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
    <div
      id={idOf(row)}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.hasChildren ? row.open : undefined}
      aria-selected={selected}
      className={cx('directory-department', active && 'active', row.depth === 0 && 'top')}
      style={{ paddingLeft: 6 + row.depth * 18 }}
      onClick={props.onPick}
    >
      {row.hasChildren ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
        // biome-ignore lint/a11y/noStaticElementInteractions: the row has aria-expanded
        <span
          className={cx('directory-toggle', row.open && 'open')}
          onClick={event => {
            if (!canToggle(row)) return
            event.stopPropagation()
            props.onToggle()
          }}
        >
          <ChevronRight className="icon-sm" />
        </span>
      ) : (
        <span className="directory-toggle" />
      )}
      <span className="ellipsis">{nameOf(row, language)}</span>
      {headcount !== null && <span className="directory-number">{numberText(headcount, language)}</span>}
    </div>
  )
}
