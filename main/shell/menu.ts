import type { MenuItemConstructorOptions } from 'electron'
import { type SectionId, sectionIds, sectionNames } from '../../preload/contract/index.ts'
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
  onNavigate: (to: SectionId) => void
}): Item[] {
  const { platform, language, development, onNavigate } = options
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
  const quit: Item = { label: words.quit, role: 'quit' }
  const close: Item = { label: words.close, role: 'close' }
  return [
    ...(mac ? [macAppMenu(app, words, settings, quit)] : []),
    { label: words.file, submenu: mac ? [close] : [settings, separator, close, quit] },
    editMenu(words),
    viewMenu(words, sections, development),
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

function viewMenu(words: Words, sections: Item[], development: boolean): Item {
  const tools: Item[] = [
    separator,
    { label: words.reload, role: 'reload' },
    { label: words.developer, role: 'toggleDevTools' },
  ]
  return {
    label: words.view,
    submenu: [
      ...sections,
      separator,
      { label: words.actualSize, role: 'resetZoom' },
      { label: words.zoomIn, role: 'zoomIn' },
      { label: words.zoomOut, role: 'zoomOut' },
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
