import { createHash, randomBytes } from 'node:crypto'
import type { Session } from '@lianqun/protocol'

/*
 * The key of an account on this machine. What a server says of itself, the workspace's id and the user's, is not enough
 * to open what was kept for another one: the files of an account belong to the origin at which the person signed in.
 * Those of the first account with these ids have the plain key, as those of earlier versions.
 */

export const accountKeyPattern = /^[0-9a-f]{24}(o[0-9a-f]{12})?$/

/** The part of the key that follows from what the server says. */
export function accountBase({ workspace, userId }: Pick<Session, 'workspace' | 'userId'>): string {
  return createHash('sha256').update(`${workspace.id}/${userId}`).digest('hex').slice(0, 24)
}

/** Files of an account: `origin` is where they belong, null where an earlier version did not note it. */
export interface KnownAccount {
  key: string
  origin: string | null
}

/** `moved`: there are only files of another origin, and the person has to say whether it is the same workspace. */
export type FoundAccount = { key: string } | { moved: KnownAccount }

/**
 * The key for a sign-in at `origin`. `lastOrigin`: where the person signed in last, to which files without a noted
 * origin belong. `choice`: the person's answer, `same` takes the files of the other origin along.
 */
export function findAccount(
  base: string,
  known: readonly KnownAccount[],
  { origin, lastOrigin, choice }: { origin: string; lastOrigin: string | null; choice?: 'same' | 'other' | undefined },
): FoundAccount {
  const placed = known.map(account => ({ ...account, origin: account.origin ?? lastOrigin }))
  const here = placed.find(account => account.origin === origin)
  if (here !== undefined) return { key: here.key }
  const [elsewhere] = placed
  if (elsewhere === undefined) return { key: base }
  if (choice === 'same') return { key: elsewhere.key }
  if (choice === undefined) return { moved: elsewhere }
  return { key: `${base}o${randomBytes(6).toString('hex')}` }
}
