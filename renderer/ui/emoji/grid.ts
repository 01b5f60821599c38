/** A row of the picker: a title, or emojis. */
export type GridRow<T> = { title: string; cells?: undefined } | { title?: undefined; cells: readonly T[] }

export interface Place {
  row: number
  column: number
}

/** Groups as rows of `columns` cells, each below its title; empty groups are left out. */
export function rowsOf<T>(groups: readonly { title: string; cells: readonly T[] }[], columns: number): GridRow<T>[] {
  return groups.flatMap(({ title, cells }): GridRow<T>[] => {
    if (cells.length === 0) return []
    const rows: GridRow<T>[] = title === '' ? [] : [{ title }]
    for (let at = 0; at < cells.length; at += columns) rows.push({ cells: cells.slice(at, at + columns) })
    return rows
  })
}

/** The first place with a cell, or null. */
export function firstPlace<T>(rows: readonly GridRow<T>[]): Place | null {
  const row = rows.findIndex(({ cells }) => cells !== undefined)
  return row < 0 ? null : { row, column: 0 }
}

/** Where an arrow, Page Up or Page Down leads from a place; the same place at the ends. */
export function movedPlace<T>(rows: readonly GridRow<T>[], from: Place, key: string): Place {
  const withCells = rows.flatMap(({ cells }, row) => (cells ? [{ row, length: cells.length }] : []))
  const at = withCells.findIndex(({ row }) => row === from.row)
  const current = withCells[at]
  if (current === undefined) return firstPlace(rows) ?? from
  const down = (by: number): Place => {
    const next = withCells[Math.min(withCells.length - 1, Math.max(0, at + by))] ?? current
    return { row: next.row, column: Math.min(from.column, next.length - 1) }
  }
  if (key === 'ArrowDown') return down(1)
  if (key === 'ArrowUp') return down(-1)
  if (key === 'PageDown') return down(6)
  if (key === 'PageUp') return down(-6)
  if (key === 'ArrowRight') {
    if (from.column + 1 < current.length) return { row: from.row, column: from.column + 1 }
    const next = withCells[at + 1]
    return next ? { row: next.row, column: 0 } : from
  }
  if (key === 'ArrowLeft') {
    if (from.column > 0) return { row: from.row, column: from.column - 1 }
    const before = withCells[at - 1]
    return before ? { row: before.row, column: before.length - 1 } : from
  }
  return from
}
