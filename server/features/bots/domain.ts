import { createHash, randomBytes } from 'node:crypto'
import {
  type Bot,
  type BotManifest,
  type BotScope,
  botManifestSchema,
  limits,
  type ManagedBot,
  mayInGroup,
  type Params,
  ProtocolError,
  readManifestSchema,
} from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import { hashToken } from '../../core/tokens.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { detailsOf, parseIds, toConversation } from '../../storage/rows.ts'
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
import { postAnew, recordEvent } from './queue.ts'
import type { BotRow } from './tables.ts'

/*
 * A bot is an employee with a mark, who has a token in place of a password. It is a member of its conversations, and may
 * do there what a member may and its scopes allow.
 */

const noManifest: BotManifest = { description: '', commands: [], shortcuts: [], home: false, unfurlHosts: [] }

export const scopesOf = (row: Pick<BotRow, 'scopes'>): string[] => parseIds(row.scopes)
export const manifestOf = (row: Pick<BotRow, 'manifest'>) => readManifestSchema.parse(JSON.parse(row.manifest))

/** @throws forbidden, saying which scope */
export function requireScope(row: Pick<BotRow, 'scopes'>, scope: BotScope): void {
  if (!scopesOf(row).includes(scope))
    throw new ProtocolError('forbidden', { field: scope, message: `The bot lacks the scope ${scope}.` })
}

/** A new token; it is stored as a hash alone. */
export function newToken(): { token: string; token_hash: string } {
  const token = `lqb-${randomBytes(32).toString('base64url')}`
  return { token, token_hash: hashToken(token) }
}

/** What is signed with, in the form of Standard Webhooks. */
const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

/** Tokens as ours, and with the prefixes that the libraries of Slack want of theirs. */
const tokenForm = /^(?:xoxb-|xapp-)?(lqb-[A-Za-z0-9_-]{43})$/

/** The bot of a token that is switched on. @throws unauthenticated */
export async function botOfToken(db: Reader, token: string): Promise<BotRow> {
  const match = tokenForm.exec(token)
  const row =
    match?.[1] === undefined
      ? undefined
      : await db.selectFrom('bots').selectAll().where('token_hash', '=', hashToken(match[1])).executeTakeFirst()
  if (row === undefined)
    throw new ProtocolError('unauthenticated', { message: 'This is no token of a bot, or one that was renewed.' })
  if (row.enabled === 0) throw new ProtocolError('forbidden', { message: 'The bot is switched off.' })
  return row
}

/** @throws not_found */
export async function botById(db: Reader, id: string): Promise<BotRow> {
  const row = await db.selectFrom('bots').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new ProtocolError('not_found')
  return row
}

async function isAdmin(db: Reader, userId: string): Promise<boolean> {
  const user = await db.selectFrom('users').select('admin').where('id', '=', userId).executeTakeFirst()
  return user?.admin === 1
}

/** A bot that the user manages. @throws not_found also where they do not */
export async function managedBot(db: Reader, id: string, userId: string): Promise<BotRow> {
  const row = await botById(db, id)
  if (row.owner_id !== userId && !(await isAdmin(db, userId))) throw new ProtocolError('not_found')
  return row
}

async function toBots(db: Reader, rows: readonly BotRow[], userId: string): Promise<Bot[]> {
  if (rows.length === 0) return []
  const named = await db
    .selectFrom('employees')
    .select(['id', 'name', 'icon'])
    .where('id', 'in', idList(rows.map(({ id }) => id)))
    .execute()
  const admin = await isAdmin(db, userId)
  return rows.map(row => {
    const employee = named.find(({ id }) => id === row.id)
    return {
      id: row.id,
      name: employee?.name ?? '',
      icon: employee?.icon ?? 'bot',
      ownerId: row.owner_id,
      scopes: scopesOf(row),
      manifest: manifestOf(row),
      enabled: row.enabled !== 0,
      shared: row.shared !== 0,
      manages: admin || row.owner_id === userId,
    }
  })
}

/** Bots as those who manage them see them. `isConnected`: whether one is, at this process. */
export async function toManaged(
  db: Reader,
  rows: readonly BotRow[],
  userId: string,
  isConnected: (botId: string) => boolean,
): Promise<ManagedBot[]> {
  const bots = await toBots(db, rows, userId)
  const ids = idList(rows.map(({ id }) => id))
  const counts = await db
    .selectFrom('bot_events')
    .select(eb => ['bot_id', 'state', eb.fn.countAll<number>().as('n')])
    .where('bot_id', 'in', ids)
    .where('state', 'in', ['waiting', 'dead'])
    .groupBy(['bot_id', 'state'])
    .execute()
  const joined = await db
    .selectFrom('members')
    .select(eb => ['user_id', eb.fn.countAll<number>().as('n')])
    .where('user_id', 'in', ids)
    .where('joined', '=', 1)
    .groupBy('user_id')
    .execute()
  return bots.map((bot, i) => {
    const row = rows[i] as BotRow
    const count = (state: string) => Number(counts.find(c => c.bot_id === bot.id && c.state === state)?.n ?? 0)
    return {
      ...bot,
      createdAt: Number(row.created_at),
      webhook: row.webhook_url === null ? null : { url: row.webhook_url, format: row.webhook_format },
      waiting: count('waiting'),
      dead: count('dead'),
      connected: isConnected(bot.id),
      conversations: Number(joined.find(({ user_id }) => user_id === bot.id)?.n ?? 0),
      feishuAppId: feishuAppId(bot.id),
    }
  })
}

