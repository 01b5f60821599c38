import type { Mention, Message, TextContent } from '@lianqun/protocol'
import { type ConversationWriter, insertParts, type Writer } from '../core/writer.ts'
import { type Domain, hashPassword } from '../domain.ts'
import { confirmAnnouncement, createAnnouncement } from '../features/announcements/index.ts'
import { createGroup, direct } from '../features/conversations/index.ts'
import * as directory from '../features/directory/index.ts'
import { defaultLimits } from '../options.ts'
import { StartupError } from '../storage/startup-error.ts'
import type { MessageRow } from '../storage/tables.ts'
import type { DemoAnnouncement, DemoCompany, DemoDepartment, DemoMessage } from './types.ts'

/** The password of every demo account. */
export const demoPassword = 'lianqun-demo'
/** The account of the demo user. */
export const demoAccount = 'chenyu'

export const userIdOf = (key: string): string => `u_${key}`
export const groupIdOf = (key: string): string => `g_${key}`
const departmentIdOf = (key: string): string => `d_${key}`

const mentionPattern = /@\{([A-Za-z0-9_-]+)\}/g
const minute = 60_000
/** The minute of the day after which the demo's last day has no messages. */
const lastMinuteToday = 10 * 60 + 45

/** Turns `@{key}` in a text into mentions by name. */
export function textOf(company: DemoCompany, source: string): TextContent {
  const mentions: Mention[] = []
  let text = ''
  let from = 0
  for (const match of source.matchAll(mentionPattern)) {
    const key = match[1] ?? ''
    const name = key === 'all' ? '所有人' : company.people.find(person => person.key === key)?.name
    if (name === undefined) throw new Error(`the demo mentions ${key}, who does not work here`)
    text += source.slice(from, match.index)
    mentions.push({ userId: key === 'all' ? 'all' : userIdOf(key), offset: text.length, length: name.length + 1 })
    text += `@${name}`
    from = match.index + match[0].length
  }
  return { type: 'text', text: text + source.slice(from), mentions }
}

/** The time of `D-12 09:48` in milliseconds: 12 days before the local day of `now`. */
export function timeOf(at: string, now: number): number {
  const match = /^D-(\d+) (\d\d):(\d\d)$/.exec(at)
  if (match === null) throw new Error(`not a time of the demo: ${at}`)
  const day = new Date(now)
  day.setDate(day.getDate() - Number(match[1]))
  day.setHours(Number(match[2]), Number(match[3]), 0, 0)
  return day.getTime()
}

/**
 * When each message was sent, in milliseconds: never before the one above it and never after `now`. A morning that is
 * not over at `now` is compressed into the elapsed part.
 */
export function timesOf(messages: readonly { at: string }[], now: number): number[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const scale = Math.min(1, (now - midnight) / (lastMinuteToday * minute))
  let last = 0
  return messages.map(({ at }, index) => {
    const time = timeOf(at, now) + ((index * 37) % 50) * 1_000
    const scaled = time < midnight ? time : midnight + Math.floor((time - midnight) * scale)
    last = Math.min(now, Math.max(scaled, last + 1_000))
    return last
  })
}

/**
 * Fills an empty workspace with the demo company, its messages dated back from `now`, in one transaction, so that an
 * interrupted start leaves nothing. Returns false, and does nothing, when the demo is loaded already.
 * @throws StartupError when the workspace holds other data
 */
export async function loadDemo(domain: Domain, company: DemoCompany, now: number): Promise<boolean> {
  const passwordHash = await hashPassword(demoPassword)
  return domain.write('workspace', async w => {
    const someone = await w.db.selectFrom('employees').select('id').limit(1).execute()
    const demoUser = await w.db
      .selectFrom('employees')
      .select('id')
      .where('id', '=', userIdOf(demoAccount))
      .executeTakeFirst()
    if (demoUser) return false
    if (someone.length > 0) {
      throw new StartupError('This data folder holds another workspace. Name an empty one with --data for the demo.')
    }
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
    await loadConversations(w, company, now)
    for (const announcement of company.announcements) await loadAnnouncement(w, announcement, now)
    return true
  })
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
  for (const { key, departments, place = '', admin = false, ...person } of company.people) {
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
      admin,
      publisher: admin || publishers.has(key),
    })
  }
}

