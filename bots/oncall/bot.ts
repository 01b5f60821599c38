import { type ActionContext, type AnyBotEvent, Bot, type CommandContext } from '../../sdk/bot/index.ts'
import { Agenda } from '../shared/agenda.ts'
import { localTime } from '../shared/clock.ts'
import type { Companion } from '../shared/companion.ts'
import { Faces } from '../shared/faces.ts'
import { isGone, namedIn } from '../shared/named.ts'
import { People, type Person } from '../shared/people.ts'
import { cut, oneLine } from '../shared/text.ts'
import { type TimedSettings, timed } from '../shared/timed.ts'
import { Values } from '../shared/values.ts'
import { rotaCard, swapCard, turnCard } from './cards.ts'
import { Desk } from './desk.ts'
import { type Act, openIncident, type Severity, severities, waitingFor } from './incident.ts'
import { readNote } from './review.ts'
import { onCallAt, pagedAt, type Rota, readRota, type Swap, shiftAt, shiftStart, swap, swapOf } from './rota.ts'
import { wordsOf } from './words.ts'

const whatChars = 1_000

/** What an incident may still become by a press on its card. */
const presses = { 'incident.mitigate': 'mitigate', 'incident.resolve': 'resolve' } as const

/** Rotas, pages and incidents of groups. */
class OnCall {
  readonly #bot: Bot
  readonly #settings: ReturnType<typeof timed>
  readonly #agenda: Agenda
  readonly #desk: Desk
  readonly #faces: Faces
  readonly #people: People
  readonly #rotas: Values<Rota>

