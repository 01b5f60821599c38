declare module '../../storage/tables.ts' {
  interface Tables {
    cards: CardRow
    card_clicks: CardClickRow
    card_faces: CardFaceRow
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

/** What one person alone has of a version of a card. */
export interface CardFaceRow {
  conversation_id: string
  seq: number
  user_id: string
  version: number
  /** When whoever made the card was asked last, or gave it. */
  asked_at: number
  /** Rises with each face of the version; 0: there is none yet. */
  number: number
  /** The face as JSON; null: there is none yet. */
  card: string | null
  /** What its actions mean, as those of `cards`. */
  secrets: string
  expires_at: number | null
}
