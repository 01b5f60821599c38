import type { botIcons, ChangedSettings, HookDialect, MessageMark, RequestAsk } from '@lianqun/protocol'
import type { Media, Photo } from './media/index.ts'

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
  mail: `${string}@${string}`
  /** Empty for people of other companies. */
  staffNo: string
  place?: string
  admin?: true
  /** Works for another company, which the name says. */
  external?: true
}

/**
 * One message. `at` is `D-12 09:48`: that many days before the last day of the story, at that local time. `text` may
 * hold newlines, mentions (`@{zhouye}` or `@{all}`) and addresses of the company (`doc.qingyu.example/plan`), which
 * become links to the demo's own pages.
 */
export type DemoMessage = {
  from: string
  at: string
  text: string
  /** By which others of its conversation name it. */
  tag?: string
  extra?: DemoExtra
}

/**
 * What a message has besides its words, or in place of them: then its words are the caption, the question or the title.
 * People are keys, several of them written with spaces between; other messages are named by their tags.
 */
export type DemoExtra = {
  media?: Media
  poll?: { options: [text: string, voters: string][]; multiple?: true }
  signup?: { example: string; lines: [who: string, note: string, number?: number][] }
  /** Messages that were forwarded together. */
  record?: DemoMessage[]
  replyTo?: string
  /** The question that it is the accepted answer to, and a reply to. */
  answerTo?: string
  /** Who reacted, by emoji. */
  reactions?: Record<string, string>
  /** What it said before it was edited. */
  before?: string
  pinnedBy?: string
  /** It is the announcement of its group, until a later line is. */
  announcement?: true
  mark?: { kind: MessageMark; by: string }
  /** What its sender asks of people of the conversation, and those who have answered. */
  ask?: { ask: RequestAsk; of: string; done?: string }
  /** A person's card in place of its words. */
  contact?: string
  /** The demo user saved it, under these labels. */
  saved?: string[]
  /** Hours after the demo is filled at which it reminds the demo user; below 0: the reminder is due. */
  remindIn?: number
  /** What the page of its first address says; the address alone: the demo's own page, whose words these are. */
  preview?: { title: string; description: string }
}

/** What messages have besides their words: by the key of the conversation, then by tag. */
export type DemoTalk = Record<string, Record<string, DemoExtra>>

/**
 * A group; `pinned` (its place among the pinned ones, 1 to 9), `muted`, `folded` and `unread` (how many of the newest messages
 * at most) belong to the demo user.
 */
export type DemoGroup = {
  key: string
  name: string
  owner: string
  members: string[]
  pinned?: number
  muted?: true
  folded?: true
  unread?: number
  /** It follows this department, whose people are its members, led by its owner. */
  department?: string
  /** It works on a problem, whose hours are counted from its first line on. */
  problem?: true
  /** What its owner has set up. */
  admins?: string[]
  description?: string
  /** In place of the pictures of its members; made after the start. */
  picture?: Photo
  settings?: ChangedSettings
  /** By the key of a member: what they call themselves there. */
  nicknames?: Record<string, string>
  messages: DemoMessage[]
}

/** The demo user's direct conversation with one employee. `done`: put away until something new is said. */
export type DemoDirect = { with: string; unread?: number; done?: true; messages: DemoMessage[] }

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
 * plain text without the mentioned names and without addresses.
 */
export type DemoBotWhen = { mentioned?: true; direct?: true; matches?: string; group?: string }

/** The first reply whose `when` holds is sent. Lines of `say` alternate; `{name}` is the sender; `typingMs` is a range. */
export type DemoBotReply = { when: DemoBotWhen; say: string[]; typingMs: [min: number, max: number] }

/** The script of one bot. */
export type DemoBot = { person: string; replies: DemoBotReply[] }

/**
 * A short exchange that may happen at any time, again and again: `person text` a line. `<a|b>` is one of the given
 * words, `<20-40>` a number, `<time>` the time of day. `night`: it may also happen at night and at weekends.
 */
export type DemoScene = { group: string; night?: true; lines: string }

/**
 * What another system posts. Addresses of the company in its texts lead to the demo's pages; a text `T-10` is the time ten
 * minutes before it comes, `T` that of its coming.
 */
export type DemoPayload = { dialect?: HookDialect; headers?: Record<string, string>; body: unknown }

/** The hook of a group, which one of its members made. `taken`: who sees to what it tells of, and when. */
export type DemoHook = {
  group: string
  by: string
  name: string
  icon: (typeof botIcons)[number]
  deliveries: (DemoPayload & { at: string; taken?: { by: string; at: string } })[]
}

/**
 * What may come to the hook of a group at any time, again and again; `after`: minutes from its beginning. Texts are filled
 * in as those of scenes: what comes later has the same words and numbers.
 */
export type DemoHookScene = {
  group: string
  night?: true
  deliveries: (DemoPayload & { after: number; taken?: { by: string; after: number } })[]
}

/** A page behind an address of the company. `lines` are paragraphs; one that begins with `- ` is an item of a list. */
export type DemoPage = { title: string; lines: string[] }

/** How the people of a department put it when they have no script; keys are departments, '' is for all others. */
export type DemoManners = Record<string, { zh: string[]; en: string[] }>

/** All data of a demo workspace. */
export type DemoCompany = {
  language: 'zh' | 'en'
  name: string
  latinName: string
  /** The demo user's key. */
  account: string
  /** The domain of its mail and addresses. */
  domain: string
  /** How `@{all}` reads. */
  everyone: string
  departments: DemoDepartment[]
  people: DemoPerson[]
  groups: DemoGroup[]
  directs: DemoDirect[]
  /** Labels of the demo user: groups whose names contain one of the words have them. */
  labels: { name: string; hue: number; words: string[] }[]
  announcements: DemoAnnouncement[]
  bots: DemoBot[]
  scenes: DemoScene[]
  /** At most one a group. */
  hooks: DemoHook[]
  hookScenes: DemoHookScene[]
  manners: DemoManners
  /** The pages by address, without the domain: `doc/plan` for `doc.<domain>/plan`. */
  pages: Record<string, DemoPage>
}