  constructor(settings: TimedSettings) {
    this.#settings = timed(settings)
    const { clock, language, failed } = this.#settings
    const words = wordsOf(language)
    const bot = new Bot({ ...this.#settings, description: words.about })
    this.#bot = bot
    this.#agenda = new Agenda(clock, key => this.#due(key), failed)
    this.#desk = new Desk(bot.api, clock, this.#agenda)
    this.#faces = new Faces(bot.api)
    this.#people = new People(bot.api)
    this.#rotas = new Values(bot.api, 'rota:')
    bot
      .command({ name: 'oncall', description: words.rota, hint: words.rotaHint }, context => this.#command(context))
      .command({ name: 'page', description: words.makeIncident, hint: words.pageHint }, async context => {
        const { conversationId } = context.event.data
        if (context.text.trim() === '') return context.whisper(wordsOf(language).pageUsage)
        const opened = await this.#page(context.event, conversationId, context.userId, context.text.trim())
        if (!opened) await context.whisper(words.noRota)
      })
      .shortcut({ id: 'incident', title: words.makeIncident }, async context => {
        const { conversationId, message } = context.event.data
        const what = textOf(message.content)
        if (!(await this.#page(context.event, conversationId, context.userId, what, message.seq)))
          await context.whisper(words.noRota)
      })
      .shortcut({ id: 'timeline', title: words.addToTimeline }, async context => {
        const { conversationId, message } = context.event.data
        const noted = await this.#note(context.event, conversationId, message, oneLine(textOf(message.content)))
        await context.whisper(noted ? words.noted : words.notNoted)
      })
      .onMessage(async ({ event, message, text }) => {
        const note = readNote(text)
        if (note !== null) await this.#note(event, message.conversationId, message, note)
      })
      .on('message.changed', async ({ event }) => {
        const { conversationId, seq, content } = event.data.message
        const id = await this.#desk.incidentIn(conversationId)
        if (id === null) return
        const { type, text } = content as { type: string; text?: string }
        if (type === 'recalled') await this.#desk.act(id, { type: 'unnote', seq, text: null })
        else if (text !== undefined)
          await this.#desk.act(id, { type: 'unnote', seq, text: readNote(text) ?? oneLine(text) })
      })
      .action('incident.acknowledge', context => this.#press(context))
      .action('incident.escalate', context => this.#press(context))
      .action('incident.mitigate', context => this.#press(context))
      .action('incident.resolve', context => this.#press(context))
      .action('incident.severity', context => this.#press(context))
      .action('swap.accept', context => this.#answerSwap(context, true))
      .action('swap.decline', context => this.#answerSwap(context, false))
  }

  async start(): Promise<void> {
    for (const [groupId] of await this.#rotas.all()) await this.#handOver(groupId)
    await this.#desk.resume()
    await this.#bot.start()
  }

  async stop(): Promise<void> {
    await this.#agenda.stop()
    await this.#bot.stop()
  }

  #due(key: string): Promise<void> {
    const id = key.slice(key.indexOf(':') + 1)
    return key.startsWith('rota:') ? this.#handOver(id) : this.#desk.tick(id)
  }

  // The rota

  async #command(context: CommandContext): Promise<unknown> {
    const { conversationId } = context.event.data
    const [word = '', ...others] = context.text.trim().split(/\s+/)
    const rest = others.join(' ')
    if (['set', '设置', '排班'].includes(word)) return this.#set(context, rest)
    const rota = await this.#rotas.get(conversationId)
    if (rota === null) return context.whisper(wordsOf(this.#settings.language).noRota)
    if (['swap', '换班'].includes(word)) return this.#askSwap(context, rota, rest)
    if (['off', '关闭'].includes(word)) {
      await this.#rotas.change(conversationId, () => null)
      return this.#agenda.set(`rota:${conversationId}`, null)
    }
    return this.#showRota(context.event, conversationId, rota)
  }

  async #showRota({ id }: AnyBotEvent, groupId: string, rota: Rota): Promise<void> {
    const isHere = await this.#presence(groupId)
    await this.#faces.send(groupId, ['rota', id], rotaCard(rota, this.#settings.clock.now(), isHere))
  }

  async #person(id: string): Promise<Person> {
    return { id, name: (await this.#people.name(id)) ?? '' }
  }

  async #presence(groupId: string): Promise<(userId: string) => boolean> {
    const here = new Set((await this.#people.members(groupId)).map(({ id }) => id))
    return userId => here.has(userId)
  }

  async #set(context: CommandContext, written: string): Promise<void> {
    const { clock, zone, language } = this.#settings
    const { conversationId } = context.event.data
    const { people, rest } = namedIn(written, await this.#people.members(conversationId))
    const read = readRota(rest, { people, now: clock.now(), zone, language })
    if ('problem' in read) {
      const said = wordsOf(language).problems[read.problem]
      return context.whisper(typeof said === 'string' ? said : said(read.word))
    }
    const told = shiftAt(read.rota, clock.now())
    const rota = await this.#rotas.change(conversationId, () => ({ ...read.rota, told }))
    if (rota === null) return
    this.#agenda.set(`rota:${conversationId}`, shiftStart(rota, told + 1))
    await this.#showRota(context.event, conversationId, rota)
  }

  async #askSwap(context: CommandContext, rota: Rota, written: string): Promise<void> {
    const { conversationId } = context.event.data
    const { people } = namedIn(written, rota.people)
    const [other] = people
    const by = rota.people.find(({ id }) => id === context.userId)
    const asked = by === undefined || other === undefined ? null : swapOf(rota, by, other, this.#settings.clock.now())
    if (asked === null) return context.whisper(wordsOf(rota.language).swapUsage)
    const card = swapCard(rota, asked, conversationId)
    await this.#faces.send(conversationId, ['swap', context.event.id], card)
  }

  async #answerSwap(context: ActionContext, accepted: boolean): Promise<void> {
    const { groupId, ...asked } = context.data as unknown as Swap & { groupId: string }
    const rota = await this.#rotas.get(groupId)
    if (rota === null) return
    const words = wordsOf(rota.language)
    const place = context.event.data
    if (context.userId !== asked.with.id) {
      await this.#faces.show(place, swapCard(rota, asked, groupId), true)
      return context.whisper(words.notYours)
    }
    let done = false
    if (accepted)
      await this.#rotas.change(groupId, before => {
        const after = before === null ? null : swap(before, asked, this.#settings.clock.now())
        // Accepted already, by the same event.
        done = after !== before || swappedAlready(before, asked)
        return after === before ? undefined : after
      })
    const text = accepted ? (done ? words.swapped(asked.with.name) : words.stale) : words.declined(asked.with.name)
    await this.#faces.show(place, swapCard(rota, asked, groupId, { accepted: done, text }), true)
  }

  /** Tells a group whose shift begins, once, and puts down the next hand-over. */
  async #handOver(groupId: string): Promise<void> {
    const now = this.#settings.clock.now()
    const rota = await this.#rotas.get(groupId)
    if (rota === null) return
    const shift = shiftAt(rota, now)
    this.#agenda.set(`rota:${groupId}`, shiftStart(rota, shift + 1))
    if (shift < 0 || rota.told === shift) return
    try {
      const person = onCallAt(rota, now, await this.#presence(groupId))
      if (person !== null)
        await this.#faces.send(groupId, ['turn', rota.from, shiftStart(rota, shift)], turnCard(rota, shift, person))
      await this.#rotas.change(groupId, before => (before === null ? null : { ...before, told: shift }))
    } catch (error) {
      if (!isGone(error)) throw error
      // The bot is no longer in the group.
      this.#agenda.set(`rota:${groupId}`, null)
    }
  }

  // Incidents

  /** Pages who is on call. Returns whether the group has a rota. */
  async #page(event: AnyBotEvent, groupId: string, userId: string, what: string, source?: number): Promise<boolean> {
    const rota = await this.#rotas.get(groupId)
    if (rota === null) return false
    const at = this.#settings.clock.now()
    const id = `${localTime(at, rota.zone).day.slice(5).replace('-', '')}-${event.id}`
    const order = pagedAt(rota, at, await this.#presence(groupId))
    const { zone, language, after } = rota
    const start = { id, groupId, what: cut(what, whatChars), at, zone, language, order, afterMs: after * 60_000 }
    const by = await this.#person(userId)
    await this.#desk.open(openIncident({ ...start, by, event: event.id, ...(source !== undefined && { source }) }))
    return true
  }

  async #note(
    event: AnyBotEvent,
    conversationId: string,
    { seq, senderId, sentAt }: { seq: number; senderId: string; sentAt: number },
    text: string,
  ): Promise<boolean> {
    const id = text === '' ? null : await this.#desk.incidentIn(conversationId)
    if (id === null) return false
    const entry = { at: sentAt, by: await this.#person(senderId), text, seq }
    const incident = await this.#desk.act(id, { type: 'note', entry, event: event.id })
    return incident?.timeline.some(one => one.seq === seq) ?? false
  }

  async #press(context: ActionContext): Promise<void> {
    const { data, event, userId } = context
    const id = String(data.id)
    const incident = await this.#desk.incidents.get(id)
    if (incident === null) return
    const words = wordsOf(incident.language)
    const onRota = incident.order.some(person => person.id === userId)
    const refused =
      data.action === 'incident.acknowledge' && !onRota
        ? words.notMember
        : data.action === 'incident.escalate' && waitingFor(incident) === null
          ? words.notWaiting
          : null
    const act = refused === null ? this.#actOf(context, await this.#person(userId)) : null
    // Who pressed waits until the card changes, also where nothing comes of it.
    if (act === null) await this.#desk.settle(id, event.data)
    else await this.#desk.act(id, act, event.data)
    if (refused !== null) await context.whisper(refused)
  }

  #actOf({ data, event, inputs }: ActionContext, by: Person): Act | null {
    const done = { at: this.#settings.clock.now(), by, event: event.id }
    switch (data.action) {
      case 'incident.acknowledge':
        return { ...done, type: 'acknowledge' }
      case 'incident.escalate':
        return { ...done, type: 'escalate', asked: Number(data.asked) }
      case 'incident.mitigate':
      case 'incident.resolve':
        return { ...done, type: presses[data.action] }
      case 'incident.severity': {
        const severity = Number(inputs.severity) as Severity
        return severities.includes(severity) ? { ...done, type: 'severity', severity } : null
      }
      default:
        return null
    }
  }
}

const swappedAlready = (rota: Rota | null, { mine, theirs, by, with: other }: Swap): boolean =>
  rota?.swaps[String(mine)]?.id === other.id && rota.swaps[String(theirs)]?.id === by.id

/** What a message says, for a card a line of it. */
function textOf(content: unknown): string {
  const { text, card } = content as { text?: unknown; card?: { header?: { title?: string }; fallbackText?: string } }
  if (typeof text === 'string' && text.trim() !== '') return text.trim()
  return card?.header?.title ?? card?.fallbackText ?? '…'
}

export const oncall: Companion = {
  key: 'oncall',
  icon: 'siren',
  names: { zh: '值班', en: 'On call' },
  scopes: ['messages.read', 'messages.write', 'members.read', 'files', 'conversations.write'],
  make: (settings: TimedSettings) => new OnCall(settings),
}
