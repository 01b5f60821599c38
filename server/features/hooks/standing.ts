import { mayInGroup } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { HookRow } from './tables.ts'

/*
 * A hook speaks for whoever made it: it says no more in the group than they may say there now. Slow mode is for people;
 * a hook has a rate of its own.
 */

/** A hook may not post now. The message is for whoever reads its log. */
export class NoStanding extends Error {}

/** What the maker of a hook may do in its group now. */
export interface Standing {
  mayCallAll: boolean
}

const takeOver = 'Somebody who may can give the hook a new address: then it speaks for them.'

/** Asks whether a hook may post. @throws NoStanding */
export async function requireStanding(
  db: Reader,
  { conversation_id, created_by }: Pick<HookRow, 'conversation_id' | 'created_by'>,
): Promise<Standing> {
  const maker = await db
    .selectFrom('employees')
    .innerJoin('users', 'users.id', 'employees.id')
    .leftJoin('members', join =>
      join.onRef('members.user_id', '=', 'employees.id').on('members.conversation_id', '=', conversation_id),
    )
    .select(['employees.deleted', 'users.disabled', 'members.joined', 'members.role'])
    .where('employees.id', '=', created_by)
    .executeTakeFirst()
  if (maker === undefined || maker.deleted !== 0 || maker.disabled !== 0)
    throw new NoStanding(`Whoever made this hook does not work here any more. ${takeOver}`)
  const { joined, role } = maker
  if (joined !== 1 || role === null)
    throw new NoStanding(`Whoever made this hook is not in the group any more. ${takeOver}`)
  const { settings } = detailsOf(
    await db.selectFrom('conversations').select('details').where('id', '=', conversation_id).executeTakeFirstOrThrow(),
  )
  if (!mayInGroup(settings, 'speak', role))
    throw new NoStanding(`Only admins may speak in the group, and whoever made this hook is none. ${takeOver}`)
  return { mayCallAll: mayInGroup(settings, 'mentionAll', role) }
}

/** Whether a hook may post now, for all its maker may do. */
export async function stands(db: Reader, hook: Pick<HookRow, 'conversation_id' | 'created_by'>): Promise<boolean> {
  try {
    await requireStanding(db, hook)
    return true
  } catch (error) {
    if (error instanceof NoStanding) return false
    throw error
  }
}
