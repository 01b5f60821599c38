/** What is known of when a lost connection should be opened again, milliseconds. */
export interface ReturnTimes {
  /** Of full-jitter backoff. */
  ceilingMs: number
  /** Over which time the server wants its clients to come back; 0 when it named none. */
  windowMs: number
  /** How long a busy server asked this client to wait; null when it did not. */
  askedMs: number | null
}

/** Servers say whole seconds, so this much at least is added to them at random. */
const leastSpreadMs = 1_000

/**
 * The wait before the next attempt, milliseconds: random, so that the clients of one server do not come back together.
 * What a busy server asked for is waited out, and up to a quarter more.
 * @param random uniform between 0 and 1
 */
export function returnWait({ ceilingMs, windowMs, askedMs }: ReturnTimes, random: () => number): number {
  const [from, spread] =
    askedMs === null ? [0, Math.max(ceilingMs, windowMs)] : [askedMs, Math.max(leastSpreadMs, askedMs / 4)]
  return Math.round(from + random() * spread)
}
