declare module '../../storage/tables.ts' {
  interface Tables {
    announcements: AnnouncementRow
    announcement_confirmations: { announcement_id: string; user_id: string; confirmed_at: number }
  }
}

export interface AnnouncementRow {
  id: string
  title: string
  body: string
  author_id: string
  created_at: number
  /** How many of the current employees have confirmed it. */
  confirmed_count: number
  client_id: string | null
  /** Milliseconds; null when it is as it was published. */
  edited_at: number | null
  /** When those who have not confirmed it were last reminded. */
  reminded_at: number | null
  /** A withdrawn announcement is shown to nobody; the row says who withdrew it when. */
  withdrawn_at: number | null
  withdrawn_by: string | null
}
