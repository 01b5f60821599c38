import { expect, test } from 'vitest'
import { type Run, showsTrayIcons } from './tray-host.ts'

const answering =
  (answers: Record<string, string>, asked: string[] = []): Run =>
  async (program, args) => {
    asked.push(`${program} ${args.at(-1)}`)
    return answers[program] ?? null
  }

test('Windows and macOS always show the icon, and nothing is asked', async () => {
  const asked: string[] = []
  for (const platform of ['darwin', 'win32'] as const)
    expect(await showsTrayIcons(platform, answering({}, asked))).toBe(true)
  expect(asked).toEqual([])
})

test('on Linux the session bus says whether a panel shows icons', async () => {
  expect(await showsTrayIcons('linux', answering({ gdbus: '(true,)\n' }))).toBe(true)
  expect(await showsTrayIcons('linux', answering({ gdbus: '(false,)\n' }))).toBe(false)
  const asked: string[] = []
  const reply = 'method return time=1 sender=org.freedesktop.DBus\n   boolean true\n'
  expect(await showsTrayIcons('linux', answering({ 'dbus-send': reply }, asked))).toBe(true)
  expect(asked).toEqual(['gdbus org.kde.StatusNotifierWatcher', 'dbus-send string:org.kde.StatusNotifierWatcher'])
  expect(await showsTrayIcons('linux', answering({}))).toBe(false)
})
