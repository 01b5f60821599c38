import type { JsonObject } from '../converted.ts'

/*
 * Buttons by which a card of another system calls that system: what is sent, and what its answer says. Pure; whoever has
 * such a card sends it.
 */

/** Who pressed a button, and where. */
export interface CallContext {
  userId: string
  userName: string
  conversationId: string
  conversationName: string
  seq: number
  workspaceId: string
  workspaceName: string
  /** A name of this press that says nothing. */
  trigger: string
}

export interface CallRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** What came back: the names of its headers are in small letters. */
export interface CallReply {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
}

/** What an answer says. */
export interface CallAnswer {
  taken: boolean
  /** A sentence for who pressed the button, as plain text. */
  notice?: string
  /** The next face of the card, as a payload of its dialect. */
  update?: JsonObject
  /** What in the answer cannot be read. */
  problem?: string
}

/** What a button calls, by the dialect of its card. */
export interface Call {
  dialect: 'mattermost' | 'teams'
  /** @throws CallError */
  request(context: CallContext, inputs: Readonly<Record<string, string>>): CallRequest
  /** `original`: the payload that the card is of, where it was kept. */
  answer(reply: CallReply, original: JsonObject | null): CallAnswer
}

/** What cannot be sent; the message says why. */
export class CallError extends Error {}
