import { type BotApiClient, BotApiError, type Card } from '../../sdk/bot/index.ts'
import type { Agenda } from '../shared/agenda.ts'
import { type Clock, dayMs } from '../shared/clock.ts'
import { Faces, type Place } from '../shared/faces.ts'
import { uuidOf } from '../shared/ids.ts'
import { Lanes } from '../shared/lanes.ts'
import { isGone } from '../shared/named.ts'
import { People } from '../shared/people.ts'
import { Values } from '../shared/values.ts'
import { incidentCard, nobodyCard, pageCard, resultCard, reviewCard, roomCard, roomName } from './cards.ts'
import { type Act, type Asked, dueAt, type Incident, incidentAfter, nameOf, nobodyCame } from './incident.ts'
import { reviewMarkdown, type Said } from './review.ts'

/** How long an incident that is over is kept. */
const keptMs = 90 * dayMs
/** Most messages of an incident group that a review is made from. */
const mostSaid = 1_000

/**
 * The incidents that there are. What happened to one is put into its value first; then everything that the value says is
 * made true: cards, pages, the incident group, the review. That can be done again at any time, and does nothing twice.
 */
export class Desk {
  readonly incidents: Values<Incident>
  /** The incident of an incident group. */
  readonly #rooms: Values<string>
  /** What is known of that; null: the conversation is none. */
  readonly #roomsKnown = new Map<string, string | null>()
  readonly #api: BotApiClient
  readonly #clock: Clock
  readonly #agenda: Agenda
  readonly #faces: Faces
  readonly #people: People
  readonly #lanes = new Lanes()

  constructor(api: BotApiClient, clock: Clock, agenda: Agenda) {
    this.#api = api
    this.#clock = clock
    this.#agenda = agenda
    this.#faces = new Faces(api)
    this.#people = new People(api)
    this.incidents = new Values(api, 'incident:')
    this.#rooms = new Values(api, 'room:')
  }

  /** Takes up what was under way when the bot ended. */
  async resume(): Promise<void> {
    for (const [id, incident] of await this.incidents.all()) {
      if (incident.reviewed !== true) await this.settle(id)
      else if ((incident.resolved?.at ?? 0) < this.#clock.now() - keptMs) {
        await this.incidents.change(id, () => null)
        if (incident.room !== undefined) await this.#rooms.change(incident.room, () => null)
      }
    }
  }

  /** The incident of a conversation that is an incident group, else null. */
  async incidentIn(conversationId: string): Promise<string | null> {
    const known = this.#roomsKnown.get(conversationId)
    if (known !== undefined) return known
    const id = await this.#rooms.get(conversationId)
    this.#roomsKnown.set(conversationId, id)
    return id
  }

  /** Opens an incident, unless the same event did so before. */
  async open(incident: Incident): Promise<void> {
    await this.incidents.change(incident.id, before => (before === null ? incident : undefined))
    await this.settle(incident.id)
  }

  /** Something happens to an incident. `pressed`: the card on which somebody did it. */
  async act(id: string, act: Act, pressed?: Place): Promise<Incident | null> {
    await this.#change(id, incident => incidentAfter(incident, act))
    return this.settle(id, pressed)
  }

