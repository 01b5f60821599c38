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
}
