import type { MenuItemConstructorOptions } from 'electron'
import type { CallResult } from '../../preload/contract/index.ts'

type Item = MenuItemConstructorOptions
type Command = CallResult<'app.commands'>[number]

/** The entries of a menu that can be chosen, at any depth. */
function entries(items: readonly Item[]): Item[] {
  return items.flatMap(item => {
    if (Array.isArray(item.submenu)) return entries(item.submenu)
    // The services of macOS are a menu that the system fills.
    const chosen = item.type !== 'separator' && item.visible !== false && item.role !== 'services'
    return chosen ? [item] : []
  })
}

/** The entries of the menu as commands of the palette, with their names in both languages. */
export function menuCommands(templates: { zh: readonly Item[]; en: readonly Item[] }): Command[] {
  const english = new Map(entries(templates.en).map(item => [item.id, item.label ?? '']))
  return entries(templates.zh).flatMap(({ id, label = '', accelerator }) =>
    id === undefined ? [] : [{ id, title: { zh: label, en: english.get(id) ?? label }, keys: accelerator ?? null }],
  )
}
