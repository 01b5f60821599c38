import type { Sqlite } from '../../common/node/sqlite.ts'
import { pick } from '../../common/random.ts'
import { phrases, teams, topics } from './words.ts'

/** When the newest message was written; fixed, so that the same seed makes the same rows. */
const newest = Date.UTC(2026, 5, 9, 2, 0)
const day = 86_400_000
const created = newest - 30 * day
/** How many groups, the busiest ones, the seed account is in. */
const mine = 5_000
const myDirects = 50
/** One group in so many is of the largest size. */
const hugeEvery = 10_000
const huge = 5_000
/** Most messages that a member has not read. */
const maxBehind = 5

/** The plan: the conversation of each message, oldest first. */
interface Plan {
  people: number
  groups: number
  directs: number
  /** The conversation of each message. Groups come first, then directs. */
  conversationOf: Uint32Array
  /** The messages by conversation: those of `k` are `order[starts[k]]` to `order[starts[k + 1] - 1]`, ascending. */
  order: Uint32Array
  starts: Uint32Array
}

/** Spreads the messages over the conversations: a few groups are busy, most are quiet. */
export function planConversations(
  size: { people: number; groups: number; messages: number },
  random: () => number,
): Plan {
  const { people, groups, messages } = size
  const directs = Math.min(myDirects, people - 1) + Math.floor(people / 20)
  const total = groups + directs
  const conversationOf = new Uint32Array(messages)
  const starts = new Uint32Array(total + 1)
  for (let i = 0; i < messages; i++) {
    const inGroup = groups > 0 && random() < 0.93
    const k = inGroup ? Math.floor(random() ** 3 * groups) : groups + Math.floor(random() ** 2 * directs)
    conversationOf[i] = k
    starts[k + 1] = (starts[k + 1] ?? 0) + 1
  }
  for (let k = 0; k < total; k++) starts[k + 1] = (starts[k + 1] ?? 0) + (starts[k] ?? 0)
  const order = new Uint32Array(messages)
  const at = starts.slice()
  for (const [i, k] of conversationOf.entries()) {
    const place = at[k] ?? 0
    order[place] = i
    at[k] = place + 1
  }
  return { people, groups, directs, conversationOf, order, starts }
}

/** Writes conversations whole: row, members with their read marks, the notice of a group, messages. */
export class ConversationSeeder {
  readonly #sqlite: Sqlite
  readonly #plan: Plan
  readonly #random: () => number
  readonly #step: number
  /** The head of each person's own scope. */
  readonly #me: Uint32Array
  readonly #touched = new Set<number>()
  #position = 0

  constructor(sqlite: Sqlite, plan: Plan, random: () => number) {
    this.#sqlite = sqlite
    this.#plan = plan
    this.#random = random
    this.#step = Math.max(1, Math.floor((20 * day) / Math.max(1, plan.order.length)))
    this.#me = new Uint32Array(plan.people)
  }

  get total(): number {
    return this.#plan.groups + this.#plan.directs
  }

  /** Writes conversation `k` and returns how many messages it has. Call `settle`, then commit. */
  write(k: number): number {
    const { groups, order, starts } = this.#plan
    const isGroup = k < groups
    const roster = isGroup ? this.#groupRoster(k) : this.#directRoster(k - groups)
    const id = isGroup ? `sg${k}` : `sp${k - groups}`
    const messages = order.subarray(starts[k], starts[k + 1])
    // Revisions: 1 for the row, then one per member, then a group's notice, which has no ordinal.
    const before = 1 + roster.length + (isGroup ? 1 : 0)
    const head = before + messages.length
    const last = messages.at(-1)
    // As if all conversations had been created first and each message were one commit.
    const position = last === undefined ? k + 1 : this.total + last + 1
    this.#position = Math.max(this.#position, position)
    const owner = isGroup ? `s${roster[0]}` : null
    const ids = roster.map(person => `s${person}`)
    this.#sqlite
      .statement(
        'insert into conversations (id, kind, name, owner_id, member_count, avatar_user_ids, created_at, revision, head, last_seq, last_ordinal, members_revision, direct_key, creator_id) values (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        id,
        isGroup ? 'group' : 'direct',
        isGroup ? this.#groupName(k) : '',
        owner,
        roster.length,
        JSON.stringify(ids.slice(0, 4)),
        created,
        head,
        isGroup || messages.length > 0 ? head : 0,
        messages.length,
        1 + roster.length,
        isGroup ? null : [...ids].sort().join(':'),
        owner,
      )
    this.#sqlite.statement('insert into moves (conversation_id, position) values (?, ?)').run(id, position)
    const current = this.#writeMembers(id, roster, owner, before, messages.length)
    if (isGroup) this.#writeNotice(id, ids, before)
    this.#writeMessages(id, roster, messages, before, current)
    return messages.length
  }

  /** Writes the counters of the rows since the last call, so that the database is consistent. */
  settle(): void {
    const revised = this.#sqlite.statement('update users set me_revision = ? where id = ?')
    for (const person of this.#touched) revised.run(this.#me[person] ?? 0, `s${person}`)
    this.#touched.clear()
    this.#sqlite.statement("update counters set value = ? where name = 'commit_seq'").run(this.#position)
  }

  /** Most groups are small, a few are large: the mean is about eight. Its first member owns it. */
  #groupRoster(k: number): number[] {
    const { people } = this.#plan
    const random = this.#random
    const usual = Math.min(200, 3 + Math.floor(1 / (random() + 0.005) ** 0.95))
    const wanted = Math.min(people, k % hugeEvery === hugeEvery - 1 ? huge : usual)
    const roster = new Set<number>()
    const isMine = k < mine
    const home = Math.floor(random() * people)
    while (roster.size < wanted) {
      const person = random() < 0.7 ? (home + Math.floor(random() * 200)) % people : Math.floor(random() * people)
      if (isMine && person === 0) continue
      roster.add(person)
      if (isMine && roster.size === wanted - 1) roster.add(0)
    }
    return [...roster]
  }

  #directRoster(index: number): number[] {
    const first = Math.min(myDirects, this.#plan.people - 1)
    if (index < first) return [0, index + 1]
    const person = 1 + (index - first) * 2
    return [person, person + 1]
  }

  #groupName(k: number): string {
    const [team, latin] = pick(this.#random, teams)
    return this.#random() < 0.15 ? `${latin} ${k}` : `${team}${pick(this.#random, topics)} ${k}`
  }

  /** Returns how many members, the first ones, have read everything; they send the newest messages. */
  #writeMembers(id: string, roster: number[], owner: string | null, before: number, messages: number): number {
    const insert = this.#sqlite.statement(
      'insert into members (conversation_id, user_id, role, joined_at, join_order, joined, revision, pinned, muted, read_seq, read_ordinal, visible_from, me_revision) values (?, ?, ?, ?, ?, 1, ?, 0, 0, ?, ?, 0, ?)',
    )
    const current = Math.max(1, Math.floor(roster.length * 0.8))
    for (const [order, person] of roster.entries()) {
      const behind = order < current ? 0 : Math.floor(this.#random() * (maxBehind + 1))
      const ordinal = Math.max(0, messages - behind)
      const revision = (this.#me[person] ?? 0) + 1
      this.#me[person] = revision
      this.#touched.add(person)
      const userId = `s${person}`
      const role = userId === owner ? 'owner' : 'member'
      insert.run(id, userId, role, created, order, 2 + order, ordinal === 0 ? 0 : before + ordinal, ordinal, revision)
    }
    return current
  }

  #writeNotice(id: string, [owner, ...others]: string[], seq: number): void {
    const content = { type: 'system', event: 'created', actorId: owner, userIds: others }
    this.#insertMessage(id, seq, 0, owner ?? '', created, content)
  }

  #writeMessages(id: string, roster: number[], messages: Uint32Array, before: number, current: number): void {
    const upToDate = roster.slice(0, current)
    const total = this.#plan.order.length
    for (const [i, index] of messages.entries()) {
      // A member who has not read the newest messages cannot be their sender.
      const sender = pick(this.#random, i >= messages.length - maxBehind ? upToDate : roster)
      const text =
        this.#random() < 0.5
          ? pick(this.#random, phrases)
          : `${pick(this.#random, topics)}：${pick(this.#random, phrases)}`
      const content = { type: 'text', text, mentions: [] }
      this.#insertMessage(id, before + 1 + i, i + 1, `s${sender}`, newest - (total - index) * this.#step, content)
    }
  }

  #insertMessage(id: string, seq: number, ordinal: number, senderId: string, sentAt: number, content: object): void {
    this.#sqlite
      .statement(
        'insert into messages (conversation_id, seq, revision, ordinal, sender_id, client_id, content_hash, sent_at, content) values (?, ?, ?, ?, ?, null, null, ?, ?)',
      )
      .run(id, seq, seq, ordinal, senderId, sentAt, JSON.stringify(content))
  }
}
