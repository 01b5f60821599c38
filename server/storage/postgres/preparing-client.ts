import pg from 'pg'
import { isOutdatedPlan, isUnprepared } from '../faults.ts'

/** Most statements that a process has prepared at each connection. */
const mostPrepared = 400
/** A statement with more parameters is one of many that differ in their number. */
const mostParameters = 20
/** Texts of statements that were seen once are remembered up to so many. */
const mostSeen = 1_000

/** The statements of this process by their text, with the name of those that came again. */
const prepared = new Map<string, string>()
const seen = new Set<string>()
/** Whether statements can be prepared: not through a pooler that does not follow them. */
let prepares = true

/** The name under which a statement is prepared; null for one that comes for the first time, or plans nothing. */
function nameOf(text: string): string | null {
  const known = prepares ? prepared.get(text) : undefined
  if (known !== undefined) return known
  if (!prepares || prepared.size >= mostPrepared || !/^\s*(select|insert|update|delete|with)\b/i.test(text)) return null
  if (seen.delete(text)) {
    const name = `s${prepared.size}`
    prepared.set(text, name)
    return name
  }
  if (seen.size >= mostSeen) seen.clear()
  seen.add(text)
  return null
}

/** Over the time that a statement may take, its answer is waited for this much longer: a quarter. */
const answerWithin = 1.25

/**
 * Prepares what is asked again and again, for which Kysely has no word: PostgreSQL takes longer to plan most of our
 * statements than to run them, and plans a prepared one a few times for each connection. Where no answer comes, because the
 * machine of PostgreSQL is gone, the connection is given up long before Linux does so.
 */
export class PreparingClient extends pg.Client {
  /** A migration changes what prepared statements return: they are prepared anew, under other names. */
  #round = 0
  /** Milliseconds; null: as long as it likes. */
  readonly #patienceMs: number | null

  constructor(config?: pg.ClientConfig) {
    super(config)
    const statementMs = Number(config?.statement_timeout || 0)
    this.#patienceMs = statementMs > 0 ? statementMs * answerWithin : null
  }

  // Kysely and our own code call it with a text and values, in wait of a promise; any other way it is as it was.
  override query = ((text: unknown, values?: unknown, callback?: unknown) => {
    if (typeof text === 'string' && Array.isArray(values) && callback === undefined) return this.#within(text, values)
    return (super.query as (...args: unknown[]) => unknown).call(this, text, values, callback)
  }) as pg.Client['query']

  async #within(text: string, values: unknown[]): Promise<pg.QueryResult> {
    // What may take as long as it likes is done once, as a migration.
    if (this.#patienceMs === null) return super.query(text, values)
    const name = values.length > mostParameters ? null : nameOf(text)
    const answer = name === null ? super.query(text, values) : this.#ask(name, text, values)
    const timer = setTimeout(() => this.connection.stream.destroy(), this.#patienceMs)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  async #ask(name: string, text: string, values: unknown[]): Promise<pg.QueryResult> {
    const ask = () =>
      prepares ? super.query({ name: `${name}.${this.#round}`, text, values }) : super.query(text, values)
    try {
      return await ask()
    } catch (error) {
      if (isUnprepared(error)) prepares = false
      else if (isOutdatedPlan(error)) this.#round += 1
      else throw error
      // Within a transaction this fails as well, and the transaction is begun again for the first reason.
      return ask().catch(() => {
        throw error
      })
    }
  }
}
