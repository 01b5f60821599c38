import { randomBytes, randomUUID } from 'node:crypto'
import {
  type Hook,
  type HookOptions,
  hookOptionsSchema,
  limits,
  mayInGroup,
  type Params,
  ProtocolError,
} from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import { detailsOf } from '../../storage/rows.ts'
import type { MemberRow } from '../../storage/tables.ts'
import {
  addToGroup,
  asLeft,
  audit,
  memberRows,
  requireGroup,
  requireMember,
  standing,
  touchMembers,
} from '../conversations/index.ts'
import { createEmployee, updateEmployee } from '../directory/index.ts'
import { requireOwnName } from './names.ts'
import { stands } from './standing.ts'
import type { HookRow } from './tables.ts'

/*
 * A hook belongs to a group. It speaks as a bot of its own, which is a member of the group for as long as there is the
 * hook. Who made it and the owner and admins of the group manage it.
 */

const dayMs = 24 * 3_600_000

const defaultOptions: HookOptions = {
  signed: false,
  networks: [],
  keywords: [],
  muted: [],
  conditions: [],
  mapping: null,
  language: 'zh',
  calls: true,
}

/** The options of a hook; what a later version has there besides is left out. */
export function optionsOf(row: Pick<HookRow, 'options'>): HookOptions {
  return { ...defaultOptions, ...(JSON.parse(row.options) as Partial<HookOptions>) }
}

/** Whether buttons of its cards may call other systems. */
export function mayCall(row: Pick<HookRow, 'options'>): boolean {
  return optionsOf(row).calls !== false
}

function newKey(): Pick<HookRow, 'key' | 'secret'> {
  return { key: randomUUID(), secret: `SEC${randomBytes(32).toString('hex')}` }
}

/** As `randomUUID` writes them. Other texts are asked for nowhere: PostgreSQL refuses some of them. */
const keyForm = /^[0-9a-f-]{36}$/

export async function hookByKey(db: Reader, key: string): Promise<HookRow | undefined> {
  if (!keyForm.test(key)) return undefined
  return db.selectFrom('hooks').selectAll().where('key', '=', key).executeTakeFirst()
}

export async function hookById(db: Reader, id: string): Promise<HookRow> {
  const row = await db.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  return row
}

/** The hook of a bot, or undefined. */
export async function hookOfBot(db: Reader, botId: string): Promise<HookRow | undefined> {
  return db.selectFrom('hooks').selectAll().where('bot_id', '=', botId).executeTakeFirst()
}

function manages(row: HookRow, member: MemberRow): boolean {
  return member.role !== 'member' || row.created_by === member.user_id
}

/** A hook that the user manages. @throws not_found also where they may not know of it, only_admins */
export async function managedHook(db: Reader, id: string, userId: string): Promise<HookRow> {
  const row = await hookById(db, id)
  const people = await memberRows(db, row.conversation_id, [userId, row.bot_id])
  const member = people.get(userId)
  // Without its bot a hook is over.
  if (member?.joined !== 1 || people.get(row.bot_id)?.joined !== 1) throw new ProtocolError('not_found')
  if (!manages(row, member)) throw new ProtocolError('only_admins')
  return row
}

async function toHooks(db: Reader, rows: readonly HookRow[], member: MemberRow): Promise<Hook[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const bots = await db
    .selectFrom('employees')
    .select(['id', 'name', 'icon'])
    .where(
      'id',
      'in',
      rows.map(row => row.bot_id),
    )
    .execute()
  const counts = await db
    .selectFrom('hook_deliveries')
    .select(eb => [
      'hook_id',
      eb.fn.sum<number>('times').as('all'),
      eb.fn.sum<number>('times').filterWhere('verdict', 'in', ['refused', 'failed']).as('failed'),
    ])
    .where('hook_id', 'in', ids)
    .where('at', '>', Date.now() - dayMs)
    .groupBy('hook_id')
    .execute()
  return rows.map(row => {
    const bot = bots.find(({ id }) => id === row.bot_id)
    const count = counts.find(({ hook_id }) => hook_id === row.id)
    return {
      id: row.id,
      conversationId: row.conversation_id,
      botId: row.bot_id,
      name: bot?.name ?? '',
      icon: bot?.icon ?? 'bot',
      enabled: row.enabled !== 0,
      createdBy: row.created_by,
      createdAt: Number(row.created_at),
      lastAt: row.last_at === null ? null : Number(row.last_at),
      today: Number(count?.all ?? 0),
      failedToday: Number(count?.failed ?? 0),
      manages: manages(row, member),
    }
  })
}

