import pg from 'pg'
import { isOutdatedPlan } from '../faults.ts'

/** Most statements that a process has prepared at each connection. */
const mostPrepared = 400
/** Texts of statements that were seen once are remembered up to so many. */
const mostSeen = 1_000

/** The statements of this process by their text, with the name of those that came again. */
const prepared = new Map<string, string>()
const seen = new Set<string>()

/** The name under which a statement is prepared; null for one that comes for the first time, or plans nothing. */
function nameOf(text: string): string | null {
  const known = prepared.get(text)
  if (known !== undefined) return known
  if (prepared.size >= mostPrepared || !/^\s*(select|insert|update|delete|with)\b/i.test(text)) return null
  if (seen.delete(text)) {
    const name = `s${prepared.size}`
    prepared.set(text, name)
    return name
  }
  if (seen.size >= mostSeen) seen.clear()
  seen.add(text)
  return null
}

/**
 * Prepares what is asked again and again, for which Kysely has no word: PostgreSQL takes longer to plan most of our
 * statements than to run them, and plans a prepared one a few times for each connection.
 */
export class PreparingClient extends pg.Client {
  /** A migration changes what prepared statements return: they are prepared anew, under other names. */
  #round = 0

  // Kysely and our own code call it with a text and values, in wait of a promise; any other way it is as it was.
  override query = ((text: unknown, values?: unknown, callback?: unknown) => {
    const name = typeof text === 'string' && Array.isArray(values) && callback === undefined ? nameOf(text) : null
    const query = super.query as (...args: unknown[]) => unknown
    if (name === null) return query.call(this, text, values, callback)
    return this.#ask(name, text as string, values as unknown[])
  }) as pg.Client['query']

  async #ask(name: string, text: string, values: unknown[]): Promise<pg.QueryResult> {
    const ask = () => super.query({ name: `${name}.${this.#round}`, text, values })
    try {
      return await ask()
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error
      this.#round += 1
      // Within a transaction this fails as well, and the transaction is begun again for the first reason.
      return ask().catch(() => {
        throw error
      })
    }
  }
}
