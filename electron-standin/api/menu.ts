import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import { type RecordedMenuItem, record } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { type KeyPress, matches } from './accelerator.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { contentsCreated, type EditCommand, WebContents } from './web-contents.ts'

export interface MenuItemOptions {
  id?: string
  label?: string
  type?: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio' | 'header' | 'palette'
  role?: MenuItemConstructorOptions['role']
  enabled?: boolean
  visible?: boolean
  checked?: boolean
  accelerator?: string
  sublabel?: string
  toolTip?: string
  icon?: unknown
  submenu?: Menu | MenuItemOptions[]
  click?: (item: MenuItem, window: BrowserWindow | undefined, event: object) => void
  [other: string]: unknown
}

/** What a role does to the focused window and contents. The roles that are not here do nothing. */
const roles: Record<string, (window: BrowserWindow | null, contents: WebContents | null) => void> = {
  close: window => void window?.close(),
  minimize: window => window?.minimize(),
  togglefullscreen: window => window?.setFullScreen(!window.isFullScreen()),
  quit: () => app.quit(),
  hide: () => app.hide(),
  reload: window => window?.reload(),
  zoomin: (_window, contents) => contents?.setZoomLevel(contents.getZoomLevel() + 0.5),
  zoomout: (_window, contents) => contents?.setZoomLevel(contents.getZoomLevel() - 0.5),
  resetzoom: (_window, contents) => contents?.setZoomLevel(0),
}
const editRoles: EditCommand[] = ['undo', 'redo', 'cut', 'copy', 'paste', 'pasteAndMatchStyle', 'delete', 'selectAll']
for (const command of editRoles) roles[command.toLowerCase()] = (_window, contents) => contents?.edit(command)

/** The keys of a role, or null. */
function keysOf(role: string): string | null {
  const { platform } = runtime.options
  if (role === 'quit') return platform === 'win32' ? null : 'CmdOrCtrl+Q'
  if (role === 'togglefullscreen') return platform === 'darwin' ? 'Ctrl+Cmd+F' : 'F11'
  const keys: Record<string, string> = {
    close: 'CmdOrCtrl+W',
    minimize: 'CmdOrCtrl+M',
    reload: 'CmdOrCtrl+R',
    zoomin: 'CmdOrCtrl+Plus',
    zoomout: 'CmdOrCtrl+-',
    resetzoom: 'CmdOrCtrl+0',
  }
  return keys[role] ?? null
}

/** A menu item; tests click it. */
export class MenuItem {
  readonly id: string
  label: string
  readonly type: NonNullable<MenuItemOptions['type']>
  readonly role: MenuItemConstructorOptions['role']
  readonly accelerator: string | null
  readonly submenu: Menu | undefined
  readonly sublabel: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #click: MenuItemOptions['click']

  constructor(options: MenuItemOptions) {
    this.id = options.id ?? ''
    this.label = options.label ?? options.role ?? ''
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : options.submenu
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal')
    this.role = options.role
    this.accelerator = options.accelerator ?? keysOf(options.role?.toLowerCase() ?? '')
    this.sublabel = options.sublabel ?? ''
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.#click = options.click
  }

  /** @throws Error when the item is disabled or hidden */
  click(): void {
    if (!this.visible) throw new Error(`The menu item "${this.label}" cannot be clicked: it is hidden.`)
    this.activate()
  }

  /** Does what the item does; its keys do so also while it is hidden. @throws Error when the item is disabled */
  activate(): void {
    if (!this.enabled) throw new Error(`The menu item "${this.label}" cannot be clicked: it is disabled.`)
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    const window = BrowserWindow.getFocusedWindow()
    const act = roles[this.role?.toLowerCase() ?? '']
    // As in Electron a role takes the place of a click handler.
    if (act) act(window, WebContents.getFocusedWebContents())
    else this.#click?.(this, window ?? undefined, {})
  }

  describe(): RecordedMenuItem {
    const { id, label, type, role, enabled, visible, checked } = this
    return {
      id,
      label,
      type,
      role,
      enabled,
      visible,
      checked,
      accelerator: this.accelerator ?? undefined,
      submenu: this.submenu?.describe(),
    }
  }
}

let applicationMenu: Menu | null = null

/** Menus are not drawn: showing one is recorded. */
export class Menu extends EventEmitter {
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: (MenuItemOptions | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
    record('menus', { call: 'setApplicationMenu', items: menu?.describe() ?? [] })
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  append(item: MenuItem): void {
    this.items.push(item)
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item)
  }

  popup(options: { callback?: () => void; window?: unknown; frame?: unknown } = {}): void {
    lastPopup = this
    this.emit('menu-will-show')
    record('menus', { call: 'popup', items: this.describe() })
    this.once('menu-will-close', () => options.callback?.())
  }

  closePopup(): void {
    this.emit('menu-will-close')
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      if (item.id === id) return item
      const inside = item.submenu?.getMenuItemById(id)
      if (inside) return inside
    }
    return null
  }

  /** Finds an item by id, label or role, at any depth. */
  find(name: string): MenuItem | undefined {
    for (const item of this.items) {
      if (item.id === name || item.label === name || item.role === name) return item
      const inside = item.submenu?.find(name)
      if (inside) return inside
    }
    return undefined
  }

  /** Finds the item of a key combination, at any depth. */
  findByKeys(has: (accelerator: string) => boolean): MenuItem | undefined {
    for (const item of this.items) {
      if (item.accelerator !== null && has(item.accelerator)) return item
      const inside = item.submenu?.findByKeys(has)
      if (inside) return inside
    }
    return undefined
  }

  describe(): RecordedMenuItem[] {
    return this.items.map(item => item.describe())
  }
}

let lastPopup: Menu | undefined

/** For tests: clicks an item of the menu that popped up last. */
export function clickPopup(name: string): void {
  clickItem(lastPopup, name)
  lastPopup?.closePopup()
}

export function clickItem(menu: Menu | null | undefined, name: string): void {
  const item = menu?.find(name)
  if (!item) throw new Error(`The menu has no item "${name}".`)
  item.click()
}

/** For tests: presses the keys of an item of the application menu. */
export function pressAccelerator(accelerator: string): void {
  const item = applicationMenu?.findByKeys(keys => keys === accelerator)
  if (!item) throw new Error(`The menu has no item for ${accelerator}.`)
  item.activate()
}

// Keys go to the page that has the focus first, and to the menu if it does not prevent their default.
contentsCreated.on('created', contents => {
  contents.on('standin-key', (press: KeyPress) => {
    const item = applicationMenu?.findByKeys(keys => matches(keys, press, runtime.options.platform))
    if (item?.enabled) item.activate()
  })
})
