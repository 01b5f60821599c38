import { ProtocolError } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { endSessions } from './sessions.ts'

/** The account name of a user, or null: without one nobody can sign in. */
export async function accountOf(db: Reader, userId: string): Promise<string | null> {
  const user = await db.selectFrom('users').select('account').where('id', '=', userId).executeTakeFirst()
  return user?.account ?? null
}

/** Disables an account and ends its sessions, or enables it again. */
export async function setDisabled(w: Writer, userId: string, disabled: boolean): Promise<void> {
  await w.db
    .updateTable('users')
    .set({ disabled: disabled ? 1 : 0 })
    .where('id', '=', userId)
    .execute()
  if (disabled) await endSessions(w, { userId }, 'account_disabled')
}

/** Sets a password (as a hash) and signs all devices out, but for the session `except`. @throws not_found */
export async function setPasswordHash(w: Writer, userId: string, passwordHash: string, except?: string): Promise<void> {
  const user = await w.db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst()
  if (!user) throw new ProtocolError('not_found')
  await w.db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute()
  await endSessions(w, { userId, ...(except === undefined ? {} : { except }) }, 'revoked')
}
