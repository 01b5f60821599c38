import { create } from 'zustand'
import type { CallResult, Settings } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { setLanguage } from '../i18n.ts'

export type AppInfo = CallResult<'app.info'>

/** The settings and the app info; null until loaded, which is before the first screen. */
export const useSettings = create<{ settings: Settings | null; info: AppInfo | null }>(() => ({
  settings: null,
  info: null,
}))

function show(settings: Settings): void {
  const { info } = useSettings.getState()
  const root = document.documentElement
  if (settings.theme === 'system') delete root.dataset.theme
  else root.dataset.theme = settings.theme
  setLanguage(settings.language === 'system' ? (info?.language ?? 'zh') : settings.language)
  useSettings.setState({ settings })
}

/** Changes that main has not answered yet, oldest first: the window shows them already. */
const unsaved = new Set<Partial<Settings>>()
let saved: Settings | null = null

function showAll(): void {
  if (saved) show(Object.assign({ ...saved }, ...unsaved))
}

/** Loads the settings and follows their changes. Resolves when theme and language are set. */
export async function startSettings(): Promise<void> {
  const [info, settings] = await Promise.all([call('app.info', {}), call('settings.get', {})])
  useSettings.setState({ info })
  document.documentElement.dataset.platform = info.platform
  saved = settings
  showAll()
  on('settings.changed', changed => {
    saved = changed
    showAll()
  })
}

/**
 * Changes some settings; the window follows at once, so that a second key pressed before main has answered goes on from
 * what the first one chose. What main refuses is shown no more. Throws what the call throws.
 */
export async function saveSettings(change: Partial<Settings>): Promise<void> {
  unsaved.add(change)
  showAll()
  try {
    saved = await call('settings.set', change)
  } finally {
    unsaved.delete(change)
    showAll()
  }
}
