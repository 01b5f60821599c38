declare module '../../storage/tables.ts' {
  interface Tables {
    preferences: PreferencesRow
    labels: LabelRow
  }
}

export interface PreferencesRow {
  user_id: string
  /** A JSON list of app ids. */
  favourite_apps: string
  /** A JSON list of selections; null: none. */
  selections: string | null
  revision: number
}

export interface LabelRow {
  user_id: string
  id: string
  name: string
  hue: number
  /** A JSON list of rules. */
  rules: string
  deleted: number
  revision: number
}
