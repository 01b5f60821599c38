import type { Mention } from '@lianqun/protocol'
import { type Domain, hashPassword, type SendInput } from '../domain/index.ts'
import type { DemoCompany, DemoMessage } from './types.ts'

/** What everybody in the demo company signs in with. */
export const demoPassword = 'lianqun-demo'
/** The person the demo is made for. */
export const demoAccount = 'chenyu'

export const userIdOf = (key: string): string => `u_${key}`
export const groupIdOf = (key: string): string => `g_${key}`
const departmentIdOf = (key: string): string => `d_${key}`

/**
 * Fills an empty workspace with the demo company, its talk dated back from `now`. Does nothing where it is already.
 * @returns whether it was loaded now
 */
export async function loadDemo(domain: Domain, company: DemoCompany, now: number): Promise<boolean> {
  const passwordHash = await hashPassword(demoPassword)
  const loaded = await domain.transaction(async operations => {
    try {
      for (const person of company.people) {
        await operations.createEmployee({
          id: userIdOf(person.key),
          name: person.name,
          latinName: person.latinName,
          departmentIds: person.departments.map(departmentIdOf),
          title: person.title,
          phone: person.phone,
          mail: person.mail,
          staffNo: person.staffNo,
          place: person.place ?? '',
          account: person.key,
          passwordHash,
          admin: person.admin ?? false,
          publisher: (person.admin ?? false) || company.announcements.some(each => each.author === person.key),
        })
      }
    } catch (error) {
      // The first person is there already: so is all the rest.
      if (isConflict(error)) return false
      throw error
    }
    await operations.setOrganisation({ name: company.name, latinName: company.latinName })
    for (const department of company.departments) {
      await operations.createDepartment({
        id: departmentIdOf(department.key),
        parentId: department.parent === null ? null : departmentIdOf(department.parent),
        name: department.name,
        latinName: department.latinName,
        order: department.order,
        leaderIds: department.leaders.map(userIdOf),
      })
    }
    for (const group of company.groups) {
      await operations.createGroup({
        id: groupIdOf(group.key),
        ownerId: userIdOf(group.owner),
        userIds: group.members.map(userIdOf),
        name: group.name,
        createdAt: timeOf(group.messages[0]?.at ?? 'D-0 09:00', now) - 60_000,
      })
    }
    for (const announcement of company.announcements) {
      await operations.createAnnouncement({
        id: announcement.key,
        authorId: userIdOf(announcement.author),
        title: announcement.title,
        body: announcement.body,
        createdAt: timeOf(announcement.at, now),
      })
      for (const key of announcement.confirmedBy) await operations.confirmAnnouncement(userIdOf(key), announcement.key)
    }
    return true
  })
  if (!loaded) return false

  const talks = company.groups.map(group => ({ id: groupIdOf(group.key), ...group }))
  for (const direct of company.directs) {
    const { id } = await domain.direct(userIdOf(demoAccount), userIdOf(direct.with))
    talks.push({ ...direct, id, key: id, name: '', owner: demoAccount, members: [demoAccount, direct.with] })
  }
  const sends = talks.flatMap(talk => messagesOf(company, talk.id, talk.messages, now))
  // The order of the clock across conversations, so that the list is in the order of their last messages.
  const stored = await domain.sendMessages(sends.sort((a, b) => (a.sentAt ?? 0) - (b.sentAt ?? 0)))
  for (const talk of talks) {
    const seqs = stored.filter(message => message.conversationId === talk.id).map(message => message.seq)
    const last = seqs.at(-1)
    if (last === undefined) continue
    for (const key of new Set([talk.owner, ...talk.members])) {
      if (key === demoAccount) continue
      // A few have not caught up, so that read marks look like life.
      const behind = (key.length + talk.key.length) % 7 === 0 ? 2 : 0
      await domain.updateMembership({
        userId: userIdOf(key),
        conversationId: talk.id,
        readSeq: seqs.at(-1 - behind) ?? last,
      })
    }
    const readSeq = seqs.at(-1 - (talk.unread ?? 0)) ?? 0
    await domain.updateMembership({
      userId: userIdOf(demoAccount),
      conversationId: talk.id,
      readSeq,
      ...(talk.pinned ? { pinned: true } : {}),
      ...(talk.muted ? { muted: true } : {}),
    })
  }
  return true
}

function messagesOf(
  company: DemoCompany,
  conversationId: string,
  messages: readonly DemoMessage[],
  now: number,
): SendInput[] {
  let last = 0
  return messages.map(message => {
    last = Math.min(Math.max(timeOf(message.at, now), last + 1_000), now - 1_000)
    return {
      conversationId,
      senderId: userIdOf(message.from),
      clientId: null,
      content: textOf(company, message.text),
      sentAt: last,
    }
  })
}

/** A text with `@{key}` made into mentions by name, as the protocol wants them. */
export function textOf(company: DemoCompany, source: string): { type: 'text'; text: string; mentions: Mention[] } {
  const mentions: Mention[] = []
  let text = ''
  let from = 0
  for (const match of source.matchAll(/@\{([A-Za-z0-9_-]+)\}/g)) {
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

/** The time of `D-12 09:48`: that many days before the local day of `now`, in milliseconds. */
export function timeOf(at: string, now: number): number {
  const match = /^D-(\d+) (\d\d):(\d\d)$/.exec(at)
  if (match === null) throw new Error(`not a time of the demo: ${at}`)
  const day = new Date(now)
  day.setDate(day.getDate() - Number(match[1]))
  day.setHours(Number(match[2]), Number(match[3]), 0, 0)
  return day.getTime()
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'errorName' in error && error.errorName === 'conflict'
}
