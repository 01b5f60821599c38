declare module '../../storage/tables.ts' {
  interface Tables {
    preferences: PreferencesRow
  }
}

export interface PreferencesRow {
  user_id: string
  /** A JSON list of app ids. */
  favourite_apps: string
  revision: number
}