async function loadConversations(w: Writer, company: DemoCompany, now: number): Promise<void> {
  for (const group of company.groups) {
    const { id } = await createGroup(
      w,
      {
        id: groupIdOf(group.key),
        ownerId: userIdOf(group.owner),
        userIds: group.members.map(userIdOf),
        name: group.name,
      },
      defaultLimits.maxMembers,
    )
    await fill(w, id, group.messages, company, now)
    await mark(w, id, group)
  }
  for (const chat of company.directs) {
    const { id } = await direct(w, userIdOf(demoAccount), userIdOf(chat.with))
    await fill(w, id, chat.messages, company, now)
    await mark(w, id, chat)
  }
}

/** Stores the messages of a new conversation, and dates it a little before the first of them. */
async function fill(
  w: Writer,
  id: string,
  messages: readonly DemoMessage[],
  company: DemoCompany,
  now: number,
): Promise<void> {
  const c = await w.conversation(id)
  const times = timesOf(messages, now)
  const made = (times[0] ?? now) - 2 * minute
  await w.db.updateTable('conversations').set({ created_at: made }).where('id', '=', id).execute()
  await w.db.updateTable('members').set({ joined_at: made }).where('conversation_id', '=', id).execute()
  await w.db.updateTable('messages').set({ sent_at: made }).where('conversation_id', '=', id).execute()
  const rows = messages.map(({ from, text }, i) => add(c, userIdOf(from), textOf(company, text), times[i] ?? now))
  for (const part of insertParts(rows.map(({ row }) => row))) {
    await w.db.insertInto('messages').values(part).execute()
  }
  const mentions = rows.flatMap(({ row, userIds }) =>
    userIds.map(userId => ({ conversation_id: id, user_id: userId, seq: row.seq, sender_id: row.sender_id })),
  )
  for (const part of insertParts(mentions)) await w.db.insertInto('mentions').values(part).execute()
}

/** Adds the next message of a conversation. Returns its row and the mentioned users. */
function add(c: ConversationWriter, senderId: string, content: TextContent, sentAt: number) {
  const seq = c.next()
  const message: Message = {
    conversationId: c.row.id,
    seq,
    revision: seq,
    ordinal: c.nextOrdinal(content),
    senderId,
    clientId: null,
    sentAt,
    content,
  }
  c.add({ entity: 'message', value: message })
  const row: MessageRow = {
    conversation_id: message.conversationId,
    seq,
    revision: seq,
    ordinal: message.ordinal,
    sender_id: senderId,
    client_id: null,
    content_hash: null,
    sent_at: sentAt,
    content: JSON.stringify(content),
  }
  return { row, userIds: [...new Set(content.mentions.map(({ userId }) => userId))] }
}

/** Sets read marks and the demo user's pins and mutes. Most employees have read everything, some not the last. */
async function mark(
  w: Writer,
  id: string,
  view: { unread?: number; pinned?: true; muted?: true; messages: readonly DemoMessage[] },
): Promise<void> {
  const { changes } = await w.conversation(id)
  const members = await w.db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', id)
    .orderBy('join_order')
    .execute()
  for (const row of members) {
    const isViewer = row.user_id === userIdOf(demoAccount)
    const own = view.messages.findLastIndex(({ from }) => userIdOf(from) === row.user_id) + 1
    const behind = isViewer ? (view.unread ?? 0) : behindOf(row.user_id, id)
    // A sender has read up to their own message.
    const ordinal = Math.max(own, changes.lastOrdinal - behind, 0)
    await w.saveMembership({
      ...row,
      pinned: isViewer && view.pinned ? 1 : 0,
      muted: isViewer && view.muted ? 1 : 0,
      read_seq: changes.head - (changes.lastOrdinal - ordinal),
      read_ordinal: ordinal,
    })
  }
}

/** How many of the newest messages a user has not read: 0 for seven in ten, else 1 to 9. */
function behindOf(userId: string, conversationId: string): number {
  let hash = 7
  for (const char of `${userId} ${conversationId}`) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003
  return hash % 10 < 7 ? 0 : 1 + (hash % 9)
}

async function loadAnnouncement(w: Writer, announcement: DemoAnnouncement, now: number): Promise<void> {
  const { key, title, body, author, confirmedBy } = announcement
  const [createdAt = now] = timesOf([announcement], now)
  await createAnnouncement(w, { id: key, authorId: userIdOf(author), title, body, createdAt })
  for (const [i, person] of confirmedBy.entries()) {
    await confirmAnnouncement(w, userIdOf(person), key, Math.min(now, createdAt + (i + 1) * 7 * minute))
  }
}
