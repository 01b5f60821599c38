import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { sectionIds } from '../../preload/contract/sections.ts'
import { menuTemplate } from './menu.ts'

const all = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])

describe.each(['darwin', 'win32', 'linux'] as const)('the menu on %s', platform => {
  const make = (
    development: boolean,
    onNavigate: (to: string) => void = () => {},
    onZoom: (change: string) => void = () => {},
  ) => all(menuTemplate({ platform, language: 'zh', development, onNavigate, onZoom }))

  test('has every entry that a shortcut needs, once', () => {
    const roles = make(false).flatMap(item => item.role ?? [])
    for (const role of ['undo', 'copy', 'paste', 'selectAll', 'close', 'quit', 'minimize'] as const) {
      expect(roles.filter(other => other === role)).toEqual([role])
    }
    expect(roles).not.toContain('toggleDevTools')
    expect(make(true).map(item => item.role)).toContain('toggleDevTools')
    const keys = make(true).flatMap(item => item.accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('names every entry in Chinese and navigates to the sections', () => {
    const targets: string[] = []
    for (const item of make(true, to => targets.push(to))) {
      if (item.type !== 'separator') expect(item.label).toMatch(/\p{Script=Han}/u)
      item.click?.call(null, {} as never, undefined, {} as never)
    }
    expect(targets.sort()).toEqual([...sectionIds, 'search', 'back', 'forward'].sort())
  })

  test('zooms, by a plus with or without Shift', () => {
    const changes: string[] = []
    const items = make(
      false,
      () => {},
      change => changes.push(change),
    )
    for (const key of ['Plus', '=', '-', '0']) {
      const item = items.find(({ accelerator }) => accelerator === `CmdOrCtrl+${key}`)
      item?.click?.call(null, {} as never, undefined, {} as never)
    }
    expect(changes).toEqual(['in', 'in', 'out', 'reset'])
  })
})