/** The bots that a person manages. */
export async function ownBots(db: Reader, userId: string): Promise<BotRow[]> {
  const all = db.selectFrom('bots').selectAll().orderBy('created_at').orderBy('id').limit(500)
  return ((await isAdmin(db, userId)) ? all : all.where('owner_id', '=', userId)).execute()
}

/** The bots that a person may add to groups. */
export async function catalogue(db: Reader, userId: string): Promise<Bot[]> {
  const rows = await db
    .selectFrom('bots')
    .selectAll()
    .where('enabled', '=', 1)
    .where(eb => eb.or([eb('shared', '=', 1), eb('owner_id', '=', userId)]))
    .orderBy('created_at')
    .orderBy('id')
    .limit(500)
    .execute()
  return toBots(db, rows, userId)
}

/** The bots that are told what happens in a conversation, switched on or not, and from where on each sees it. */
export async function botsIn(db: Reader, conversationId: string): Promise<(BotRow & { visible_from: number })[]> {
  return db
    .selectFrom('bots')
    .innerJoin('members', 'members.user_id', 'bots.id')
    .selectAll('bots')
    .select('members.visible_from')
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 1)
    .orderBy('bots.id')
    .execute()
}

/** @throws not_member */
export async function listBots(
  db: Reader,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<{ bots: Bot[]; mayAdd: boolean }> {
  const member = await requireMember(db, conversationId, userId)
  const conversation = await db
    .selectFrom('conversations')
    .select(['kind', 'details'])
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const details = detailsOf(conversation)
  const mayAdd =
    conversation.kind === 'group' &&
    details.departmentId === undefined &&
    mayInGroup(details.settings, 'addMembers', member.role)
  const rows = (await botsIn(db, conversationId)).filter(({ enabled }) => enabled !== 0)
  return { bots: await toBots(db, rows, userId), mayAdd }
}

/** Makes a bot. @throws limit_reached, conflict for a name or a client id that is taken */
export async function createBot(
  w: Writer,
  { actorId, botId, name, icon, scopes, clientId }: Params<'bot.create'> & { actorId: string; botId: string },
): Promise<{ row: BotRow; token: string }> {
  const { token, token_hash } = newToken()
  const known = await w.db
    .selectFrom('bots')
    .selectAll()
    .where('owner_id', '=', actorId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  if (known) {
    await w.db.updateTable('bots').set({ token_hash }).where('id', '=', known.id).execute()
    return { row: { ...known, token_hash }, token }
  }
  const { n } = await w.db
    .selectFrom('bots')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('owner_id', '=', actorId)
    .executeTakeFirstOrThrow()
  if (Number(n) >= limits.bots) throw new ProtocolError('limit_reached')
  await createEmployee(w, { id: botId, name, bot: 'app', icon })
  const row: BotRow = {
    id: botId,
    owner_id: actorId,
    client_id: clientId,
    token_hash,
    secret: newSecret(),
    scopes: JSON.stringify([...new Set(scopes)]),
    manifest: JSON.stringify(noManifest),
    enabled: 1,
    shared: 0,
    webhook_url: null,
    webhook_format: 'lianqun',
    created_at: w.now,
  }
  await w.db.insertInto('bots').values(row).execute()
  return { row, token }
}

/** Changes a bot. @throws not_found, conflict */
export async function updateBot(
  w: Writer,
  { actorId, ...input }: Params<'bot.update'> & { actorId: string },
): Promise<BotRow> {
  const { botId, name, icon, scopes, enabled, shared, webhook } = input
  const row = await managedBot(w.db, botId, actorId)
  if (name !== undefined || icon !== undefined)
    await updateEmployee(w, botId, { ...(name !== undefined && { name }), ...(icon !== undefined && { icon }) })
  const changed: BotRow = {
    ...row,
    scopes: scopes === undefined ? row.scopes : JSON.stringify([...new Set(scopes)]),
    enabled: (enabled ?? row.enabled !== 0) ? 1 : 0,
    shared: (shared ?? row.shared !== 0) ? 1 : 0,
    webhook_url: webhook === undefined ? row.webhook_url : (webhook?.url ?? null),
    webhook_format: webhook?.format ?? row.webhook_format,
  }
  const { id, ...values } = changed
  await w.db.updateTable('bots').set(values).where('id', '=', id).execute()
  w.wake(`bot:${botId}`)
  const posts = changed.enabled !== 0 && changed.webhook_url !== null
  if (posts && (changed.webhook_url !== row.webhook_url || row.enabled === 0)) await postAnew(w, botId)
  return changed
}

/** Gives a bot another token and secret. @throws not_found */
export async function renewBot(w: Writer, botId: string, actorId: string): Promise<string> {
  await managedBot(w.db, botId, actorId)
  const { token, token_hash } = newToken()
  await w.db.updateTable('bots').set({ token_hash, secret: newSecret() }).where('id', '=', botId).execute()
  w.wake(`bot:${botId}`)
  return token
}

/** What a bot offers from now on. @throws conflict for two commands of one name */
export async function setManifest(w: Writer, bot: BotRow, manifest: BotManifest): Promise<void> {
  const written = parseInput(botManifestSchema, manifest, 'manifest')
  for (const names of [written.commands.map(({ name }) => name), written.shortcuts.map(({ id }) => id)])
    if (new Set(names).size < names.length)
      throw new ProtocolError('conflict', { field: 'manifest', message: 'Two commands or shortcuts have one name.' })
  await w.db
    .updateTable('bots')
    .set({ manifest: JSON.stringify(written) })
    .where('id', '=', bot.id)
    .execute()
}

/** The conversations that a bot is in. */
export async function conversationIdsOf(db: Reader, botId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .select('conversation_id')
    .where('user_id', '=', botId)
    .where('joined', '=', 1)
    .execute()
  return rows.map(row => row.conversation_id)
}

/** Ends a bot. The locks of its conversations are held. @throws not_found */
export async function removeBot(w: Writer, botId: string, actorId: string): Promise<void> {
  await managedBot(w.db, botId, actorId)
  for (const id of await conversationIdsOf(w.db, botId)) await takeOut(w, id, botId, actorId)
  for (const table of ['bot_views', 'bot_values', 'bot_events'] as const)
    await w.db.deleteFrom(table).where('bot_id', '=', botId).execute()
  await w.db.deleteFrom('bots').where('id', '=', botId).execute()
  await updateEmployee(w, botId, { deleted: true })
  w.wake(`bot:${botId}`)
}

interface OfGroup {
  botId: string
  conversationId: string
  actorId: string
}

/** Adds a bot to a group; `made`: one that it has made itself. @throws not_found, not_member, forbidden, only_admins, limit_reached */
export async function joinBot(
  w: Writer,
  { botId, conversationId, actorId, made = false }: OfGroup & { made?: boolean },
  maxMembers: number,
): Promise<void> {
  const row = await botById(w.db, botId)
  if (row.enabled === 0 || (row.shared === 0 && row.owner_id !== actorId && !made)) throw new ProtocolError('not_found')
  const { c } = await requireGroup(w, conversationId, actorId, 'addMembers')
  const added = await addToGroup(w, c, [botId], { type: 'system', event: 'added', actorId }, maxMembers, true)
  if (added === 0) return
  await listen(w, conversationId)
  await recordEvent(w, row, 'conversation.joined', conversationId, { conversation: toConversation(c.row), actorId })
}

/** A bot is told what happens in a conversation from now on. */
async function listen(w: Writer, conversationId: string): Promise<void> {
  const c = await w.conversation(conversationId)
  if (c.row.listened !== 0) return
  c.row.listened = 1
  const revision = c.changes.head
  await w.db
    .insertInto('bot_cursors')
    .values({ conversation_id: conversationId, revision })
    .onConflict(conflict => conflict.column('conversation_id').doUpdateSet({ revision }))
    .execute()
  await w.db.updateTable('conversations').set({ listened: 1 }).where('id', '=', conversationId).execute()
}

/** Takes a bot out of a group. @throws not_found, not_member, forbidden, only_admins */
export async function leaveBot(w: Writer, { botId, conversationId, actorId }: OfGroup): Promise<void> {
  const row = await botById(w.db, botId)
  const { member } = await requireGroup(w, conversationId, actorId)
  if (member.role === 'member' && actorId !== row.owner_id && actorId !== botId) throw new ProtocolError('only_admins')
  await takeOut(w, conversationId, botId, actorId)
}

async function takeOut(w: Writer, conversationId: string, botId: string, actorId: string): Promise<void> {
  const c = await w.conversation(conversationId)
  const member = (await memberRows(w.db, conversationId, [botId])).get(botId)
  if (member?.joined !== 1) return
  await w.saveMembers(c, [asLeft(member, actorId, w.now)], 'left')
  await touchMembers(w, c, 0, { bots: -1, without: [member] })
  if (c.row.kind === 'group') await audit(w, { conversationId, actorId, action: 'bot', before: { botId } })
}

/** The bots of a group in which no person is any more; none where there is one. */
export async function forsakenBots(db: Reader, conversationId: string): Promise<BotRow[]> {
  const [anybody] = await standing(db, conversationId, 1)
  return anybody === undefined ? botsIn(db, conversationId) : []
}

/** Takes the bots out of a group in which no person is any more. The locks of `ids` are held. */
export async function endForsaken(w: Writer, conversationId: string, ids: readonly string[]): Promise<void> {
  for (const { id, owner_id } of await forsakenBots(w.db, conversationId))
    if (ids.includes(id)) await takeOut(w, conversationId, id, owner_id)
}

/** The app id that Feishu's libraries ask for: `cli_` and sixteen hexadecimal digits. */
export function feishuAppId(botId: string): string {
  return `cli_${createHash('sha256').update(botId).digest('hex').slice(0, 16)}`
}
