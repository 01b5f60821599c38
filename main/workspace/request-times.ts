const minute = 60_000
/** An urgent message comes again every five minutes for half an hour, then every half hour for a day, milliseconds. */
const soon = { every: 5 * minute, until: 30 * minute }
const later = { every: 30 * minute, until: 24 * 60 * minute }

/** A message to which the user owes an answer. */
export interface Owed {
  id: string
  seq: number
  urgent: boolean
  at: number
  urgedAt: number | null
}

/**
 * When what the user owes rings: the last time that has come and the next one of each, in their order. An urgent message
 * rings again and again until it is answered; another one rings only when its sender reminds of it.
 */
export function requestTimes(owed: readonly Owed[], now: number): { id: string; seq: number; at: number }[] {
  return owed
    .flatMap(({ id, seq, urgent, at, urgedAt }) => {
      const times = urgent ? aroundNow(urgedAt ?? at, now) : urgedAt === null ? [] : [urgedAt]
      return times.map(time => ({ id, seq, at: time }))
    })
    .sort((a, b) => a.at - b.at)
}

/** The last time of a series that has come, and the next one; after its end the last. */
function aroundNow(begins: number, now: number): number[] {
  const passed = Math.min(Math.max(now - begins, 0), later.until)
  const { every } = passed < soon.until ? soon : later
  const last = Math.floor(passed / every) * every
  const next = last + (last < soon.until ? soon.every : later.every)
  return next > later.until ? [begins + last] : [begins + last, begins + next]
}
