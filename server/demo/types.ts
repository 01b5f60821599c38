/** A department of the demo company; `parent` is null at the top, `leaders` are person keys. */
export type DemoDepartment = {
  key: string
  parent: string | null
  name: string
  latinName: string
  order: number
  leaders: string[]
}

/** A colleague. `key` is the account too; whoever has only a Latin name has it in `name`, with `latinName` empty. */
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

/** A group; `pinned`, `muted` and `unread` (how many of the newest messages) are the demo user's own view of it. */
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

/** The demo user's direct chat with one colleague. */
export type DemoDirect = { with: string; unread?: number; messages: DemoMessage[] }

/** A company announcement; `body` holds plain paragraphs parted by an empty line. */
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
 * What a reply answers to: every condition given must hold. `direct` is a message in the direct chat with the colleague,
 * `mentioned` one in a group that mentions them, or that is for nobody in particular and theirs to answer; with neither,
 * any message of a person in `group`. `matches` is a regular expression's source, flags `iu`, tried on the message's
 * plain text without the names of those it mentions.
 */
export type DemoBotWhen = { mentioned?: true; direct?: true; matches?: string; group?: string }

/** The first reply whose `when` holds is said; `say` is used in turn, `{name}` is the asker, `typingMs` is [min, max]. */
export type DemoBotReply = { when: DemoBotWhen; say: string[]; typingMs: [min: number, max: number] }

/** Lines a colleague says unasked, one by one and `everyMs` apart, and then no more. */
export type DemoBotChatter = { group: string; everyMs: [min: number, max: number]; lines: string[] }

/** The script of one colleague who answers. */
export type DemoBot = { person: string; replies: DemoBotReply[]; chatter: DemoBotChatter[] }

/** Everything the seeder needs for the demo workspace. */
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
