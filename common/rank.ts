const digits = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * A rank between two others, compared as text; '' stands for the beginning and null for the end. It never ends in 0,
 * so there is always room before it. It grows by a character where there is no room.
 * @throws RangeError when `before` is not below `after`
 */
export function rankBetween(before: string, after: string | null): string {
  if (after !== null && before >= after) throw new RangeError(`There is no rank between ${before} and ${after}.`)
  if (after !== null) {
    let same = 0
    while ((before[same] ?? '0') === after[same]) same++
    if (same > 0) return after.slice(0, same) + rankBetween(before.slice(same), after.slice(same))
  }
  const low = before === '' ? 0 : digits.indexOf(before[0] ?? '0')
  const high = after === null ? digits.length : digits.indexOf(after[0] ?? '0')
  if (high - low > 1) return digits[Math.round((low + high) / 2)] ?? ''
  if (after !== null && after.length > 1) return after[0] ?? ''
  return (digits[low] ?? '') + rankBetween(before.slice(1), null)
}

/** So many ranks in order, far from one another. */
export function evenRanks(count: number): string[] {
  const width = Math.max(2, Math.ceil(Math.log(count + 1) / Math.log(digits.length)) + 1)
  const step = Math.floor(digits.length ** width / (count + 1))
  return Array.from({ length: count }, (_, index) => {
    const rank = ((index + 1) * step).toString(digits.length).padStart(width, '0')
    return rank.endsWith('0') ? `${rank.slice(0, -1)}1` : rank
  })
}
