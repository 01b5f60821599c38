import { type Ref, useEffect, useId, useImperativeHandle, useState } from 'react'

/** What the editor asks of the list of suggestions that is open. */
export interface SuggestionListHandle {
  /** Handles a key; returns whether it did. */
  key(key: string): boolean
  hasOptions(): boolean
  /** Whether Enter picks an option; else it sends. */
  takesEnter(): boolean
}

/** The choice in a list of suggestions above the composer, whose field keeps the focus and gets the ARIA attributes. */
export function useSuggestions<O>(props: {
  options: readonly O[]
  keyOf: (option: O) => string
  /** The option that is chosen at first; -1: none, and Enter is passed on until one is. */
  start: number
  /** Enter is passed on until another option than the first is moved to. */
  passEnter?: boolean
  /** Whether the options are still those of what was written before: then no key picks one. */
  isStale?: () => boolean
  shown: boolean
  onPick: (option: O) => void
  field: HTMLElement | undefined
  ref: Ref<SuggestionListHandle>
}) {
  const { options, keyOf, start, shown, onPick, field, ref, passEnter = false, isStale = () => false } = props
  const [active, setActive] = useState(start)
  const id = useId()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options start anew
  useEffect(() => setActive(start), [start, options.map(keyOf).join()])
  const current = Math.min(active, options.length - 1)
  useFieldOf(field, shown ? { list: id, option: current < 0 ? null : `${id}-${current}` } : null)
  const takesEnter = shown && current >= 0 && !(passEnter && current === start)
  useImperativeHandle(ref, () => ({
    hasOptions: () => shown,
    takesEnter: () => takesEnter && !isStale(),
    key: key => {
      if (!shown) return false
      if (key === 'ArrowDown') setActive((current + 1) % options.length)
      else if (key === 'ArrowUp') setActive(current <= 0 ? options.length - 1 : current - 1)
      else if (key === 'Tab' && isStale()) return true
      else if (key === 'Tab' || (key === 'Enter' && takesEnter && !isStale())) {
        const option = options[Math.max(0, current)]
        if (option !== undefined) onPick(option)
      } else return false
      return true
    },
  }))
  return { id, current, setActive }
}

/** Sets the ARIA attributes for the list and its active option on the field, which React does not render. */
function useFieldOf(field: HTMLElement | undefined, of: { list: string; option: string | null } | null): void {
  const list = of?.list
  const option = of?.option
  useEffect(() => {
    if (!field || !list || option === undefined) return
    const attributes = {
      'aria-haspopup': 'listbox',
      'aria-controls': list,
      ...(option !== null && { 'aria-activedescendant': option }),
    }
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value)
    return () => {
      for (const name of Object.keys(attributes)) field.removeAttribute(name)
    }
  }, [field, list, option])
}
