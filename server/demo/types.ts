/** A department of the demo company; `parent` is null at the top, `leaders` are person keys. */
export type DemoDepartment = {
  key: string
  parent: string | null
  name: string
  latinName: string
  order: number
  leaders: string[]
}

/** An employee. `key` is also the account. A person with only a Latin name has it in `name`; `latinName` is empty. */
export type DemoPerson = {
  key: string
  name: string
  latinName: string
  departments: string[]
  title: string
  phone: string
  mail: `${string}@qingyu.example`
  staffNo: string
  place?: string
  admin?: true
}

/**
 * One message. `at` is `D-12 09:48`: that many days before the day of seeding, at that local time.
 * `text` may hold newlines and mentions, `@{zhouye}` or `@{all}`.
 */
export type DemoMessage = { from: string; at: string; text: string }

/** A group; `pinned`, `muted` and `unread` (how many of the newest messages) belong to the demo user. */
export type DemoGroup = {
  key: string
  name: string
  owner: string
  members: string[]
  pinned?: true
  muted?: true
  unread?: number
  messages: DemoMessage[]
}

/** The demo user's direct conversation with one employee. */
export type DemoDirect = { with: string; unread?: number; messages: DemoMessage[] }

/** A company announcement; `body` holds plain paragraphs separated by empty lines. */
export type DemoAnnouncement = {
  key: string
  title: string
  body: string
  author: string
  at: string
  audience: 'all'
  confirmedBy: string[]
}

/**
 * When a reply applies: every given condition must hold. `direct` is a message in the direct chat with the bot,
 * `mentioned` one in a group that mentions the bot, or without a mention and assigned to it; with neither,
 * any message of a user in `group`. `matches` is a regular expression's source, flags `iu`, tested on the message's
 * plain text without the mentioned names.
 */
export type DemoBotWhen = { mentioned?: true; direct?: true; matches?: string; group?: string }

/** The first reply whose `when` holds is sent. Lines of `say` alternate; `{name}` is the sender; `typingMs` is a range. */
export type DemoBotReply = { when: DemoBotWhen; say: string[]; typingMs: [min: number, max: number] }

/** Lines that a bot sends unasked, each once, `everyMs` apart. */
export type DemoBotChatter = { group: string; everyMs: [min: number, max: number]; lines: string[] }

/** The script of one bot. */
export type DemoBot = { person: string; replies: DemoBotReply[]; chatter: DemoBotChatter[] }

/** All data of the demo workspace. */
export type DemoCompany = {
  name: string
  latinName: string
  departments: DemoDepartment[]
  people: DemoPerson[]
  groups: DemoGroup[]
  directs: DemoDirect[]
  announcements: DemoAnnouncement[]
  bots: DemoBot[]
}
