/** Makes calls that come in quick succession one, `ms` after the first. */
export function soon(
  work: () => void,
  ms: number,
  setTimer: (call: () => void, ms: number) => unknown = setTimeout,
): () => void {
  let due = false
  return () => {
    if (due) return
    due = true
    setTimer(() => {
      due = false
      work()
    }, ms)
  }
}
