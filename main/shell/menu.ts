import type { MenuItemConstructorOptions } from 'electron'
import { type NavigationCommand, type SectionId, sectionIds, sectionNames } from '../../preload/contract/index.ts'
import type { ZoomChange } from './frame.ts'
import { type Language, type Strings, strings } from './strings.ts'

type Item = MenuItemConstructorOptions

type Words = Strings['menu']

const separator: Item = { type: 'separator' }

/**
 * The application menu. On macOS it is in the menu bar; elsewhere it is hidden, but provides the shortcuts for editing,
 * zooming and closing.
 */
export function menuTemplate(options: {
  platform: NodeJS.Platform
  language: Language
  development: boolean
  onNavigate: (to: SectionId | NavigationCommand) => void
  onZoom: (change: ZoomChange) => void
}): Item[] {
  const { platform, language, development, onNavigate, onZoom } = options
  const { app, menu: words } = strings(language)
  const mac = platform === 'darwin'
  const sectionItem = (to: SectionId, label: string): Item => ({
    id: to,
    label,
    accelerator: `CmdOrCtrl+${sectionNames[to].key}`,
    click: () => onNavigate(to),
  })
  // The settings belong to the app or file menu, depending on the system; the other sections to the view menu.
  const settings = sectionItem('settings', words.settings)
  const sections = sectionIds
    .filter(id => id !== 'settings')
    .map(id => sectionItem(id, sectionNames[id].title[language]))
  const command = (to: NavigationCommand, accelerator: string): Item => ({
    id: to,
    label: words[to],
    accelerator,
    click: () => onNavigate(to),
  })
  // The page has the same shortcuts; these are for when a mini-app has the focus.
  const moves = [
    command('search', 'CmdOrCtrl+K'),
    command('back', mac ? 'Cmd+[' : 'Alt+Left'),
    command('forward', mac ? 'Cmd+]' : 'Alt+Right'),
  ]
  const quit: Item = { id: 'quit', label: words.quit, role: 'quit' }
  const close: Item = { id: 'close', label: words.close, role: 'close' }
  return [
    ...(mac ? [macAppMenu(app, words, settings, quit)] : []),
    { label: words.file, submenu: mac ? [close] : [settings, separator, close, quit] },
    editMenu(words),
    viewMenu(words, [...sections, separator, ...moves, separator, ...zoomItems(words, onZoom)], development),
    windowMenu(words, mac),
  ]
}

function macAppMenu(label: string, words: Words, settings: Item, quit: Item): Item {
  return {
    label,
    submenu: [
      { id: 'about', label: words.about, role: 'about' },
      separator,
      settings,
      separator,
      { id: 'services', label: words.services, role: 'services' },
      separator,
      { id: 'hide', label: words.hide, role: 'hide' },
      { id: 'hideOthers', label: words.hideOthers, role: 'hideOthers' },
      { id: 'showAll', label: words.showAll, role: 'unhide' },
      separator,
      quit,
    ],
  }
}

function editMenu(words: Words): Item {
  return {
    label: words.edit,
    submenu: [
      { id: 'undo', label: words.undo, role: 'undo' },
      { id: 'redo', label: words.redo, role: 'redo' },
      separator,
      { id: 'cut', label: words.cut, role: 'cut' },
      { id: 'copy', label: words.copy, role: 'copy' },
      { id: 'paste', label: words.paste, role: 'paste' },
      { id: 'pasteText', label: words.pasteText, role: 'pasteAndMatchStyle' },
      { id: 'delete', label: words.delete, role: 'delete' },
      { id: 'selectAll', label: words.selectAll, role: 'selectAll' },
    ],
  }
}

/** Not roles: the window has to know of a zoom, because the buttons of the system are as high as the title bar. */
function zoomItems(words: Words, onZoom: (change: ZoomChange) => void): Item[] {
  const item = (label: string, key: string, change: ZoomChange): Item => ({
    id: `zoom-${change}`,
    label,
    accelerator: `CmdOrCtrl+${key}`,
    click: () => onZoom(change),
  })
  return [
    item(words.actualSize, '0', 'reset'),
    item(words.zoomIn, 'Plus', 'in'),
    // On many keyboards the plus needs Shift.
    { ...item(words.zoomIn, '=', 'in'), id: 'zoom-in-plain', visible: false },
    item(words.zoomOut, '-', 'out'),
  ]
}

function viewMenu(words: Words, items: Item[], development: boolean): Item {
  const tools: Item[] = [
    separator,
    { id: 'reload', label: words.reload, role: 'reload' },
    { id: 'developer', label: words.developer, role: 'toggleDevTools' },
  ]
  return {
    label: words.view,
    submenu: [
      ...items,
      separator,
      { id: 'fullScreen', label: words.fullScreen, role: 'togglefullscreen' },
      ...(development ? tools : []),
    ],
  }
}

function windowMenu(words: Words, mac: boolean): Item {
  const macOnly: Item[] = [
    { id: 'zoom', label: words.zoom, role: 'zoom' },
    separator,
    { id: 'front', label: words.front, role: 'front' },
  ]
  return {
    label: words.window,
    role: 'window',
    submenu: [{ id: 'minimize', label: words.minimize, role: 'minimize' }, ...(mac ? macOnly : [])],
  }
}
