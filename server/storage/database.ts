import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** Read access, independent of the database. */
export type Reader = Kysely<Tables>
/** A transaction for reads and writes. */
export type Trx = Transaction<Tables>
