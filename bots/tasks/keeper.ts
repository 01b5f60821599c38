import { type BotApiClient, BotApiError, type Card } from '../../sdk/bot/index.ts'
import { Agenda } from '../shared/agenda.ts'
import { systemClock } from '../shared/clock.ts'
import { uuidOf } from '../shared/ids.ts'
import { Lanes } from '../shared/lanes.ts'
import { People } from '../shared/people.ts'
import { Values } from '../shared/values.ts'
import { boardCard, taskCard } from './cards.ts'
import {
  changed,
  isLate,
  nextReminder,
  type Place,
  type Task,
  type TaskChange,
  withCard,
  withReminded,
} from './task.ts'
import { words } from './words.ts'

interface Board {
  seq: number
  language: 'zh' | 'en'
}

/** How long a task that is done is kept, milliseconds. */
const keptMs = 90 * 86_400_000
const mostDraws = 5

const isGone = (error: unknown): boolean =>
  error instanceof BotApiError && ['not_found', 'not_member', 'forbidden'].includes(error.error)

/**
 * Keeps the tasks: in the values of the bot, and a copy of them here for lists. Draws their cards and boards, and
 * reminds. What one process changes at a time is drawn in order; what another one changes meanwhile is drawn after it.
 */
export class TaskKeeper {
  readonly people: People
  readonly #api: BotApiClient
  readonly #values: Values<Task>
  readonly #boards: Values<Board>
  readonly #reminders: Agenda
  readonly #now: () => number
  readonly #tasks = new Map<string, Task>()
  readonly #boardOf = new Map<string, Board>()
  /** What is under way, by what it is done to. */
  readonly #lanes = new Lanes()

  constructor(api: BotApiClient, { now, failed }: { now: () => number; failed: (error: unknown) => void }) {
    this.#api = api
    this.#now = now
    this.people = new People(api)
    this.#values = new Values(api, 'task:')
    this.#boards = new Values(api, 'board:')
    const remind = (id: string) => this.#lanes.run(`reminder ${id}`, () => this.#remind(id))
    this.#reminders = new Agenda({ ...systemClock, now }, remind, failed)
  }

