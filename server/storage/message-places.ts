import type { Content, Message } from '@lianqun/protocol'
import type { Reader, Trx } from './database.ts'
import type { MessageRow } from './tables.ts'

/*
 * Each message has a place in the full-text index: a number that grows with the time at which it was sent, so that the
 * newest are found first.
 */

/** What to look for. `conversationIds`: where. */
export interface IndexSearch {
  query: string
  conversationIds: readonly string[]
  senderIds?: readonly string[] | undefined
  kinds?: readonly string[] | undefined
  mentionIds?: readonly string[] | undefined
}

/** A message and its place in the index. */
export type FoundRow = MessageRow & { place: number }

/** Milliseconds, both included. */
export interface TimeRange {
  since?: number | undefined
  until?: number | undefined
}

/** The next messages before a place, newest first, up to a limit. */
export type Find = (db: Reader, range: TimeRange, before: number | null, limit: number) => Promise<FoundRow[]>

export interface IndexOptions {
  /** For another who indexes now; otherwise it is left to them. */
  waits: boolean
  /** A message cannot be indexed, and will not be found. */
  leftOut(message: { conversationId: string; seq: number }): void
}

/** The index of one kind of database. */
export interface MessageIndex {
  /** Empties it when this version makes other tokens than the last one. */
  prepare(db: Trx): Promise<void>
  /** Indexes the next messages that are not yet, up to `limit`. Returns whether there may be more. */
  index(db: Trx, limit: number, options: IndexOptions): Promise<boolean>
  /** Changes a message in it with its content. One that is not indexed yet will be as it then is. */
  reindex(db: Trx, before: Message, content: Content): Promise<void>
  /** What finds messages; null: nothing can match. Conversation, sender and time are known to it roughly. */
  find(search: IndexSearch): Find | null
}

/** Places for each millisecond; most messages get their own without a search. */
const placesPerMs = 1_024
/** Keeps the places of absurd times exact as numbers. */
const lastPlace = 2 ** 52

/** The places of a range of times; the end is not in it. What shared its place with another lies a little later. */
export function placesOf({ since = 0, until = lastPlace / placesPerMs }: TimeRange, before: number | null) {
  return {
    start: since * placesPerMs,
    end: Math.min(before ?? Number.MAX_SAFE_INTEGER, (until + 1_000) * placesPerMs),
  }
}

/** What is known of the places that are taken. */
export interface TakenPlaces {
  /** Those of these that are. */
  among(places: readonly number[]): Promise<number[]>
  /** The first thousand from a place on. */
  from(place: number): Promise<number[]>
}

/** A free place for each message, at its time or as soon after it as there is one. */
export async function freePlaces(
  rows: readonly { sent_at: number; seq: number }[],
  known: TakenPlaces,
): Promise<number[]> {
  const wanted = rows.map(row =>
    Math.min(Number(row.sent_at) * placesPerMs + (Number(row.seq) % placesPerMs), lastPlace),
  )
  const taken = new Taken(await known.among(wanted), known)
  const places: number[] = []
  for (const first of wanted) {
    const place = taken.has(first) ? await taken.freeAfter(first) : first
    taken.add(place)
    places.push(place)
  }
  return places
}

/** The places that are taken. What was walked over once is not walked over again: thousands may want the same few. */
class Taken {
  readonly #places: Set<number>
  readonly #known: TakenPlaces
  /** From a place, the first behind it that was free. */
  readonly #jumps = new Map<number, number>()
  /** Between these two all that are taken are known. */
  #readFrom = 0
  #readTo = -1

  constructor(places: readonly number[], known: TakenPlaces) {
    this.#places = new Set(places)
    this.#known = known
  }

  has(place: number): boolean {
    return this.#places.has(place)
  }

  add(place: number): void {
    this.#places.add(place)
  }

  /** The first place behind one that is neither in the index nor taken here. */
  async freeAfter(place: number): Promise<number> {
    let next = place
    for (;;) {
      while (this.#places.has(next)) next = this.#jumps.get(next) ?? next + 1
      if (next >= this.#readFrom && next <= this.#readTo) break
      await this.#read(next)
    }
    this.#jumps.set(place, next)
    return next
  }

  async #read(from: number): Promise<void> {
    const held = await this.#known.from(from)
    for (const place of held) this.#places.add(place)
    this.#readFrom = from
    this.#readTo = held.length === 1_000 ? (held.at(-1) ?? from) : Number.MAX_SAFE_INTEGER
  }
}
