/** Whether an input method handles the key; then Escape only cancels the composition. */
export function isComposing(event: { isComposing: boolean; keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229
}

/** Milliseconds within which the key that ended a composition is delivered behind its end. */
const tailMs = 100

/**
 * Keeps Enter and Escape from the page when they only ended a composition. Platforms deliver the key before the end,
 * marked as composing (see {@link isComposing}), or behind it and unmarked: such a one is taken here, before any
 * handler. Returns the function that stops it.
 */
export function watchComposition(): () => void {
  let endedAt = Number.NEGATIVE_INFINITY
  /** A key of the composition is down, so that its end has been told already. */
  let keyed = false
  const onEnd = ({ timeStamp }: Event) => {
    endedAt = keyed ? Number.NEGATIVE_INFINITY : timeStamp
  }
  const onKeyDown = (event: KeyboardEvent) => {
    keyed = isComposing(event)
    const tail = !keyed && event.timeStamp - endedAt <= tailMs
    endedAt = Number.NEGATIVE_INFINITY
    if (!tail || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const onKeyUp = () => {
    keyed = false
  }
  window.addEventListener('compositionend', onEnd, true)
  window.addEventListener('keydown', onKeyDown, true)
  window.addEventListener('keyup', onKeyUp, true)
  return () => {
    window.removeEventListener('compositionend', onEnd, true)
    window.removeEventListener('keydown', onKeyDown, true)
    window.removeEventListener('keyup', onKeyUp, true)
  }
}
