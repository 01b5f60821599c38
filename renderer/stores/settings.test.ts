import { afterEach, expect, test, vi } from 'vitest'
import type { Settings } from '../../preload/contract/index.ts'

/* The store against a main that answers when the test says so. */

type Answer = (settings: Partial<Settings> | Error) => void

async function start() {
  vi.resetModules()
  const answers: Answer[] = []
  const base = { theme: 'system', language: 'en', sidePanel: false } as Settings
  let changed: (settings: Settings) => void = () => undefined
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
  vi.stubGlobal('window', {
    desktop: {
      on: (_name: string, listener: typeof changed) => {
        changed = listener
        return () => undefined
      },
      call: (name: string) =>
        name === 'settings.set'
          ? new Promise(resolve => {
              answers.push(value =>
                resolve(
                  value instanceof Error
                    ? { ok: false, error: { code: 'internal', message: value.message } }
                    : { ok: true, value: { ...base, ...value } },
                ),
              )
            })
          : Promise.resolve({ ok: true, value: name === 'settings.get' ? base : { language: 'en' } }),
    },
  })
  const store = await import('./settings.ts')
  await store.startSettings()
  return { store, answers, tell: (change: Partial<Settings>) => changed({ ...base, ...change }) }
}

afterEach(() => vi.unstubAllGlobals())

test('a change shows before main has answered, and an older answer does not take a newer change back', async () => {
  const { store, answers } = await start()
  const theme = () => store.useSettings.getState().settings?.theme
  const first = store.saveSettings({ theme: 'light' })
  expect(theme()).toBe('light')
  const second = store.saveSettings({ theme: 'dark' })
  expect(theme()).toBe('dark')
  answers[0]?.({ theme: 'light' })
  await first
  expect(theme()).toBe('dark')
  answers[1]?.({ theme: 'dark' })
  await second
  expect(theme()).toBe('dark')
})

test('what main refuses is shown no more; what it says meanwhile stands', async () => {
  const { store, answers, tell } = await start()
  const refused = store.saveSettings({ theme: 'dark' })
  tell({ sidePanel: true })
  expect(store.useSettings.getState().settings).toMatchObject({ theme: 'dark', sidePanel: true })
  answers[0]?.(new Error('full disk'))
  await expect(refused).rejects.toThrow('full disk')
  expect(store.useSettings.getState().settings).toMatchObject({ theme: 'system', sidePanel: true })
})
