import pg from 'pg'
import { PreparingClient } from './preparing-client.ts'

/** OIDs of types that come as text, although all that we store in them are exact as numbers. */
const asNumbers = new Set([20 /* int8 */, 1700 /* numeric, of sums */])

export interface PoolOptions {
  /** Most connections of this process. */
  connections: number
  /** An error of a connection that nobody uses. */
  failed: (error: Error) => void
  /** How long a statement, or an idle transaction, may take, in milliseconds; 0: as long as it likes. */
  patienceMs?: number
  /** Is done with each new connection before anybody has it; one with which it fails is closed. */
  meet?: (client: pg.PoolClient) => Promise<void>
}

/**
 * A pool of connections to PostgreSQL, whose bigints are numbers. A statement or an idle transaction that takes too
 * long is ended by the server: one that was forgotten would hold back everything that follows `xmin`.
 */
export function openPool(url: string, { connections, failed, patienceMs = 60_000, meet }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // Linux would look after two hours.
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'lianqun',
    statement_timeout: patienceMs,
    idle_in_transaction_session_timeout: patienceMs,
    ...(meet && { verify: (client, done) => void meet(client).then(() => done(), done) }),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        asNumbers.has(oid) && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // Without listeners a connection that breaks off would end the process, between the statements of a transaction too.
  pool.on('error', failed)
  pool.on('connect', client => client.on('error', failed))
  return pool
}
