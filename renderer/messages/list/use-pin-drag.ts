import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { toastError } from '../../ui/index.ts'
import { movePinned, pinnedRows } from './pins.ts'

/** CSS pixels that the pointer moves before a press becomes a drag. */
const dragAfter = 6

/** CSS pixels from an edge of the list within which a drag scrolls it, and the most that it scrolls in a frame. */
const edge = 36
const fastest = 14

/** CSS pixels that the list scrolls in a frame while a row is dragged to `y`: the more, the nearer to an edge. */
export function edgeScroll(y: number, { top, bottom }: { top: number; bottom: number }): number {
  const into = (distance: number) => Math.min(1, Math.max(0, (edge - distance) / edge))
  return Math.round((into(bottom - y) - into(y - top)) * fastest)
}

/**
 * Moves pinned rows by the pointer. `place`: the index of the row before which the dragged one would be put; null: none
 * is dragged. Escape leaves it where it was.
 */
export function usePinDrag(rowHeight: number) {
  const [place, setPlace] = useState<number | null>(null)
  const stop = useRef(() => {})
  useEffect(() => () => stop.current(), [])
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const { target, currentTarget: box, clientY: from } = event
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-conversation]') : null
    const id = row?.dataset.conversation
    if (id === undefined || event.pointerType !== 'mouse' || event.button !== 0) return
    if (!pinnedRows().some(pinned => pinned.id === id)) return
    let at: number | null = null
    let y = from
    let frame = 0
    const moveTo = () => {
      const below = y - box.getBoundingClientRect().top + box.scrollTop
      at = Math.max(0, Math.min(pinnedRows().length, Math.round(below / rowHeight)))
      setPlace(at)
    }
    const scroll = () => {
      box.scrollTop += edgeScroll(y, box.getBoundingClientRect())
      moveTo()
      frame = requestAnimationFrame(scroll)
    }
    const onMove = ({ clientY }: globalThis.PointerEvent) => {
      if (at === null && Math.abs(clientY - from) < dragAfter) return
      y = clientY
      moveTo()
      frame ||= requestAnimationFrame(scroll)
    }
    const onUp = () => {
      stop.current()
      const rows = pinnedRows()
      const beside = at === null ? undefined : at === 0 ? rows[0] : rows[at - 1]
      if (beside !== undefined) movePinned(id, beside.id, at !== 0).catch(toastError)
    }
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && stop.current()
    stop.current()
    stop.current = () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onUp)
      window.removeEventListener('pointercancel', stop.current)
      window.removeEventListener('keydown', onKey, true)
      setPlace(null)
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('pointercancel', stop.current)
    window.addEventListener('keydown', onKey, true)
  }
  return { place, onPointerDown }
}
