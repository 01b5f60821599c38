import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { toastError } from '../../ui/index.ts'
import { movePinned, pinnedRows } from './pins.ts'

/** CSS pixels that the pointer moves before a press becomes a drag. */
const dragAfter = 6

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
    const onMove = ({ clientY }: globalThis.PointerEvent) => {
      if (at === null && Math.abs(clientY - from) < dragAfter) return
      const below = clientY - box.getBoundingClientRect().top + box.scrollTop
      at = Math.max(0, Math.min(pinnedRows().length, Math.round(below / rowHeight)))
      setPlace(at)
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
