/** A local day as a date field has it: `2026-06-09`. */
export function dateOf(time: number): string {
  const day = new Date(time)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** The local midnight at which the day of a date field begins, in milliseconds; null when the field has none. */
export function startOfDate(date: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)
  if (match === null) return null
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const time = new Date(year, month - 1, day).getTime()
  return time >= 0 ? time : null
}
