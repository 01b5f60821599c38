import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { menuCommands } from './commands.ts'
import { menuTemplate } from './menu.ts'

/** Everything in a menu that a person can press. */
function pressable(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items
    .flatMap(item => (Array.isArray(item.submenu) ? pressable(item.submenu) : [item]))
    .filter(item => item.type !== 'separator' && item.visible !== false && item.role !== 'services')
}

describe.each(['darwin', 'win32', 'linux'] as const)('on %s', platform => {
  const template = (language: 'zh' | 'en') =>
    menuTemplate({ platform, language, development: true, onNavigate: () => {}, onZoom: () => {} })

  test('each entry of the menu is a command, under its name in both languages', () => {
    const [zh, en] = [template('zh'), template('en')]
    const commands = menuCommands({ zh, en })
    expect(commands.map(({ title }) => title.zh)).toEqual(pressable(zh).map(({ label }) => label))
    expect(commands.map(({ title }) => title.en)).toEqual(pressable(en).map(({ label }) => label))
    for (const { title } of commands) expect(title.zh).not.toBe(title.en)
  })

  test('no two commands share an id', () => {
    const ids = menuCommands({ zh: template('zh'), en: template('en') }).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
