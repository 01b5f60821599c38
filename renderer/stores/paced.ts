/** Runs at once, and while more calls come at most every `ms` milliseconds; the last call is never lost. */
export function paced(run: () => void, ms: number): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let again = false
  const rest = () => {
    timer = setTimeout(() => {
      timer = null
      if (!again) return
      again = false
      run()
      rest()
    }, ms)
  }
  return {
    call: () => {
      if (timer !== null) {
        again = true
        return
      }
      run()
      rest()
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      again = false
    },
  }
}
