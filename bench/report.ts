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

/** What the ratio of a figure is meant to be, at least or at most. */
export type Goal = { atLeast: number } | { atMost: number }

/** For a figure that is compared with another one of the same run. */
export function against(value: number, baseline: number, goal?: Goal): Omit<Figure, 'name' | 'unit'> {
  const ratio = value / baseline
  if (goal === undefined) return { value, baseline, ratio, goal: null, ok: null }
  if ('atLeast' in goal) return { value, baseline, ratio, goal: goal.atLeast, ok: ratio >= goal.atLeast }
  return { value, baseline, ratio, goal: goal.atMost, ok: ratio <= goal.atMost }
}

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
