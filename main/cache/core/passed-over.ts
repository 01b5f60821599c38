import type { ReceivedChange, Scope } from '@lianqun/protocol'
import { headsScope } from './scopes.ts'
import type { WriteContext } from './write-context.ts'

/** The key for unreadable messages of a conversation, noted apart from its scope: history has to be read again too. */
export const messagesOf = (scope: Scope) => `messages:${scope}`

/**
 * Records that a row of a scope could not be read: a later version of the app reads the scope again from there.
 * `above`: a revision below that of the row, for when its own cannot be read either.
 */
export function notePassedOver(context: WriteContext, scope: Scope, change: ReceivedChange, above: number): void {
  const revision = Math.max(change.value.revision, above + 1)
  note(context, scope, revision)
  if (change.entity === 'unknown' && change.name === 'message') note(context, messagesOf(scope), revision)
}

/** Notes that a message could not be read, or not be kept: a later version reads those from `seq` on again. */
export function notePassedOverMessage(context: WriteContext, scope: Scope, seq: number, revision: number): void {
  note(context, scope, revision)
  note(context, messagesOf(scope), seq)
}

/** Notes that a head could not be read: a later version of the app reads all heads again. */
export function notePassedOverHead(context: WriteContext): void {
  note(context, headsScope, 1)
}

function note(context: WriteContext, scope: string, revision: number): void {
  context.sql.run(
    `INSERT INTO passed_over (scope, revision) VALUES (?, ?)
     ON CONFLICT (scope) DO UPDATE SET revision = min(revision, excluded.revision)`,
    scope,
    revision,
  )
}

export function forgetPassedOver(context: WriteContext, scope: Scope): void {
  context.sql.run('DELETE FROM passed_over WHERE scope IN (?, ?)', scope, messagesOf(scope))
}
