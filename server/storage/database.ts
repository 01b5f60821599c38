import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** Reads, whatever the storage is made of. */
export type Reader = Kysely<Tables>
/** Reads and writes that are committed together. */
export type Trx = Transaction<Tables>
