/**
 * Tells a value when it has changed: at once, then no more often than every `everyMs`, always ending with the last
 * one. Call the result whenever it may have changed.
 */
export function createTeller<T>(options: { value: () => T; tell: (value: T) => void; everyMs: number }): () => void {
  let told = ''
  let waiting = false
  return function changed(): void {
    if (waiting) return
    const value = options.value()
    const text = JSON.stringify(value)
    if (text === told) return
    told = text
    waiting = true
    setTimeout(() => {
      waiting = false
      changed()
    }, options.everyMs).unref()
    options.tell(value)
  }
}