  async #change(id: string, change: (incident: Incident) => Incident): Promise<Incident | null> {
    return this.incidents.change(id, before => {
      const after = before === null ? before : change(before)
      return after === before ? undefined : after
    })
  }

  /** Time goes on. */
  async tick(id: string): Promise<void> {
    await this.act(id, { type: 'tick', at: this.#clock.now() })
  }

  /** Makes true what the value of an incident says. @throws BotApiError */
  settle(id: string, pressed?: Place): Promise<Incident | null> {
    return this.#lanes.run(id, async () => {
      let incident = await this.incidents.get(id)
      if (incident === null) return null
      // What is done may change the incident again: somebody cannot be reached, so the next one is paged.
      for (let before: Incident | null = null; before !== incident && incident !== null; ) {
        before = incident
        incident = await this.#settleOnce(incident, pressed)
      }
      this.#agenda.set(`incident:${id}`, incident === null ? null : dueAt(incident, this.#clock.now()))
      return incident
    })
  }

  async #settleOnce(start: Incident, pressed?: Place): Promise<Incident | null> {
    const { id } = start
    let incident: Incident | null = start
    const note = async (part: Partial<Incident>) => {
      incident = await this.#change(id, one => ({ ...one, ...part }))
    }
    if (incident.card === undefined) {
      const { groupId, source } = incident
      const card = await this.#attempt(() => this.#faces.send(groupId, ['incident', id], incidentCard(start), source))
      if (card !== null) await note({ card })
    }
    for (const asked of start.asked) incident = await this.#page(incident ?? start, asked)
    if (incident?.acknowledged !== undefined && incident.room === undefined) {
      if (incident.roomIds === undefined) await note({ roomIds: await this.#roomIds(incident) })
      const room = await this.#makeRoom(incident)
      await this.#rooms.change(room, () => id)
      this.#roomsKnown.set(room, id)
      await note({ room })
    }
    if (incident?.room !== undefined && incident.roomCard === undefined) {
      const { room } = incident
      const face = roomCard(incident, this.#clock.now())
      const card = await this.#attempt(() => this.#faces.send(room, ['room', id], face))
      if (card !== null) await note({ roomCard: card })
    }
    if (incident !== null && nobodyCame(incident) && incident.calledAll !== true) {
      const { groupId, order } = incident
      const face = nobodyCard(incident, order)
      await this.#attempt(() => this.#faces.send(groupId, ['nobody', id], face))
      await note({ calledAll: true })
    }
    if (incident?.resolved !== undefined && incident.reviewed !== true) {
      await this.#review(incident)
      await note({ reviewed: true })
    }
    if (incident !== null) await this.#show(incident, pressed)
    return incident
  }

  /** Pages who is asked, in the conversation with them alone. */
  async #page(incident: Incident, asked: Asked): Promise<Incident | null> {
    const { id } = incident
    const { person, card, state } = asked
    if (card !== undefined || state !== 'waiting') return incident
    const place = await this.#attempt(async () => {
      const direct = await this.#api.call('POST /conversations/direct', { body: { userId: person.id } })
      return this.#faces.send(direct.conversation.id, ['page', id], pageCard(incident, asked))
    })
    const act = { type: 'unreachable', at: this.#clock.now(), userId: person.id } as const
    return this.#change(id, one =>
      place === null
        ? incidentAfter(one, act)
        : {
            ...one,
            asked: one.asked.map(other => (other.person.id === person.id ? { ...other, card: place } : other)),
          },
    )
  }

  /** Who is in the incident group besides its owner: who is asked and who reported, if they are still in the first one. */
  async #roomIds({ groupId, order, by }: Incident): Promise<string[]> {
    const here = (await this.#attempt(() => this.#people.members(groupId))) ?? []
    return [...new Set([...order, by].map(({ id }) => id))].filter(id => here.some(member => member.id === id))
  }

  /** Makes the incident group of who took it. It is the same group again for the same people. */
  async #makeRoom(incident: Incident): Promise<string> {
    const { id, by, acknowledged, roomIds = [] } = incident
    const { id: ownerId } = acknowledged?.by ?? by
    const make = async (userIds: string[]) => {
      const { conversation } = await this.#api.call('POST /conversations', {
        body: {
          name: roomName(incident),
          ownerId,
          userIds,
          clientId: await uuidOf(['room', id, ...userIds].join(' ')),
        },
      })
      return conversation.id
    }
    const others = roomIds.filter(userId => userId !== ownerId)
    // One of them left the workspace just now: the others are added by hand.
    return (await this.#attempt(() => make(others))) ?? make([])
  }

  /** Gives the cards of an incident the faces that it has now. */
  async #show(incident: Incident, pressed?: Place): Promise<void> {
    const faces: [Place | undefined, Card][] = [
      [incident.card, incidentCard(incident)],
      [incident.roomCard, roomCard(incident, incident.resolved?.at ?? this.#clock.now())],
      ...incident.asked.map(asked => [asked.card, pageCard(incident, asked)] as [Place | undefined, Card]),
    ]
    for (const [place, face] of faces) {
      if (place === undefined) continue
      const waits = place.conversationId === pressed?.conversationId && place.seq === pressed.seq
      await this.#faces.show(place, face, waits)
      if (incident.reviewed === true) this.#faces.forget(place)
    }
  }

  /** Says at the end what happened: all of it in the incident group, a word where it began. */
  async #review(incident: Incident): Promise<void> {
    const { id, groupId, room, card } = incident
    if (room !== undefined) {
      const said = (await this.#attempt(() => this.#said(room))) ?? []
      await this.#attempt(() => this.#faces.send(room, ['review', id], reviewCard(incident, said)))
      await this.#attempt(() => this.#sendFile(room, incident, said))
    }
    await this.#attempt(() => this.#faces.send(groupId, ['result', id], resultCard(incident), card?.seq))
  }

  async #sendFile(room: string, incident: Incident, said: readonly Said[]): Promise<void> {
    const bytes = new TextEncoder().encode(reviewMarkdown(incident, said))
    const file = await this.#api.upload(bytes, `${nameOf(incident)}.md`)
    try {
      await this.#api.call('POST /conversations/:conversationId/messages', {
        params: { conversationId: room },
        body: { content: { type: 'file', file } as never, clientId: await uuidOf(`file ${incident.id}`) },
      })
    } catch (error) {
      // It was sent before the bot ended; the bytes have another id now.
      if (!(error instanceof BotApiError && error.error === 'conflict')) throw error
    }
  }

  /** What people said in a conversation, in order. */
  async #said(conversationId: string): Promise<Said[]> {
    const people = new Map((await this.#people.members(conversationId)).map(({ id, name }) => [id, name]))
    const said: Said[] = []
    for (let before: number | undefined; said.length < mostSaid; ) {
      const { messages, more } = await this.#api.call('GET /conversations/:conversationId/messages', {
        params: { conversationId },
        query: { limit: 100, ...(before !== undefined && { before }) },
      })
      const page = messages.flatMap(({ senderId, content }) => {
        const by = people.get(senderId ?? '')
        const { text } = content as { text?: unknown }
        return by === undefined || typeof text !== 'string' ? [] : [{ by, text }]
      })
      said.unshift(...page)
      before = messages[0]?.seq
      if (!more || before === undefined) break
    }
    return said
  }

  /** What cannot be done because somebody or something is gone is left out: null. */
  async #attempt<R>(work: () => Promise<R>): Promise<R | null> {
    try {
      return await work()
    } catch (error) {
      if (isGone(error)) return null
      throw error
    }
  }
}
