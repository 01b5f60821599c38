/**
 * Tells of long work on a stream: overwrites one line on a terminal, else prints a line per tenth. Call what it returns
 * with what is being done, how much of it is done, and how much there is.
 */
export function progressLine(stream: NodeJS.WriteStream): (what: string, done: number, total: number) => void {
  let shown = ''
  let phase = { what: '', since: performance.now() }
  return (what, done, total) => {
    const now = performance.now()
    if (phase.what !== what) phase = { what, since: now }
    const percent = Math.floor((done / Math.max(total, 1)) * 100)
    const perSecond = done / Math.max((now - phase.since) / 1000, 0.001)
    const left = Math.ceil((total - done) / Math.max(perSecond, 0.001))
    const rate = `${Math.round(perSecond).toLocaleString('en')} a second`
    const line = `${what}: ${percent} % of ${total.toLocaleString('en')}, ${rate}, ${left} s left`
    if (stream.isTTY) stream.write(`\r${line.padEnd(78)}${done >= total ? '\n' : ''}`)
    else {
      const step = `${what} ${Math.floor(percent / 10)}`
      if (step !== shown) stream.write(`${line}\n`)
      shown = step
    }
  }
}
