declare module '../../storage/tables.ts' {
  interface Tables {
    cards: CardRow
    card_clicks: CardClickRow
  }
}

/** What the server keeps of a card to itself. */
export interface CardRow {
  conversation_id: string
  seq: number
  /** The bot that made it. */
  owner_id: string
  /** What its actions mean to who made it, by their ids: `CardSecrets` as JSON. */
  secrets: string
  /** What it was written as in the words of another system, as JSON; null: in our own. */
  original: string | null
}

/** What a person did on a card, once by each client id. */
export interface CardClickRow {
  user_id: string
  client_id: string
  conversation_id: string
  seq: number
  version: number
  action_id: string
  at: number
  /** What was answered, as JSON. */
  answer: string
}
