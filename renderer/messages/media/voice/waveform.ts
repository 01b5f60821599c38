/** The loudness of a sound, from 0 to 100, in `bars` parts: of each part the loudest, relative to the loudest of all. */
export function waveformOf(levels: readonly number[], bars: number): number[] {
  const known = levels.map(level => (Number.isFinite(level) ? Math.max(0, level) : 0))
  const loudest = known.reduce((most, level) => Math.max(most, level), Number.EPSILON)
  const count = Math.min(bars, known.length)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * known.length) / count)
    const until = Math.max(from + 1, Math.floor(((index + 1) * known.length) / count))
    return Math.round((Math.max(...known.slice(from, until)) / loudest) * 100)
  })
}

/** Bars of a voice note on the screen: as many as it has room for, so that long notes are not finer than short ones. */
export function shownBars(waveform: readonly number[], bars: number): number[] {
  const known = waveform.map(value => Math.min(100, Math.max(0, value)))
  if (known.length === 0) return Array<number>(bars).fill(8)
  return Array.from({ length: bars }, (_, index) => known[Math.floor((index * known.length) / bars)] ?? 0)
}
