declare module '../../storage/tables.ts' {
  interface Tables {
    sessions: SessionRow
    /** Hashes of exchanged refresh tokens, to detect the use of a copy. */
    retired_tokens: { hash: string; session_id: string; retired_at: number }
  }
}

/** One signed-in device. The hashes are SHA-256 of refresh tokens. */
export interface SessionRow {
  id: string
  user_id: string
  device_id: string
  name: string
  platform: string
  created_at: number
  last_seen_at: number
  refresh_hash: string
  previous_hash: string | null
  refresh_expires_at: number
  ended_at: number | null
}
