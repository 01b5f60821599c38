import { type ActionContext, Bot, type CommandContext } from '../../sdk/bot/index.ts'
import { Agenda } from '../shared/agenda.ts'
import { clockText, localTime, readDay, timeText } from '../shared/clock.ts'
import type { Companion } from '../shared/companion.ts'
import { Faces, type Place } from '../shared/faces.ts'
import { uuidOf } from '../shared/ids.ts'
import { Lanes } from '../shared/lanes.ts'
import { isGone } from '../shared/named.ts'
import { People } from '../shared/people.ts'
import { type TimedSettings, timed } from '../shared/timed.ts'
import { Values } from '../shared/values.ts'
import { questionCard, roundCard } from './cards.ts'
import { dueAt, type Plan, readPlan } from './plan.ts'
import { type Answer, answer, mostPeople, type Round, roundDueAt, tick, without } from './round.ts'
import { wordsOf } from './words.ts'

const states = { 'standup.answer': 'answered', 'standup.skip': 'skipped', 'standup.away': 'away' } as const

/**
 * Stand-ups of groups. A round is put into its value first; then what the value says is made true: the card in the group,
 * the questions, the reminder. That can be done again at any time, and does nothing twice.
 */
class Standup {
  readonly #bot: Bot
  readonly #settings: ReturnType<typeof timed>
  readonly #agenda: Agenda
  readonly #faces: Faces
  readonly #lanes = new Lanes()
  readonly #people: People
  readonly #plans: Values<Plan>
  readonly #rounds: Values<Round>

