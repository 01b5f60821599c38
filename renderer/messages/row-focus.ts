import { type KeyboardEvent, type RefObject, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { MessageListRow } from './rows.ts'

/** The key of the row that contains an element. */
export function rowKeyAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined
}

/**
 * A roving tabindex: one message is in the tab order and the arrows move between messages, so that Tab leaves a
 * long list quickly.
 */
export function useRowFocus(
  rows: readonly MessageListRow[],
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLDivElement | null>,
  toEnd: () => void,
): { current: number; onFocus: (event: { target: EventTarget }) => void; onKeyDown: (event: KeyboardEvent) => void } {
  const [key, setKey] = useState<string | null>(null)
  const found = key === null ? -1 : rows.findIndex(row => row.key === key)
  const current = found >= 0 ? found : rows.length - 1

  const move = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (!row) return
    setKey(row.key)
    list.current?.scrollToIndex(rows.indexOf(row), { align: 'nearest' })
    // The row is in the document after the next render, because the current row stays mounted.
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"] [data-message]`)
        ?.focus({ preventScroll: true }),
    )
  }
  return {
    current,
    onFocus: ({ target }) => {
      const at = rowKeyAt(target)
      if (at !== undefined && at !== key) setKey(at)
    },
    onKeyDown: event => {
      const { target } = event
      if (!(target instanceof HTMLElement) || target.dataset.message === undefined) return
      if (event.key === 'ArrowUp') move(current - 1)
      else if (event.key === 'ArrowDown') move(current + 1)
      else if (event.key === 'Home') move(0)
      else if (event.key === 'End') {
        toEnd()
        move(rows.length - 1)
      } else return
      event.preventDefault()
    },
  }
}
