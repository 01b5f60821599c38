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
  const quit: Item = { label: words.quit, role: 'quit' }
  const close: Item = { label: words.close, role: 'close' }
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
      { label: words.about, role: 'about' },
      separator,
      settings,
      separator,
      { label: words.services, role: 'services' },
      separator,
      { label: words.hide, role: 'hide' },
      { label: words.hideOthers, role: 'hideOthers' },
      { label: words.showAll, role: 'unhide' },
      separator,
      quit,
    ],
  }
}

function editMenu(words: Words): Item {
  return {
    label: words.edit,
    submenu: [
      { label: words.undo, role: 'undo' },
      { label: words.redo, role: 'redo' },
      separator,
      { label: words.cut, role: 'cut' },
      { label: words.copy, role: 'copy' },
      { label: words.paste, role: 'paste' },
      { label: words.pasteText, role: 'pasteAndMatchStyle' },
      { label: words.delete, role: 'delete' },
      { label: words.selectAll, role: 'selectAll' },
    ],
  }
}

/** Not roles: the window has to know of a zoom, because the buttons of the system are as high as the title bar. */
function zoomItems(words: Words, onZoom: (change: ZoomChange) => void): Item[] {
  const item = (label: string, key: string, change: ZoomChange): Item => ({
    label,
    accelerator: `CmdOrCtrl+${key}`,
    click: () => onZoom(change),
  })
  return [
    item(words.actualSize, '0', 'reset'),
    item(words.zoomIn, 'Plus', 'in'),
    // On many keyboards the plus needs Shift.
    { ...item(words.zoomIn, '=', 'in'), visible: false },
    item(words.zoomOut, '-', 'out'),
  ]
}

function viewMenu(words: Words, items: Item[], development: boolean): Item {
  const tools: Item[] = [
    separator,
    { label: words.reload, role: 'reload' },
    { label: words.developer, role: 'toggleDevTools' },
  ]
  return {
    label: words.view,
    submenu: [
      ...items,
      separator,
      { label: words.fullScreen, role: 'togglefullscreen' },
      ...(development ? tools : []),
    ],
  }
}

function windowMenu(words: Words, mac: boolean): Item {
  const macOnly: Item[] = [{ label: words.zoom, role: 'zoom' }, separator, { label: words.front, role: 'front' }]
  return {
    label: words.window,
    role: 'window',
    submenu: [{ label: words.minimize, role: 'minimize' }, ...(mac ? macOnly : [])],
  }
}
