import type { Card } from '@lianqun/protocol'

/*
 * What a payload of another system says, in our model: made by pure functions, before pictures are loaded and people
 * are looked up.
 */

/**
 * Whom a payload names, as it names them: `id:`, `mobile:`, `mail:` or `name:` and the value, or `all`. It stands where
 * a `Mention` of a card has the `userId`, until who it is has been looked up.
 */
export type PersonReference = `id:${string}` | `mobile:${string}` | `mail:${string}` | `name:${string}` | 'all'

/** Words of a text that name a person, in UTF-16 code units. */
export interface ReferencedMention {
  person: PersonReference
  offset: number
  length: number
}

/** One message of a payload. */
export type ConvertedMessage =
  | { type: 'text'; text: string; mentions: ReferencedMention[] }
  | { type: 'card'; card: Card }
  /** A picture: its bytes as base64 without a prefix, or where it is. */
  | { type: 'image'; base64: string; md5?: string }
  | { type: 'image'; url: string }
  /** A file or voice note that was uploaded before, by its id. */
  | { type: 'media'; kind: 'file' | 'voice' | 'image'; mediaId: string }

export interface Converted {
  /** At least one. */
  messages: ConvertedMessage[]
  /** What is not shown as it was meant, each in a few words with its place: `button_list[6]: more than 6 buttons`. */
  lost: string[]
  /** The name under which the payload wants to appear, for the footer: it never stands where the sender's name does. */
  alias?: string
}

/** What happened, as a native payload of a tool says it. */
export interface ConvertedEvent {
  /** The kind of event for filters, such as `alert.firing`, `pipeline.failed`, `pull_request.opened`. */
  event: string
  /** What it is about, in a few words: for the log of deliveries. */
  title: string
  /** Whose card it is, unique within the hook: a later event of the same key changes that card in place. Null: its own. */
  key: string | null
  card: Card
  /** Over: resolved, merged, closed, passed. It calls nobody. */
  closed: boolean
}

/** Why a payload cannot be shown. */
export type PayloadProblem =
  /** Not the form of its dialect: a field is missing or of another type. */
  | 'malformed'
  /** A kind of message that the dialect does not have or that is not taken. */
  | 'unsupported'
  /** Nothing in it can be seen. */
  | 'empty'
  /** A field is longer than its dialect allows. */
  | 'too_long'

/** A payload that cannot be shown. `path` is where, as `markdown.content`; the message says what is wrong there. */
export class PayloadError extends Error {
  readonly problem: PayloadProblem
  readonly path: string

  constructor(problem: PayloadProblem, path: string, message: string) {
    super(path === '' ? message : `${path}: ${message}`)
    this.problem = problem
    this.path = path
  }
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }
