import { contentMentions, type KnownContent, type Message } from '@lianqun/protocol'
import { type ConversationWriter, insertParts, type Writer } from '../core/writer.ts'
import { type Domain, hashPassword } from '../domain.ts'
import { confirmAnnouncement, createAnnouncement } from '../features/announcements/index.ts'
import { createGroup, direct } from '../features/conversations/index.ts'
import * as directory from '../features/directory/index.ts'
import { configure, createDepartmentGroup, describeGroup, setNickname, setRole } from '../features/groups/index.ts'
import { setLabel } from '../features/me/index.ts'
import { defaultLimits } from '../options.ts'
import { idList } from '../storage/id-list.ts'
import { detailsOf, toMessageRow } from '../storage/rows.ts'
import { StartupError } from '../storage/startup-error.ts'
import { makeCompanions, stageTasks } from './companions.ts'
import { type DemoConversation, dress } from './dress.ts'
import { contentOf } from './format.ts'
import { bringIn, hookEventsDue, makeHook } from './hooks.ts'
import { groupIdOf, userIdOf } from './ids.ts'
import { mark, type View } from './marks.ts'
import { linkPages } from './pages.ts'
import { relink } from './relink.ts'
import { chance, lineId, storyDay, storyDayOf, timesOf } from './story.ts'
import type { DemoAnnouncement, DemoCompany, DemoDepartment, DemoGroup, DemoMessage } from './types.ts'

/** The password of every demo account. */
export const demoPassword = 'lianqun-demo'

const departmentIdOf = (key: string): string => `d_${key}`

const minute = 60_000
/** How long before its first message a conversation was made. */
const beforeFirst = 2 * minute

/** What a demo is filled for. */
export interface LoadOptions {
  /** The present, in milliseconds. */
  now: number
  /** Where the demo's pages are served. */
  pagesUrl: string
}

export interface LoadedDemo {
  /** The last day of the story. */
  day: number
  conversations: readonly DemoConversation[]
}

/**
 * Fills an empty workspace with a demo company, up to what has been said by `now`, in one transaction, so that an
 * interrupted start leaves nothing. In a workspace that has the demo already, adds what was said meanwhile, and lets
 * the links lead to this start.
 * @throws StartupError when the workspace holds other data
 */
export async function loadDemo(domain: Domain, company: DemoCompany, options: LoadOptions): Promise<LoadedDemo> {
  const passwordHash = await hashPassword(demoPassword)
  return domain.write('workspace', async w => {
    const filled = await filledDay(w, company)
    if (filled !== null) {
      await relink(w, options.pagesUrl)
      const conversations = await conversationsOf(w, company)
      if (await hasLines(w, company)) {
        for (const each of conversations) {
          const said = await fill(w, each, company, filled, options)
          await dress(w, each, company, said, options.pagesUrl)
        }
      }
      return { day: filled, conversations }
    }
    const someone = await w.db.selectFrom('employees').select('id').limit(1).execute()
    if (someone.length > 0) {
      throw new StartupError('This data folder holds another workspace. Name an empty one with --data for the demo.')
    }
    const day = storyDay(options.now)
    await directory.setOrganisation(w, { name: company.name, latinName: company.latinName })
    for (const { key, parent, name, latinName, order, leaders } of parentsFirst(company.departments)) {
      await directory.createDepartment(w, {
        id: departmentIdOf(key),
        parentId: parent === null ? null : departmentIdOf(parent),
        name,
        latinName,
        sortOrder: order,
        leaderIds: leaders.map(userIdOf),
      })
    }
    await loadPeople(w, company, passwordHash)
    const conversations = await loadConversations(w, company, day, options)
    for (const announcement of company.announcements) await loadAnnouncement(w, company, announcement, day, options)
    return { day, conversations }
  })
}

/** Whether the demo of a company is in the workspace. */
export function hasDemo(domain: Domain, company: DemoCompany): Promise<boolean> {
  return domain.write('workspace', async w => (await filledDay(w, company)) !== null)
}

/** The last day of the story of a company that is in the workspace, else null. */
async function filledDay(w: Writer, company: DemoCompany): Promise<number | null> {
  const [group] = company.groups
  const at = group?.messages[0]?.at
  if (group === undefined || at === undefined) return null
  const made = await w.db
    .selectFrom('conversations')
    .select('created_at')
    .where('id', '=', groupIdOf(group.key))
    .executeTakeFirst()
  return made === undefined ? null : storyDayOf(at, Number(made.created_at) + beforeFirst)
}

/** Whether the lines in the workspace have the ids of this version; those of an earlier one are left as they are. */
async function hasLines(w: Writer, { groups: [group] }: DemoCompany): Promise<boolean> {
  const first = await w.db
    .selectFrom('messages')
    .select('seq')
    .where('client_id', '=', lineId(group?.key ?? '', 0))
    .executeTakeFirst()
  return first !== undefined
}

