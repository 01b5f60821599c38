import { type ActionContext, Bot, type CommandContext } from '../../sdk/bot/index.ts'
import { Agenda } from '../shared/agenda.ts'
import type { Companion } from '../shared/companion.ts'
import { Faces, type Place } from '../shared/faces.ts'
import { Lanes } from '../shared/lanes.ts'
import { isGone } from '../shared/named.ts'
import { People } from '../shared/people.ts'
import { type TimedSettings, timed } from '../shared/timed.ts'
import { Values } from '../shared/values.ts'
import { type Ballot, close, dueAt, exported, join, leave, readPoll, readSignup, vote } from './ballot.ts'
import { ballotCard, wordsOf } from './cards.ts'

/** What is kept: a ballot, and the events that are in it already, since one may come twice. */
type Kept = Ballot & { events?: number[] }
const mostEvents = 50

/** Polls and lists. The workspace has both as messages of its own; these show how a bot does it. */
class Polls {
  readonly #bot: Bot
  readonly #settings: ReturnType<typeof timed>
  readonly #agenda: Agenda
  readonly #faces: Faces
  readonly #lanes = new Lanes()
  readonly #people: People
  readonly #ballots: Values<Kept>

  constructor(settings: TimedSettings) {
    this.#settings = timed(settings)
    const { clock, zone, language, failed } = this.#settings
    const words = wordsOf(language)
    const bot = new Bot({ ...this.#settings, description: words.about })
    this.#bot = bot
    this.#agenda = new Agenda(clock, id => this.#due(id), failed)
    this.#faces = new Faces(bot.api)
    this.#people = new People(bot.api)
    this.#ballots = new Values(bot.api, 'ballot:')
    bot
      .command({ name: 'poll', description: words.pollAbout, hint: words.pollHint }, async context => {
        const read = readPoll(context.text, clock.now(), zone)
        if (read === null) return context.whisper(words.pollUsage)
        await this.#open({ ...(await this.#sheet(context)), ...read, kind: 'poll', votes: {} })
      })
      .command({ name: 'signup', description: words.signupAbout, hint: words.signupHint }, async context => {
        const read = readSignup(context.text)
        if (read === null) return context.whisper(words.signupUsage)
        await this.#open({ ...(await this.#sheet(context)), ...read, kind: 'signup', entries: [] })
      })
      .action('poll.vote', async context => {
        const person = await this.#person(context.userId)
        const option = Number(context.data.option)
        await this.#press(context, one => (one.kind === 'poll' ? vote(one, person, option) : one))
      })
      .action('signup.join', async context => {
        const person = await this.#person(context.userId)
        const note = context.inputs.note ?? ''
        await this.#press(context, one => (one.kind === 'signup' ? join(one, person, note) : one))
      })
      .action('signup.leave', context =>
        this.#press(context, one => (one.kind === 'signup' ? leave(one, context.userId) : one)),
      )
      .action('signup.export', async context => {
        const ballot = await this.#press(context, one => one)
        if (ballot?.kind === 'signup') await context.whisper(exported(ballot, wordsOf(ballot.language).waiting))
      })
      .action('ballot.close', async context => {
        const ballot = await this.#press(context, one => (one.by.id === context.userId ? close(one) : one))
        if (ballot !== null && ballot.by.id !== context.userId) await context.whisper(words.notYours)
      })
      .refresh('ballot', async context => {
        const ballot = await this.#ballots.get(String(context.data.id))
        if (ballot !== null) await context.show(ballotCard(ballot, context.userId))
      })
  }

  async start(): Promise<void> {
    for (const [id, ballot] of await this.#ballots.all()) {
      if (ballot.card === undefined) await this.#settle(id)
      else this.#agenda.set(id, dueAt(ballot))
    }
    await this.#bot.start()
  }

  async stop(): Promise<void> {
    await this.#agenda.stop()
    await this.#bot.stop()
  }

  async #person(id: string) {
    return { id, name: (await this.#people.name(id)) ?? '' }
  }

  async #sheet({ event, userId }: CommandContext) {
    const { zone, language } = this.#settings
    const by = await this.#person(userId)
    const { conversationId, thread } = event.data
    return { id: String(event.id), conversationId, ...(thread !== undefined && { thread }), by, zone, language }
  }

  /** The event is the ballot: when it comes twice, it is the same one. */
  async #open(ballot: Ballot): Promise<void> {
    await this.#ballots.change(ballot.id, before => (before === null ? ballot : undefined))
    await this.#settle(ballot.id)
  }

  async #press(context: ActionContext, change: (ballot: Ballot) => Ballot): Promise<Ballot | null> {
    const id = String(context.data.id)
    await this.#change(id, context.event.id, change)
    return this.#settle(id, context.event.data)
  }

  async #due(id: string): Promise<void> {
    await this.#change(id, null, close)
    await this.#settle(id)
  }

  async #change(id: string, event: number | null, change: (ballot: Ballot) => Ballot): Promise<void> {
    await this.#ballots.change(id, before => {
      const events = before?.events ?? []
      if (before === null || (event !== null && events.includes(event))) return undefined
      const after = change(before)
      return after === before ? undefined : { ...after, events: [...events, event ?? 0].slice(-mostEvents) }
    })
  }

  /** Makes the card show what the value says. @throws BotApiError */
  #settle(id: string, pressed?: Place): Promise<Ballot | null> {
    return this.#lanes.run(id, async () => {
      const ballot = await this.#ballots.get(id)
      if (ballot === null) return null
      try {
        if (ballot.card === undefined) {
          const { conversationId, thread } = ballot
          const card = await this.#faces.send(conversationId, ['ballot', id], ballotCard(ballot), thread)
          await this.#ballots.change(id, one => (one === null ? undefined : { ...one, card }))
        } else await this.#faces.show(ballot.card, ballotCard(ballot), pressed !== undefined)
      } catch (error) {
        if (!isGone(error)) throw error
        // The bot is no longer in the conversation.
        await this.#ballots.change(id, () => null)
      }
      this.#agenda.set(id, dueAt(ballot))
      return ballot
    })
  }
}

export const poll: Companion = {
  key: 'poll',
  icon: 'chart',
  names: { zh: '投票接龙', en: 'Polls' },
  scopes: ['messages.write', 'members.read'],
  make: (settings: TimedSettings) => new Polls(settings),
}
