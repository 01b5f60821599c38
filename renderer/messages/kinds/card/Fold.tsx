import { ChevronDown, ChevronUp } from 'lucide-react'
import { type FocusEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { cx } from '../../../ui/index.ts'
import { useCard } from './card-context.ts'
import type { CardMemory } from './memory.ts'

/** What stands in a card is not higher until its reader asks for all of it, CSS pixels. `card.css` says the same. */
export const foldedHeight = 800

/** What stands in a card, folded where it is high, so that one card does not push a whole conversation away. */
export function Fold({ memory, children }: { memory: CardMemory; children: ReactNode }) {
  const { t, tabIndex } = useCard()
  const box = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const id = useId()
  const [open, setOpen] = useState(memory.unfolded)
  const [high, setHigh] = useState(memory.unfolded)
  const wasOpen = useRef(open)

  useLayoutEffect(() => {
    const element = inner.current
    if (element === null) return
    const measure = () => setHigh(element.offsetHeight > foldedHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // Whoever folds it looks at its end, and would be left below it.
  useEffect(() => {
    memory.unfolded = open
    if (wasOpen.current && !open) box.current?.scrollIntoView({ block: 'nearest' })
    wasOpen.current = open
  }, [memory, open])

  /** What has the focus is seen: the keyboard also goes to what is folded away. */
  const follow = ({ target }: FocusEvent): void => {
    const top = box.current?.getBoundingClientRect().top ?? 0
    if (high && target.getBoundingClientRect().bottom - top > foldedHeight) setOpen(true)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears of the focus of what is in it */}
      <div
        ref={box}
        id={id}
        className={cx('messages-card-fold', !open && 'folded', !open && high && 'cut')}
        onFocus={follow}
      >
        <div ref={inner}>{children}</div>
      </div>
      {high && (
        <button
          type="button"
          className="messages-card-unfold"
          aria-expanded={open}
          aria-controls={id}
          tabIndex={tabIndex}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'showLess' : 'showAll')}
          {open ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
        </button>
      )}
    </>
  )
}