function parentsFirst(departments: readonly DemoDepartment[]): DemoDepartment[] {
  const byKey = new Map(departments.map(department => [department.key, department]))
  const depth = ({ parent }: DemoDepartment): number => {
    const above = parent === null ? undefined : byKey.get(parent)
    return above ? depth(above) + 1 : 0
  }
  return [...departments].sort((a, b) => depth(a) - depth(b))
}

async function loadPeople(w: Writer, company: DemoCompany, passwordHash: string): Promise<void> {
  const publishers = new Set(company.announcements.map(({ author }) => author))
  for (const { key, departments, place = '', admin = false, external = false, ...person } of company.people) {
    const { name, latinName, title, phone, mail, staffNo } = person
    await directory.createEmployee(w, {
      id: userIdOf(key),
      account: key,
      passwordHash,
      name,
      latinName,
      departmentIds: departments.map(departmentIdOf),
      title,
      phone,
      mail,
      staffNo,
      place,
      external,
      admin,
      publisher: admin || publishers.has(key),
    })
  }
}

/**
 * The company's conversations; `key` is that of their lines. Direct ones are made when they are not there, groups that
 * an earlier version of the demo lacks are left out.
 */
export async function conversationsOf(w: Writer, company: DemoCompany): Promise<DemoConversation[]> {
  const all = company.groups.map(({ key, messages }) => ({ id: groupIdOf(key), key, messages }))
  const ids = idList(all.map(({ id }) => id))
  const rows = await w.db.selectFrom('conversations').select('id').where('id', 'in', ids).execute()
  const made = new Set(rows.map(({ id }) => id))
  const groups = all.filter(({ id }) => made.has(id))
  const directs: DemoConversation[] = []
  for (const { with: other, messages } of company.directs) {
    const { id } = await direct(w, userIdOf(company.account), userIdOf(other))
    directs.push({ id, key: `direct/${other}`, messages })
  }
  return [...groups, ...directs]
}

async function loadConversations(
  w: Writer,
  company: DemoCompany,
  day: number,
  options: LoadOptions,
): Promise<DemoConversation[]> {
  const views = new Map<string, View>([
    ...company.groups.map(group => [group.key, group] as const),
    ...company.directs.map(chat => [`direct/${chat.with}`, chat] as const),
  ])
  for (const [n, { name, hue, words }] of company.labels.entries()) {
    const rules = words.map(value => ({ kind: 'name' as const, value }))
    await setLabel(w, userIdOf(company.account), { id: `demo-${n}`, name, hue, rules })
  }
  for (const group of company.groups) {
    await makeGroup(w, group)
    await administer(w, group)
  }
  for (const hook of company.hooks) await makeHook(w, company, hook, defaultLimits.maxMembers)
  await makeCompanions(w, company, defaultLimits.maxMembers)
  const conversations = await conversationsOf(w, company)
  for (const conversation of conversations) {
    const { id, key, messages } = conversation
    const made = (timesOf(messages, day)[0] ?? options.now) - beforeFirst
    await w.db.updateTable('conversations').set({ created_at: made }).where('id', '=', id).execute()
    await w.db.updateTable('members').set({ joined_at: made }).where('conversation_id', '=', id).execute()
    await w.db.updateTable('messages').set({ sent_at: made }).where('conversation_id', '=', id).execute()
    await w.db.updateTable('hooks').set({ created_at: made }).where('conversation_id', '=', id).execute()
    const c = await w.conversation(id)
    const { clock } = detailsOf(c.row)
    if (clock) c.touch({ details: JSON.stringify({ ...detailsOf(c.row), clock: { ...clock, openedAt: made } }) })
    const said = await fill(w, conversation, company, day, options)
    await stageTasks(w, company, id)
    await mark(w, id, company.account, views.get(key) ?? {})
    await dress(w, conversation, company, said, options.pagesUrl)
  }
  return conversations
}

async function makeGroup(w: Writer, { key, owner, members, name, problem, department }: DemoGroup): Promise<void> {
  const id = groupIdOf(key)
  if (department !== undefined) {
    const made = { id, name, departmentId: departmentIdOf(department) }
    await createDepartmentGroup(w, made, defaultLimits.maxMembers)
    return
  }
  const made = { id, ownerId: userIdOf(owner), userIds: members.map(userIdOf), name, problem }
  await createGroup(w, made, defaultLimits.maxMembers)
}

/** Sets a group up as its owner did. */
async function administer(w: Writer, group: DemoGroup): Promise<void> {
  const by = { conversationId: groupIdOf(group.key), actorId: userIdOf(group.owner) }
  for (const key of group.admins ?? []) await setRole(w, { ...by, userId: userIdOf(key), role: 'admin' })
  if (group.description !== undefined) await describeGroup(w, { ...by, description: group.description })
  if (group.settings !== undefined) await configure(w, { ...by, settings: group.settings })
  for (const [key, nickname] of Object.entries(group.nicknames ?? {}))
    await setNickname(w, { ...by, actorId: userIdOf(key), nickname })
}

