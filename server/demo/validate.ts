import type { DemoCompany, DemoMessage } from './types.ts'

const atPattern = /^D-(\d+) ([01]\d|2[0-3]):([0-5]\d)$/
const mentionPattern = /@\{(\w*)\}/g

/** Minutes from a fixed origin to `at` (`D-12 09:48`), greater is later; undefined when it does not parse. */
export function parseAt(at: string): number | undefined {
  const [, days, hours, minutes] = atPattern.exec(at) ?? []
  if (days === undefined) return undefined
  return (-Number(days) * 24 + Number(hours)) * 60 + Number(minutes)
}

function repeated(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

/** The problems of the demo data, one sentence each with its place; empty when it is valid. */
export function validateCompany(company: DemoCompany): string[] {
  const problems: string[] = []
  const people = new Map(company.people.map(person => [person.key, person]))
  const departments = new Map(company.departments.map(department => [department.key, department]))
  const groups = new Map(company.groups.map(group => [group.key, group]))

  function noRepeats(values: string[], what: string) {
    for (const value of repeated(values)) problems.push(`${what} "${value}" is there twice`)
  }
  function personExists(key: string, where: string) {
    if (!people.has(key)) problems.push(`${where}: there is no person "${key}"`)
  }
  function depthOf(key: string): number {
    let depth = 0
    for (let at: string | null | undefined = key; at && depth < 10; at = departments.get(at)?.parent) depth++
    return depth
  }
  function mentions(text: string, members: Set<string>, where: string) {
    for (const [, key = ''] of text.matchAll(mentionPattern)) {
      if (key !== 'all' && !members.has(key)) problems.push(`${where}: "${key}" is mentioned but is no member`)
    }
  }
  function conversation(messages: DemoMessage[], members: Set<string>, unread: number, where: string) {
    let last = Number.NEGATIVE_INFINITY
    for (const { from, at, text } of messages) {
      if (!members.has(from)) problems.push(`${where} ${at}: the author "${from}" is no member`)
      if (text.trim() === '') problems.push(`${where} ${at}: an empty message`)
      const time = parseAt(at)
      if (time === undefined) problems.push(`${where}: "${at}" is not a time`)
      else if (time < last) problems.push(`${where}: "${at}" is earlier than the message before it`)
      else last = time
      mentions(text, members, `${where} ${at}`)
    }
    if (unread > messages.length) problems.push(`${where}: more unread than messages`)
    if (unread > 0 && messages.slice(-unread).some(({ from }) => from === 'chenyu')) {
      problems.push(`${where}: the demo user's own message is unread`)
    }
  }

  noRepeats([...company.people.map(({ key }) => key)], 'Person')
  noRepeats([...company.people.map(({ staffNo }) => staffNo)], 'Staff number')
  noRepeats([...company.people.map(({ phone }) => phone)], 'Phone')
  noRepeats([...company.departments.map(({ key }) => key)], 'Department')
  noRepeats([...company.groups.map(({ key }) => key)], 'Group')
  noRepeats([...company.directs.map(chat => chat.with)], 'Direct chat')
  noRepeats([...company.announcements.map(({ key }) => key)], 'Announcement')
  noRepeats([...company.bots.map(({ person }) => person)], 'Bot')

  for (const { key, parent, leaders } of company.departments) {
    if (parent !== null && !departments.has(parent)) problems.push(`Department ${key}: there is no "${parent}"`)
    if (depthOf(key) > 4) problems.push(`Department ${key}: deeper than four levels`)
    for (const leader of leaders) {
      if (!people.get(leader)?.departments.includes(key)) problems.push(`Department ${key}: ${leader} is not in it`)
    }
  }
  for (const person of company.people) {
    if (person.departments.length === 0) problems.push(`Person ${person.key}: in no department`)
    for (const key of person.departments) {
      if (!departments.has(key)) problems.push(`Person ${person.key}: there is no department "${key}"`)
    }
    if (person.mail !== `${person.key}@qingyu.example`) problems.push(`Person ${person.key}: another's mail`)
  }
  for (const group of company.groups) {
    const members = new Set(group.members)
    noRepeats(group.members, `Group ${group.key}: member`)
    for (const key of group.members) personExists(key, `Group ${group.key}`)
    if (!members.has(group.owner)) problems.push(`Group ${group.key}: the owner is no member`)
    if (!members.has('chenyu')) problems.push(`Group ${group.key}: the demo user is no member`)
    conversation(group.messages, members, group.unread ?? 0, `Group ${group.key}`)
  }
  for (const chat of company.directs) {
    personExists(chat.with, 'Direct chat')
    conversation(chat.messages, new Set(['chenyu', chat.with]), chat.unread ?? 0, `Direct chat ${chat.with}`)
  }
  for (const { key, author, at, confirmedBy } of company.announcements) {
    personExists(author, `Announcement ${key}`)
    if (parseAt(at) === undefined) problems.push(`Announcement ${key}: "${at}" is not a time`)
    for (const person of confirmedBy) personExists(person, `Announcement ${key}`)
    noRepeats(confirmedBy, `Announcement ${key}: confirmed by`)
  }
  for (const { person, replies, chatter } of company.bots) {
    const where = `Bot ${person}`
    personExists(person, where)
    for (const { when, say, typingMs } of replies) {
      if (say.length === 0) problems.push(`${where}: a reply says nothing`)
      if (typingMs[0] > typingMs[1]) problems.push(`${where}: typing ends before it starts`)
      if (when.mentioned && when.direct) problems.push(`${where}: a message is never both direct and a mention`)
      if (!when.mentioned && !when.direct && !when.matches) problems.push(`${where}: answers everything`)
      if (when.group && !groups.get(when.group)?.members.includes(person)) {
        problems.push(`${where}: is no member of "${when.group}"`)
      }
      if (when.matches) new RegExp(when.matches, 'iu')
    }
    for (const { group, everyMs, lines } of chatter) {
      const members = new Set(groups.get(group)?.members)
      if (!members.has(person)) problems.push(`${where}: is no member of "${group}"`)
      if (everyMs[0] > everyMs[1]) problems.push(`${where}: the shortest pause is longer than the longest`)
      for (const line of lines) mentions(line, members, `${where} in ${group}`)
    }
  }
  return problems
}
