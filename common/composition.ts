/** Whether an input method handles the key; then Escape only cancels the composition. */
export function isComposing(event: { isComposing: boolean; keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229
}

/** Milliseconds within which the key that ended a composition is delivered behind its end. */
const tailMs = 100

/** The key itself: during a composition its name may be `Process`. */
function keyOf({ code, key }: KeyboardEvent): string {
  return code || key
}

/** As an object: Node does not remove a listener by `true`. */
const capture = { capture: true }

/**
 * Keeps Enter and Escape from the page when they only ended a composition. Platforms deliver the key before the end,
 * marked as composing (see {@link isComposing}); behind it and unmarked; or both ways for one press, as with Korean. An
 * unmarked one is taken here, before any handler. Returns the function that stops it.
 */
export function watchComposition(): () => void {
  /** The end that was told last; `by` is the key that was down and told as composing, null where none was. */
  let ended: { at: number; by: string | null } = { at: Number.NEGATIVE_INFINITY, by: null }
  let down: string | null = null
  const forget = () => {
    ended = { at: Number.NEGATIVE_INFINITY, by: null }
  }
  const onEnd = ({ timeStamp }: Event) => {
    ended = { at: timeStamp, by: down }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const composing = isComposing(event)
    const { at, by } = ended
    const tail = !composing && event.timeStamp - at <= tailMs && (by === null || by === keyOf(event))
    down = composing ? keyOf(event) : null
    forget()
    if (!tail || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const onKeyUp = () => {
    down = null
    // The key that ended it was told already, and is up.
    if (ended.by !== null) forget()
  }
  window.addEventListener('compositionend', onEnd, capture)
  window.addEventListener('keydown', onKeyDown, capture)
  window.addEventListener('keyup', onKeyUp, capture)
  return () => {
    window.removeEventListener('compositionend', onEnd, capture)
    window.removeEventListener('keydown', onKeyDown, capture)
    window.removeEventListener('keyup', onKeyUp, capture)
  }
}