  constructor(settings: TimedSettings) {
    this.#settings = timed(settings)
    const { clock, language, failed } = this.#settings
    const words = wordsOf(language)
    const bot = new Bot({ ...this.#settings, description: words.about })
    this.#bot = bot
    this.#agenda = new Agenda(clock, key => this.#due(key), failed)
    this.#faces = new Faces(bot.api)
    this.#people = new People(bot.api)
    this.#plans = new Values(bot.api, 'plan:')
    this.#rounds = new Values(bot.api, 'round:')
    bot.command({ name: 'standup', description: words.about, hint: words.hint }, context => this.#command(context))
    for (const name of Object.keys(states) as (keyof typeof states)[])
      bot.action(name, context => this.#answer(context, states[name]))
    bot.on('members.changed', async ({ event }) => {
      const { conversationId, left } = event.data
      if (left.length === 0) return
      for (const [id, round] of await this.#rounds.all())
        if (round.groupId === conversationId) await this.#change(id, one => without(one, left))
    })
  }

  async start(): Promise<void> {
    for (const [groupId, plan] of await this.#plans.all())
      this.#agenda.set(`plan:${groupId}`, dueAt(plan, this.#settings.clock.now()))
    for (const [id] of await this.#rounds.all()) await this.#settle(id)
    await this.#bot.start()
  }

  async stop(): Promise<void> {
    await this.#agenda.stop()
    await this.#bot.stop()
  }

  async #due(key: string): Promise<void> {
    const id = key.slice(key.indexOf(':') + 1)
    if (key.startsWith('plan:')) await this.#planDue(id)
    else await this.#change(id, round => tick(round, this.#settings.clock.now()))
  }

  // The plan

  async #command(context: CommandContext): Promise<unknown> {
    const { conversationId } = context.event.data
    const { clock, zone, language } = this.#settings
    const [word = '', ...others] = context.text.trim().split(/\s+/)
    const rest = others.join(' ')
    const plan = await this.#plans.get(conversationId)
    const words = wordsOf(plan?.language ?? language)
    if (['on', '开'].includes(word)) {
      const read = readPlan(rest, { zone, language })
      if ('problem' in read) return context.whisper(words.problems[read.problem](read.word))
      const kept = { ...read.plan, away: plan?.away ?? {}, begun: clock.now() }
      await this.#plans.change(conversationId, () => kept)
      this.#agenda.set(`plan:${conversationId}`, dueAt(kept, clock.now()))
      return this.#say(context, planText(kept, clock.now()))
    }
    if (['off', '停'].includes(word)) {
      await this.#plans.change(conversationId, () => null)
      this.#agenda.set(`plan:${conversationId}`, null)
      return this.#say(context, words.off)
    }
    if (['now', '现在'].includes(word)) {
      // The event is the round: when it comes twice, it is the same one.
      await this.#begin(conversationId, `${conversationId}-${context.event.id}`, plan)
      return
    }
    if (['away', '请假'].includes(word)) {
      const day = readDay(rest)
      if (day === null) return context.whisper(words.badDay(rest))
      if (plan === null) return context.whisper(words.isOff)
      await this.#plans.change(conversationId, one =>
        one === null ? undefined : { ...one, away: { ...one.away, [context.userId]: day } },
      )
      return context.whisper(words.awayUntil(day))
    }
    return context.whisper(plan === null ? words.usage : planText(plan, clock.now()))
  }

  async #say(context: CommandContext, text: string): Promise<void> {
    await context.reply(text, { clientId: await uuidOf(`say ${context.event.id}`) })
  }

  async #planDue(groupId: string): Promise<void> {
    const plan = await this.#plans.get(groupId)
    if (plan === null) return
    const now = this.#settings.clock.now()
    const at = dueAt(plan, now)
    if (at <= now) {
      try {
        await this.#begin(groupId, `${groupId}-${at}`, plan)
      } catch (error) {
        if (!isGone(error)) throw error
        // The bot is no longer in the group.
        await this.#plans.change(groupId, () => null)
        return
      }
      await this.#plans.change(groupId, one => (one === null || one.begun >= at ? undefined : { ...one, begun: at }))
    }
    const after = await this.#plans.get(groupId)
    this.#agenda.set(`plan:${groupId}`, after === null ? null : dueAt(after, now))
  }

  // A round

  async #begin(groupId: string, id: string, plan: Plan | null): Promise<void> {
    const { clock, zone, language } = this.#settings
    const at = clock.now()
    const spoken = plan ?? { zone, language, away: {} as Record<string, string> }
    const today = localTime(at, spoken.zone).day
    const people = (await this.#people.members(groupId)).slice(0, mostPeople)
    const away = people.filter(person => (spoken.away[person.id] ?? '') >= today)
    const answers = Object.fromEntries(away.map(person => [person.id, { state: 'away' as const, at }]))
    const { zone: where, language: speaks } = spoken
    const round: Round = { id, groupId, at, zone: where, language: speaks, people, answers, asked: {} }
    await this.#rounds.change(id, before => (before === null ? round : undefined))
    await this.#settle(id)
  }

  async #answer(context: ActionContext, state: Answer['state']): Promise<void> {
    const { yesterday, today, blocked } = context.inputs
    const said = { state, at: this.#settings.clock.now(), yesterday, today, blocked }
    await this.#change(String(context.data.id), round => answer(round, context.userId, said), context.event.data)
  }

  async #change(id: string, change: (round: Round) => Round, pressed?: Place): Promise<void> {
    await this.#put(id, change)
    await this.#settle(id, pressed)
  }

  #put(id: string, change: (round: Round) => Round): Promise<Round | null> {
    return this.#rounds.change(id, before => {
      const after = before === null ? null : change(before)
      return after === before ? undefined : after
    })
  }

  /** Makes true what the value of a round says, and forgets one that is over. @throws BotApiError */
  #settle(id: string, pressed?: Place): Promise<void> {
    return this.#lanes.run(id, async () => {
      let round = await this.#rounds.get(id)
      if (round === null) return this.#tellOver(pressed)
      if (round.card === undefined) {
        const { groupId } = round
        const card = await this.#faces.send(groupId, ['round', id], roundCard(round))
        round = (await this.#put(id, one => ({ ...one, card }))) ?? round
      }
      round = await this.#ask(round)
      await this.#remind(round)
      const name = await this.#groupName(round)
      if (round.card !== undefined) await this.#faces.show(round.card, roundCard(round))
      for (const person of round.people) {
        const place = round.asked[person.id]
        if (!place) continue
        const waits = place.conversationId === pressed?.conversationId && place.seq === pressed.seq
        await this.#faces.show(place, questionCard(round, person, name), waits)
        if (round.ended === true) this.#faces.forget(place)
      }
      if (round.ended === true) await this.#rounds.change(id, () => null)
      this.#agenda.set(`round:${id}`, roundDueAt(round))
    })
  }

  /** Asks everybody who has not been asked, in the conversation with them alone. */
  async #ask(start: Round): Promise<Round> {
    let round = start
    const name = await this.#groupName(round)
    for (const person of start.people) {
      if (start.asked[person.id] !== undefined || start.answers[person.id] !== undefined) continue
      const place = await this.#whereTo(person.id, ['ask', start.id], () => questionCard(round, person, name))
      round = (await this.#put(start.id, one => ({ ...one, asked: { ...one.asked, [person.id]: place } }))) ?? round
    }
    return round
  }

  async #whereTo(userId: string, words: string[], card: () => ReturnType<typeof questionCard>): Promise<Place | null> {
    try {
      const { conversation } = await this.#bot.api.call('POST /conversations/direct', { body: { userId } })
      return await this.#faces.send(conversation.id, words, card())
    } catch (error) {
      if (isGone(error)) return null
      throw error
    }
  }

  /** Reminds, once, those who had not answered when it was time, and have not since. */
  async #remind({ id, reminded = [], asked, answers, language, ended }: Round): Promise<void> {
    if (ended === true) return
    for (const userId of reminded) {
      const place = asked[userId]
      if (!place || answers[userId] !== undefined) continue
      const { conversationId, seq } = place
      const content = { type: 'text' as const, text: wordsOf(language).reminder }
      const clientId = await uuidOf(`remind ${id} ${userId}`)
      try {
        await this.#bot.api.call('POST /conversations/:conversationId/messages', {
          params: { conversationId },
          body: { content, replyTo: seq, clientId },
        })
      } catch (error) {
        if (!isGone(error)) throw error
      }
    }
  }

  async #groupName({ groupId }: Round): Promise<string> {
    try {
      const { conversation } = await this.#bot.api.call('GET /conversations/:conversationId', {
        params: { conversationId: groupId },
      })
      return conversation.name
    } catch (error) {
      if (isGone(error)) return ''
      throw error
    }
  }

  /** Who presses on a card of a round that is forgotten is told so. */
  async #tellOver(pressed?: Place): Promise<void> {
    if (pressed === undefined) return
    const { ended, title } = wordsOf(this.#settings.language)
    const body = [{ type: 'TextBlock' as const, text: ended, isSubtle: true }]
    await this.#faces.show(pressed, { type: 'AdaptiveCard', header: { title, tone: 'over' }, body }, true)
  }
}

/** When a stand-up is, and when next. */
function planText(plan: Plan, now: number): string {
  const words = wordsOf(plan.language)
  const days = plan.days.map(day => words.days[day - 1]).join(' ')
  return words.on(`${clockText(plan.at)} (${plan.zone})`, days, timeText(dueAt(plan, now), plan.zone))
}

export const standup: Companion = {
  key: 'standup',
  icon: 'clipboard',
  names: { zh: '站会', en: 'Stand-up' },
  scopes: ['messages.write', 'members.read'],
  make: (settings: TimedSettings) => new Standup(settings),
}
