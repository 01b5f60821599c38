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

/** Loads the settings and follows their changes. Resolves when theme and language are set. */
export async function startSettings(): Promise<void> {
  const [info, settings] = await Promise.all([call('app.info', {}), call('settings.get', {})])
  useSettings.setState({ info })
  document.documentElement.dataset.platform = info.platform
  show(settings)
  on('settings.changed', show)
}

/** Changes some settings; the window follows at once. Throws what the call throws. */
export async function saveSettings(change: Partial<Settings>): Promise<void> {
  show(await call('settings.set', change))
}
