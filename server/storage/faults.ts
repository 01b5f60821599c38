import { sqliteCode } from '../../common/node/sqlite.ts'

/* What errors of the databases mean. The codes of PostgreSQL are SQLSTATE (its documentation, appendix A). */

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Whether the disk of the database is full. */
export function isStorageFull(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_FULL' || codeOf(error) === '53100'
}

const codesOfOne = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/

/** Whether one of several inputs may have caused the error; a full disk or a closed database affects all of them. */
export function oneIsAtFault(error: unknown): boolean {
  const code = sqliteCode(error)
  if (code !== null) return codesOfOne.test(code)
  if (error instanceof TypeError || error instanceof RangeError) return true
  // Data exceptions, violated constraints, and what is too much of something.
  return /^(2[23]|54)\w{3}$/.test(codeOf(error))
}

/**
 * Whether the same transaction may succeed when it is begun again, or find out what is wrong: another one was in its way,
 * or took or made meanwhile what it had looked at.
 */
export function isConflict(error: unknown): boolean {
  return /^(40001|40P01|23503|23505)$/.test(codeOf(error)) || isOutdatedPlan(error) || isUnprepared(error)
}

/** Whether a migration has changed the columns of what a prepared statement returns. */
export function isOutdatedPlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && /cached plan must not change result type/.test(String(error))
}

/** Whether a statement took longer than it may, as for a lock that another program holds. */
export function isTooSlow(error: unknown): boolean {
  return codeOf(error) === '57014'
}

/** Whether statements cannot be prepared here: what stands between leads each to another connection. */
export function isUnprepared(error: unknown): boolean {
  return /^(42P05|26000)$/.test(codeOf(error))
}

/**
 * Whether the connection to the database broke off, or none could be made, or it takes no writes for now, as when it became
 * a standby.
 */
export function isDisconnected(error: unknown): boolean {
  if (
    /^(08\w{3}|57P0[1235]|25P0[34]|25006|53300|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(
      codeOf(error),
    )
  )
    return true
  const text = error instanceof Error ? error.message : ''
  return /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
    text,
  )
}