/**
 * Stores the messages of a conversation that were sent by now and are not in it yet, with the times of the story, and
 * among them what came to its hook. Returns the messages.
 */
async function fill(
  w: Writer,
  { id, key, messages }: DemoConversation,
  company: DemoCompany,
  day: number,
  { now, pagesUrl }: LoadOptions,
): Promise<DemoMessage[]> {
  const times = timesOf(messages, day)
  const lines = messages.flatMap((message, i) => {
    const at = times[i] ?? now
    return at <= now ? [{ message, at, clientId: lineId(key, i) }] : []
  })
  const ids = lines.map(({ clientId }) => clientId)
  const stored = await w.db
    .selectFrom('messages')
    .select('client_id')
    .where('conversation_id', '=', id)
    .where('client_id', 'in', idList(ids))
    .execute()
  const known = new Set(stored.map(row => row.client_id))
  // Later on the demo user says nothing by themselves.
  const missing = lines.filter(
    ({ message, clientId }) => !known.has(clientId) && (known.size === 0 || message.from !== company.account),
  )
  const due = await hookEventsDue(w, { id, company, day, now })
  const newest = await w.db
    .selectFrom('messages')
    .select(({ fn }) => fn.max('sent_at').as('at'))
    .where('conversation_id', '=', id)
    .executeTakeFirst()
  const afterNewest = (at: number) => Math.max(at, Number(newest?.at ?? 0))
  let said = 0
  const say = async (until: number) => {
    const lines = missing.slice(said, until).map(({ message: { from, text }, at, clientId }) => ({
      senderId: userIdOf(from),
      content: contentOf(company, text, pagesUrl),
      sentAt: afterNewest(at),
      clientId,
    }))
    said = Math.max(said, until)
    await store(w, id, lines)
  }
  for (const event of due?.events ?? []) {
    const next = missing.findIndex(({ at }) => at > event.at)
    await say(next < 0 ? missing.length : next)
    if (due) await bringIn(w, due.row, event, { company, at: afterNewest(event.at), pagesUrl })
  }
  await say(missing.length)
  return missing.map(({ message }) => message)
}

interface FilledLine {
  senderId: string
  content: KnownContent
  sentAt: number
  clientId: string
}

/** Adds the next messages of a conversation. */
async function store(w: Writer, id: string, lines: readonly FilledLine[]): Promise<void> {
  if (lines.length === 0) return
  const c = await w.conversation(id)
  const rows = lines.map(line => add(c, line))
  for (const part of insertParts(rows.map(({ row }) => row))) {
    await w.db.insertInto('messages').values(part).execute()
  }
  const mentions = rows.flatMap(({ row, userIds }) =>
    userIds.map(userId => ({ conversation_id: id, user_id: userId, seq: row.seq, sender_id: row.sender_id })),
  )
  for (const part of insertParts(mentions)) await w.db.insertInto('mentions').values(part).execute()
}

/** Adds the next message of a conversation. Returns its row and the mentioned users. */
function add(c: ConversationWriter, { senderId, content, sentAt, clientId }: FilledLine) {
  const seq = c.next()
  const message: Message = {
    conversationId: c.row.id,
    seq,
    revision: seq,
    ordinal: c.nextOrdinal(content),
    senderId,
    clientId,
    sentAt,
    content,
  }
  c.add({ entity: 'message', value: message })
  return {
    row: toMessageRow(message, null),
    userIds: [...new Set(contentMentions(content).map(({ userId }) => userId))],
  }
}

async function loadAnnouncement(
  w: Writer,
  company: DemoCompany,
  announcement: DemoAnnouncement,
  day: number,
  { now, pagesUrl }: LoadOptions,
): Promise<void> {
  const { key, title, body, author } = announcement
  const [createdAt = now] = timesOf([announcement], day)
  const text = linkPages(company, body, pagesUrl)
  await createAnnouncement(w, { id: key, authorId: userIdOf(author), title, body: text, createdAt })
  for (const [i, person] of confirmersOf(company, announcement, now - createdAt).entries()) {
    await confirmAnnouncement(w, userIdOf(person), key, Math.min(now, createdAt + (i + 1) * 7 * minute))
  }
}

/** Who has confirmed an announcement after `age` (ms): those who are named, then nearly all others within three days. */
export function confirmersOf(company: DemoCompany, announcement: DemoAnnouncement, age: number): string[] {
  const { key, author, confirmedBy } = announcement
  const reach = Math.min(0.94, age / (3 * 1_440 * minute))
  const others = company.people.filter(
    person =>
      !person.external &&
      person.key !== author &&
      person.key !== company.account &&
      !confirmedBy.includes(person.key) &&
      chance(key, person.key) < reach,
  )
  return [...confirmedBy, ...others.map(person => person.key)]
}
