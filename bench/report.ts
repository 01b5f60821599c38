/** One figure of a run. `ratio` compares `value` with `baseline` of the same run; `goal` is the target for it. */
export interface Figure {
  name: string
  value: number
  unit: string
  baseline: number | null
  ratio: number | null
  goal: number | null
  ok: boolean | null
}

/** For a figure that is printed and compared with nothing. */
export const alone = { baseline: null, ratio: null, goal: null, ok: null }

export type Report = (figure: Figure) => void

/** A bench: reports its figures; `scale` (0 to 1) shrinks it for a quick look. */
export type Bench = (report: Report, options: { scale?: number }) => Promise<void>

/** The median of a list of numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The q-quantile (0 to 1) by linear interpolation. @throws RangeError on an empty list */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values')
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? 0
  return low + (high - low) * (at - Math.floor(at))
}