  /** Reads what there is, and sets its reminders. @throws BotApiError */
  async start(): Promise<void> {
    for (const [conversationId, board] of await this.#boards.all()) this.#boardOf.set(conversationId, board)
    for (const [id, task] of await this.#values.all()) {
      if (task.state === 'done' && task.changedAt < this.#now() - keptMs) await this.#values.change(id, () => null)
      else this.#note(task)
    }
  }

  async stop(): Promise<void> {
    await this.#reminders.stop()
    await this.#lanes.settled()
  }

  /** Of a conversation, or of everybody. */
  list(conversationId?: string): Task[] {
    const all = [...this.#tasks.values()]
    return conversationId === undefined ? all : all.filter(task => task.conversationId === conversationId)
  }

  /** @throws BotApiError */
  async get(id: string): Promise<Task | null> {
    return this.#values.get(id)
  }

  /** Makes a task, once for an id, and shows it in its conversation. @throws BotApiError */
  async create(task: Task): Promise<void> {
    const names = await this.people.names([task.creatorId, task.assigneeId, task.source?.senderId])
    await this.#values.change(task.id, before => (before === null ? { ...task, names } : undefined))
    await this.draw(task.id)
  }

  /**
   * Changes a task. `by` did it at a card, which is kept up to date from now on. Returns the task as it is then, and
   * whether this changed it; null: there is none.
   * @throws BotApiError
   */
  async change(
    id: string,
    change: TaskChange,
    userId: string,
    at?: Place,
  ): Promise<{ task: Task; did: boolean } | null> {
    const named = change.type === 'edit' ? change.details.assigneeId : null
    const names = await this.people.names([userId, named])
    let did = false
    const task = await this.#values.change(id, before => {
      did = false
      if (before === null) return undefined
      const after = changed(before, change, { userId, at: this.#now() })
      did = after !== null
      const shown = at === undefined ? null : withCard(after ?? before, at)
      if (after === null) return shown ?? undefined
      return { ...(shown ?? after), names: { ...before.names, ...names } }
    })
    if (task === null) return null
    await this.draw(id)
    return { task, did }
  }

  /** Shows a task as it is, wherever it stands, and sets its reminder. @throws BotApiError */
  draw(id: string): Promise<void> {
    return this.#lanes.run(id, async () => {
      let task = await this.#values.get(id)
      for (let n = 0; task !== null && n < mostDraws; n++) {
        this.#note(task)
        task = await this.#show(task)
        const now = await this.#values.get(id)
        if (JSON.stringify(now) === JSON.stringify(task)) break
        task = now
      }
      if (task !== null) await this.refreshBoard(task.conversationId)
    })
  }

  async #show(task: Task): Promise<Task> {
    if (task.cards.length === 0) {
      const card = taskCard(task, this.#now(), { own: true })
      const place = await this.#say(task.conversationId, card, `task ${task.id}`, task.thread)
      return (
        (await this.#values.change(task.id, before =>
          before === null ? undefined : (withCard(before, place) ?? undefined),
        )) ?? task
      )
    }
    const gone: Place[] = []
    for (const [i, place] of task.cards.entries()) {
      try {
        await this.#change(place, this.#cardAt(task, place, i === 0))
      } catch (error) {
        if (!isGone(error)) throw error
        if (i > 0) gone.push(place)
      }
    }
    if (gone.length === 0) return task
    const isThere = (place: Place) =>
      !gone.some(({ conversationId, seq }) => conversationId === place.conversationId && seq === place.seq)
    const kept = await this.#values.change(
      task.id,
      before => before && { ...before, cards: before.cards.filter(isThere) },
    )
    return kept ?? task
  }

  #cardAt(task: Task, { reminder }: Pick<Place, 'reminder'>, own: boolean): Card {
    const now = this.#now()
    const w = words[task.language]
    if (!reminder || task.state === 'done') return taskCard(task, now, { own })
    return taskCard(task, now, { own, heading: isLate(task, now) ? w.isLate : w.soon })
  }

  async #say(conversationId: string, card: Card, words: string, thread?: number): Promise<Place> {
    const content = { type: 'card' as const, card: card as never }
    const { message } = await this.#api.call('POST /conversations/:conversationId/messages', {
      params: { conversationId },
      body: { content, clientId: await uuidOf(words), ...(thread !== undefined && { replyTo: thread }) },
    })
    return { conversationId, seq: message.seq }
  }

  async #change(place: Place, card: Card): Promise<void> {
    await this.#api.call('PATCH /conversations/:conversationId/messages/:seq', {
      params: { conversationId: place.conversationId, seq: place.seq },
      body: { content: { type: 'card', card: card as never } },
    })
  }

  #note(task: Task): void {
    this.#tasks.set(task.id, task)
    this.#reminders.set(task.id, nextReminder(task, this.#now())?.at ?? null)
  }

  /** Tells whose task it is, or who made one that nobody has, that it is due; the same reminder is said once. */
  async #remind(id: string): Promise<void> {
    const task = await this.#values.get(id)
    const next = task === null ? null : nextReminder(task, this.#now())
    if (task === null || next === null) return
    if (next.at > this.#now()) {
      this.#note(task)
      return
    }
    const { conversationId } = task
    try {
      // A bot that was taken out of the group has nothing to say of it any more.
      await this.#api.call('GET /conversations/:conversationId', { params: { conversationId } })
      const userId = task.assigneeId ?? task.creatorId
      const { conversation } = await this.#api.call('POST /conversations/direct', { body: { userId } })
      const card = this.#cardAt(task, { reminder: true }, false)
      const place = await this.#say(conversation.id, card, `reminder ${id} ${task.dueSetAt} ${userId} ${next.mark}`)
      await this.#values.change(id, before => before && withCard(before, { ...place, reminder: true }))
    } catch (error) {
      if (!isGone(error)) throw error
    } finally {
      await this.#values.change(id, before => (before && withReminded(before, next.mark)) ?? undefined)
    }
    // It may be late now.
    await this.draw(id)
  }

  /** Shows the tasks of a conversation, in place of the board before. @throws BotApiError */
  async showBoard(
    { conversationId, thread }: Pick<Task, 'conversationId' | 'thread'>,
    language: 'zh' | 'en',
    clientId: string,
  ): Promise<void> {
    const card = boardCard(this.list(conversationId), this.#now(), words[language])
    const { seq } = await this.#say(conversationId, card, clientId, thread)
    const board = { seq, language }
    await this.#boards.change(conversationId, () => board)
    this.#boardOf.set(conversationId, board)
  }

  /** `at`: the board that somebody looks at, where it is not the last one. @throws BotApiError */
  async refreshBoard(conversationId: string, at?: number): Promise<void> {
    const board = this.#boardOf.get(conversationId)
    const seq = at ?? board?.seq
    if (seq === undefined) return
    await this.#lanes.run(`board ${conversationId} ${seq}`, async () => {
      const card = boardCard(this.list(conversationId), this.#now(), words[board?.language ?? 'zh'])
      await this.#change({ conversationId, seq }, card).catch(error => {
        if (!isGone(error)) throw error
        if (at === undefined) this.#boardOf.delete(conversationId)
      })
    })
  }
}