/** The hooks of a group that are not over: their bots are in it. */
const hooksIn = (db: Reader, conversationId: string) =>
  db
    .selectFrom('hooks')
    .innerJoin('members', join =>
      join
        .onRef('members.conversation_id', '=', 'hooks.conversation_id')
        .onRef('members.user_id', '=', 'hooks.bot_id')
        .on('members.joined', '=', 1),
    )
    .selectAll('hooks')
    .where('hooks.conversation_id', '=', conversationId)

/** The hooks of a group, as one of its members sees them. @throws not_member */
export async function listHooks(
  db: Reader,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<{ hooks: Hook[]; mayAdd: boolean }> {
  const member = await requireMember(db, conversationId, userId)
  const conversation = await db
    .selectFrom('conversations')
    .select(['kind', 'details'])
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const rows = await hooksIn(db, conversationId).orderBy('hooks.created_at').orderBy('hooks.id').execute()
  const { settings, departmentId } = detailsOf(conversation)
  const mayAdd =
    conversation.kind === 'group' && departmentId === undefined && mayInGroup(settings, 'addMembers', member.role)
  return { hooks: await toHooks(db, rows, member), mayAdd }
}

/**
 * Makes a hook, whose bot joins the group. `botId`: a random one, whose lock is held.
 * @throws not_member, forbidden, only_admins, follows_department, limit_reached, conflict
 */
export async function createHook(
  w: Writer,
  input: Params<'hook.create'> & { actorId: string; botId: string },
  maxMembers: number,
): Promise<Hook> {
  const { conversationId, actorId, clientId, name, icon, language, botId } = input
  const { c, member } = await requireGroup(w, conversationId, actorId, 'addMembers')
  const known = await w.db
    .selectFrom('hooks')
    .selectAll()
    .where('created_by', '=', actorId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  if (known) {
    if (known.conversation_id !== conversationId) throw new ProtocolError('conflict', { field: 'clientId' })
    return one(w.db, known, member)
  }
  if ((await hooksIn(w.db, conversationId).execute()).length >= limits.hooks) throw new ProtocolError('limit_reached')
  await requireOwnName(w.db, conversationId, name)
  await createEmployee(w, { id: botId, name, bot: 'hook', icon })
  const row: HookRow = {
    id: randomId(),
    conversation_id: conversationId,
    bot_id: botId,
    ...newKey(),
    enabled: 1,
    created_by: actorId,
    created_at: w.now,
    client_id: clientId,
    options: JSON.stringify({ ...defaultOptions, language }),
    last_at: null,
  }
  await w.db.insertInto('hooks').values(row).execute()
  await addToGroup(w, c, [botId], { type: 'system', event: 'added', actorId }, maxMembers, true)
  await audit(w, { conversationId, actorId, action: 'hook', after: { name } })
  return one(w.db, row, member)
}

async function one(db: Reader, row: HookRow, member: MemberRow): Promise<Hook> {
  const [hook] = await toHooks(db, [row], member)
  if (!hook) throw new ProtocolError('not_found')
  return hook
}

/** Changes a hook. @throws not_found, only_admins, invalid_params, conflict for the name of a member */
export async function updateHook(
  w: Writer,
  { hookId, actorId, name, icon, enabled, options }: Params<'hook.update'> & { actorId: string },
): Promise<Hook> {
  const row = await managedHook(w.db, hookId, actorId)
  const conversationId = row.conversation_id
  const changed: HookRow = {
    ...row,
    enabled: (enabled ?? row.enabled !== 0) ? 1 : 0,
    options: JSON.stringify(parseInput(hookOptionsSchema, { ...optionsOf(row), ...options }, 'options')),
  }
  if (name !== undefined || icon !== undefined) {
    if (name !== undefined) await requireOwnName(w.db, conversationId, name)
    await updateEmployee(w, row.bot_id, { ...(name !== undefined && { name }), ...(icon !== undefined && { icon }) })
  }
  const { enabled: on, options: kept } = changed
  await w.db.updateTable('hooks').set({ enabled: on, options: kept }).where('id', '=', hookId).execute()
  const before = { enabled: row.enabled !== 0, ...optionsOf(row) }
  const after = { enabled: on !== 0, ...optionsOf(changed), ...(name !== undefined && { name }) }
  await audit(w, { conversationId, actorId, action: 'hook', before, after })
  return one(w.db, changed, await requireMember(w.db, conversationId, actorId))
}

/**
 * Gives a hook another key and secret. Where it may not post any more, it speaks for the actor from then on.
 * @throws not_found, only_admins
 */
export async function renewHook(w: Writer, { hookId, actorId }: { hookId: string; actorId: string }): Promise<void> {
  const row = await managedHook(w.db, hookId, actorId)
  const { created_by: createdBy, conversation_id: conversationId } = row
  const taken = createdBy !== actorId && !(await stands(w.db, row))
  await w.db
    .updateTable('hooks')
    // What its maker called it is a name of theirs.
    .set({ ...newKey(), ...(taken && { created_by: actorId, client_id: randomId() }) })
    .where('id', '=', hookId)
    .execute()
  const change = taken ? { before: { createdBy }, after: { createdBy: actorId } } : {}
  await audit(w, { conversationId, actorId, action: 'hookKey', ...change })
}

/** Ends a hook: its bot leaves, and its log goes. @throws not_found, only_admins */
export async function removeHook(w: Writer, { hookId, actorId }: { hookId: string; actorId: string }): Promise<void> {
  await endHook(w, await managedHook(w.db, hookId, actorId), actorId)
  await w.db.deleteFrom('hooks').where('id', '=', hookId).execute()
}

async function endHook(w: Writer, row: HookRow, actorId: string): Promise<void> {
  const { id, conversation_id: conversationId, bot_id: botId } = row
  const c = await w.conversation(conversationId)
  const bot = (await memberRows(w.db, conversationId, [botId])).get(botId)
  if (bot?.joined === 1) {
    await w.saveMembers(c, [asLeft(bot, actorId, w.now)], 'left')
    await touchMembers(w, c, 0, { without: [bot], bots: -1 })
  }
  const { name } = await updateEmployee(w, botId, { deleted: true })
  w.enqueue([{ kind: 'forgetHook', key: id, payload: { hookId: id } }])
  await audit(w, { conversationId, actorId, action: 'unhook', before: { name } })
}

/** The hooks of a group whose bots are out of it; all where no person is left. */
export async function forsakenHooks(db: Reader, conversationId: string): Promise<HookRow[]> {
  const [anybody] = await standing(db, conversationId, 1)
  return db
    .selectFrom('hooks')
    .innerJoin('employees', 'employees.id', 'hooks.bot_id')
    .leftJoin('members', join =>
      join
        .onRef('members.conversation_id', '=', 'hooks.conversation_id')
        .onRef('members.user_id', '=', 'hooks.bot_id')
        .on('members.joined', '=', 1),
    )
    .selectAll('hooks')
    .where('hooks.conversation_id', '=', conversationId)
    .where('employees.deleted', '=', 0)
    .$if(anybody !== undefined, query => query.where('members.user_id', 'is', null))
    .execute()
}

/** Ends the hooks of a group that nobody manages any more. Who posts to them is told that they are switched off. */
export async function endForsaken(w: Writer, conversationId: string, ids: readonly string[]): Promise<void> {
  for (const row of await forsakenHooks(w.db, conversationId)) {
    if (!ids.includes(row.id)) continue
    const last = await w.db
      .selectFrom('members')
      .select(['user_id', 'left_by'])
      .where('conversation_id', '=', conversationId)
      .where('left_at', 'is not', null)
      .orderBy(eb => eb.case().when('user_id', '=', row.bot_id).then(0).else(1).end())
      .orderBy('left_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    await endHook(w, row, last?.left_by ?? last?.user_id ?? row.created_by)
    await w.db.updateTable('hooks').set({ enabled: 0 }).where('id', '=', row.id).execute()
  }
}
