declare module '../../storage/tables.ts' {
  interface Tables {
    hooks: HookRow
    hook_deliveries: HookDeliveryRow
    hook_cards: HookCardRow
    hook_media: HookMediaRow
  }
}

export interface HookRow {
  id: string
  conversation_id: string
  bot_id: string
  /** The secret part of its addresses. */
  key: string
  /** What payloads are signed with. */
  secret: string
  enabled: number
  created_by: string
  created_at: number
  client_id: string
  /** `HookOptions` as JSON. */
  options: string
  last_at: number | null
}

export interface HookDeliveryRow {
  hook_id: string
  /** Begins with the time, so that ids are in the order of time. */
  id: string
  at: number
  ms: number
  dialect: string
  event: string
  title: string
  verdict: string
  status: number
  problem: string
  resent: number
  /** The address that it came from. */
  source: string
  /** Method, path without the key, and headers without what proves who sent it, as JSON. */
  request: string
  body: string
  cut: number
  answer: string
  /** A JSON list. */
  lost: string
  seq: number | null
  /** What the sender calls it: it is taken once. */
  delivery_key: string | null
  /** Of a refused one: how often it came in an hour. */
  times: number
  /** What its signature was found to be: see `hookSignatures`. */
  signature: string
  /** A signature that does not sign the time, or not the body. */
  sign_key: string | null
  /** It is what a button of a card sent: `source` and the path are where to. */
  outgoing: number
}

/** Which message is the card of what a tool calls by a key. */
export interface HookCardRow {
  hook_id: string
  key: string
  seq: number
  /** It is over: what comes next under the key begins a new card. */
  closed: number
  /** Who said that they see to it, and when. */
  taken_by: string | null
  taken_at: number | null
  at: number
}

/** A file that was uploaded for messages of a hook. */
export interface HookMediaRow {
  id: string
  hook_id: string
  kind: string
  file_id: string
  at: number
}
