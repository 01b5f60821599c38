import { pagesIn } from './pages.ts'
import { keys } from './transcript.ts'
import type { DemoBot, DemoCompany, DemoExtra, DemoMessage, DemoScene } from './types.ts'

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

/** The texts in JSON. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** The problems of the demo data, one sentence each with its place; empty when it is valid. */
export function validateCompany(company: DemoCompany): string[] {
  const check = new Check(company)
  check.keys()
  check.departments()
  check.people()
  check.conversations()
  check.announcements()
  for (const bot of company.bots) check.bot(bot)
  for (const scene of company.scenes) check.scene(scene)
  check.hooks()
  check.pages()
  return check.problems
}

class Check {
  readonly problems: string[] = []
  readonly #company: DemoCompany
  readonly #people
  readonly #departments
  readonly #groups

  constructor(company: DemoCompany) {
    this.#company = company
    this.#people = new Map(company.people.map(person => [person.key, person]))
    this.#departments = new Map(company.departments.map(department => [department.key, department]))
    this.#groups = new Map(company.groups.map(group => [group.key, group]))
  }

  keys(): void {
    const { people, departments, groups, directs, announcements, bots } = this.#company
    const unique: Record<string, string[]> = {
      Person: people.map(({ key }) => key),
      'Staff number': people.flatMap(({ staffNo }) => (staffNo === '' ? [] : [staffNo])),
      Phone: people.map(({ phone }) => phone),
      Department: departments.map(({ key }) => key),
      Group: groups.map(({ key }) => key),
      'Direct chat': directs.map(direct => direct.with),
      Announcement: announcements.map(({ key }) => key),
      Bot: bots.map(({ person }) => person),
    }
    for (const [what, values] of Object.entries(unique)) this.#noRepeats(values, what)
  }

  departments(): void {
    for (const { key, parent, leaders } of this.#company.departments) {
      const where = `Department ${key}`
      if (parent !== null && !this.#departments.has(parent)) this.#add(`${where}: there is no "${parent}"`)
      if (this.#depthOf(key) > 4) this.#add(`${where}: deeper than four levels`)
      for (const leader of leaders) {
        if (!this.#people.get(leader)?.departments.includes(key)) this.#add(`${where}: ${leader} is not in it`)
      }
    }
  }

  people(): void {
    const { domain } = this.#company
    for (const { key, departments, mail, external } of this.#company.people) {
      const where = `Person ${key}`
      if (departments.length === 0) this.#add(`${where}: in no department`)
      for (const department of departments) {
        if (!this.#departments.has(department)) this.#add(`${where}: there is no department "${department}"`)
      }
      if (!mail.startsWith(`${key}@`)) this.#add(`${where}: another's mail`)
      if (mail.endsWith(`@${domain}`) === (external === true)) this.#add(`${where}: the mail of the wrong company`)
    }
  }

  conversations(): void {
    for (const { key, members: keys, owner, department, messages, unread = 0 } of this.#company.groups) {
      const where = `Group ${key}`
      if (department !== undefined) this.#follows(department, keys, owner, where)
      const members = new Set(keys)
      this.#noRepeats(keys, `${where}: member`)
      for (const member of keys) this.#personExists(member, where)
      if (!members.has(owner)) this.#add(`${where}: the owner is no member`)
      if (!members.has(this.#company.account)) this.#add(`${where}: the demo user is no member`)
      this.#messages(messages, members, unread, where)
    }
    for (const { with: other, messages, unread = 0 } of this.#company.directs) {
      this.#personExists(other, 'Direct chat')
      this.#messages(messages, new Set([this.#company.account, other]), unread, `Direct chat ${other}`)
    }
  }

  announcements(): void {
    for (const { key, author, at, confirmedBy } of this.#company.announcements) {
      const where = `Announcement ${key}`
      this.#personExists(author, where)
      if (parseAt(at) === undefined) this.#add(`${where}: "${at}" is not a time`)
      for (const person of confirmedBy) this.#personExists(person, where)
      this.#noRepeats(confirmedBy, `${where}: confirmed by`)
    }
  }

  bot({ person, replies }: DemoBot): void {
    const where = `Bot ${person}`
    this.#personExists(person, where)
    for (const { when, say, typingMs } of replies) {
      if (say.length === 0) this.#add(`${where}: a reply says nothing`)
      if (typingMs[0] > typingMs[1]) this.#add(`${where}: typing ends before it starts`)
      if (when.mentioned && when.direct) this.#add(`${where}: a message is never both direct and a mention`)
      if (!when.mentioned && !when.direct && !when.matches) this.#add(`${where}: answers everything`)
      if (when.group && !this.#groups.get(when.group)?.members.includes(person)) {
        this.#add(`${where}: is no member of "${when.group}"`)
      }
      if (when.matches) new RegExp(when.matches, 'iu')
    }
  }

  scene({ group, lines }: DemoScene): void {
    const members = new Set(this.#groups.get(group)?.members)
    for (const line of lines.trim().split('\n')) {
      const [, from = '', text = ''] = /^(\w+) (.+)$/.exec(line.trim()) ?? []
      const where = `Scene of ${group}, "${line}"`
      if (!members.has(from) || from === this.#company.account) this.#add(`${where}: "${from}" may not say it`)
      this.#mentions(text, members, where)
    }
  }

  /** Each hook belongs to a group, and those who made it and see to what it says are members. */
  hooks(): void {
    const { hooks, hookScenes, account } = this.#company
    this.#noRepeats(
      hooks.map(({ group }) => group),
      'Hook of',
    )
    for (const { group, by, deliveries } of hooks) {
      this.#takers(group, [by, ...deliveries.flatMap(({ taken }) => (taken ? [taken.by] : []))])
      for (const { at, taken } of deliveries) {
        const [from, until] = [parseAt(at), parseAt(taken?.at ?? at)]
        if (from === undefined || until === undefined || until < from) this.#add(`Hook of ${group}: "${at}" is no time`)
      }
    }
    for (const { group, deliveries } of hookScenes) {
      if (!hooks.some(hook => hook.group === group)) this.#add(`Hook of ${group}: a scene has no hook`)
      const takers = deliveries.flatMap(({ taken }) => (taken ? [taken.by] : []))
      this.#takers(group, takers)
      if (takers.includes(account)) this.#add(`Hook of ${group}: the demo user does nothing by themselves`)
    }
  }

  #takers(group: string, people: string[]): void {
    const members = new Set(this.#groups.get(group)?.members)
    for (const key of people) if (!members.has(key)) this.#add(`Hook of ${group}: "${key}" is no member`)
  }

  /** Every address of the company has a page, and every page an address. */
  pages(): void {
    const { groups, directs, announcements, bots, scenes, hooks, hookScenes, manners, pages } = this.#company
    const texts = [
      ...[...groups, ...directs].flatMap(({ messages }) => messages.map(({ text }) => text)),
      ...announcements.map(({ body }) => body),
      ...bots.flatMap(({ replies }) => replies.flatMap(({ say }) => say)),
      ...scenes.map(({ lines }) => lines),
      ...[...hooks, ...hookScenes].flatMap(({ deliveries }) => deliveries.flatMap(({ body }) => textsIn(body))),
      ...Object.values(manners).flatMap(({ zh, en }) => [...zh, ...en]),
    ]
    const named = new Set(texts.flatMap(text => pagesIn(this.#company, text)))
    for (const key of named) if (!Object.hasOwn(pages, key)) this.#add(`There is no page "${key}"`)
    for (const key of Object.keys(pages)) if (!named.has(key)) this.#add(`Nothing refers to the page "${key}"`)
  }

  #add(problem: string): void {
    this.problems.push(problem)
  }

  #noRepeats(values: string[], what: string): void {
    for (const value of repeated(values)) this.#add(`${what} "${value}" is there twice`)
  }

  #personExists(key: string, where: string): void {
    if (!this.#people.has(key)) this.#add(`${where}: there is no person "${key}"`)
  }

  #depthOf(key: string): number {
    let depth = 0
    for (let at: string | null | undefined = key; at && depth < 10; at = this.#departments.get(at)?.parent) depth++
    return depth
  }

  #mentions(text: string, members: Set<string>, where: string): void {
    for (const [, key = ''] of text.matchAll(mentionPattern)) {
      if (key !== 'all' && !members.has(key)) this.#add(`${where}: "${key}" is mentioned but is no member`)
    }
  }

  /** The members of a group that follows a department without others below it are its people, and its leader owns it. */
  #follows(department: string, members: string[], owner: string, where: string): void {
    const people = this.#company.people.filter(({ departments }) => departments.includes(department))
    const names = people.map(({ key }) => key)
    if (names.toSorted().join() !== members.toSorted().join())
      this.#add(`${where}: its members are not those of ${department}`)
    if (this.#departments.get(department)?.leaders[0] !== owner)
      this.#add(`${where}: its owner does not lead ${department}`)
  }

  /** `tags`: of the messages before it. */
  #extra(extra: DemoExtra, members: Set<string>, tags: Set<string>, where: string): void {
    const { poll, signup, record = [], reactions = {}, pinnedBy, mark, ask, contact, replyTo, answerTo } = extra
    const people = [
      ...Object.values(reactions).flatMap(keys),
      ...(poll?.options.flatMap(([, voters]) => keys(voters)) ?? []),
      ...(signup?.lines.map(([who]) => who) ?? []),
      ...keys(ask?.of ?? ''),
      ...keys(ask?.done ?? ''),
      ...[pinnedBy, mark?.by].filter(key => key !== undefined),
    ]
    for (const key of people) if (!members.has(key)) this.#add(`${where}: "${key}" did something and is no member`)
    for (const item of record) this.#personExists(item.from, `${where}: forwarded`)
    if (contact !== undefined) this.#personExists(contact, `${where}: the card`)
    for (const tag of [replyTo, answerTo])
      if (tag !== undefined && !tags.has(tag)) this.#add(`${where}: no earlier message is called "${tag}"`)
  }

  #messages(messages: DemoMessage[], members: Set<string>, unread: number, where: string): void {
    let last = Number.NEGATIVE_INFINITY
    const tags = new Set<string>()
    for (const { from, at, text, tag, extra = {} } of messages) {
      this.#extra(extra, members, tags, `${where} ${at}`)
      if (extra.remindIn !== undefined && at.startsWith('D-0'))
        this.#add(`${where} ${at}: not said yet when it reminds`)
      if (extra.media && pagesIn(this.#company, text).length > 0) this.#add(`${where} ${at}: a caption has no links`)
      if (tag !== undefined && tags.has(tag)) this.#add(`${where} ${at}: there is another "${tag}"`)
      if (tag !== undefined) tags.add(tag)
      if (!members.has(from)) this.#add(`${where} ${at}: the author "${from}" is no member`)
      if (text.trim() === '') this.#add(`${where} ${at}: an empty message`)
      const time = parseAt(at)
      if (time === undefined) this.#add(`${where}: "${at}" is not a time`)
      else if (time < last) this.#add(`${where}: "${at}" is earlier than the message before it`)
      else last = time
      this.#mentions(text, members, `${where} ${at}`)
    }
    if (unread > messages.length) this.#add(`${where}: more unread than messages`)
  }
}
