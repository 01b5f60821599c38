import type { Generated } from 'kysely'

declare module '../../storage/tables.ts' {
  interface Tables {
    bots: BotRow
    bot_events: Omit<BotEventRow, 'id'> & { id: Generated<number> }
    bot_cursors: { conversation_id: string; revision: number }
    bot_views: BotViewRow
    bot_values: { bot_id: string; key: string; value: string; version: number }
  }
}

export interface BotRow {
  /** That of its employee. */
  id: string
  owner_id: string
  client_id: string
  token_hash: string
  /** What posts to its address are signed with, as Standard Webhooks writes it: `whsec_` and base64. */
  secret: string
  /** A JSON list. */
  scopes: string
  /** `BotManifest` as JSON. */
  manifest: string
  enabled: number
  /** Whether others may add it to their groups. */
  shared: number
  webhook_url: string | null
  webhook_format: string
  created_at: number
}

export interface BotEventRow {
  /** Those of one conversation rise in the order in which they happened. */
  id: number
  bot_id: string
  conversation_id: string | null
  type: string
  /** JSON, as in `botEventSchemas`. */
  payload: string
  at: number
  state: 'waiting' | 'done' | 'dead'
  attempts: number
  /** Until then whoever took it has it; 0: nobody has. */
  leased_until: number
  problem: string
  /** What the bot answered, as JSON; null: nothing yet. */
  answer: string | null
}

export interface BotViewRow {
  id: string
  bot_id: string
  user_id: string
  /** The page of the bot for the person, and not a form. */
  home: number
  /** The session in which a form was opened. */
  session_id: string | null
  conversation_id: string | null
  /** The message that began the thread from which a form was opened. */
  thread: number | null
  version: number
  /** Title, sealed card and labels as JSON. */
  view: string
  /** `CardSecrets` as JSON. */
  secrets: string
  /** What the bot keeps with it, as JSON. */
  data: string | null
  at: number
}
