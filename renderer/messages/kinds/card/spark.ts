/** The size in which a line of values is drawn; it is stretched to its box. */
export const sparkBox = { width: 372, height: 56 }
const margin = 4

/** A line of values as SVG: the line, the area below it, and the height of the threshold. */
export function sparkLine(
  values: readonly number[],
  threshold?: number,
): { line: string; area: string; limit: number | null } {
  const known = values.filter(Number.isFinite)
  const all = threshold === undefined ? known : [...known, threshold]
  const least = Math.min(...all)
  const span = Math.max(...all) - least
  const { width, height } = sparkBox
  /** What is level lies in the middle. */
  const y = (value: number) =>
    round(span === 0 ? height / 2 : height - margin - ((value - least) / span) * (height - 2 * margin))
  const step = known.length > 1 ? width / (known.length - 1) : 0
  const points = known.map((value, at) => `${round(at * step)} ${y(value)}`)
  // One value is a line, too.
  if (points.length === 1) points.push(`${width} ${y(known[0] ?? 0)}`)
  const line = points.length === 0 ? '' : `M${points.join('L')}`
  return {
    line,
    area: line === '' ? '' : `${line}V${height}H0z`,
    limit: threshold === undefined || line === '' ? null : y(threshold),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
