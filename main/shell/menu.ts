import type { MenuItemConstructorOptions } from 'electron'
import { type SectionId, sectionIds, sectionNames } from '../../preload/contract/index.ts'
import { type Language, strings } from './strings.ts'

type Item = MenuItemConstructorOptions

/**
 * The application menu. On macOS it is in the menu bar; elsewhere nobody sees it, but the system's shortcuts for
 * editing, zooming and closing live in it.
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
  const separator: Item = { type: 'separator' }
  const place = (to: SectionId, label: string): Item => ({
    label,
    accelerator: `CmdOrCtrl+${sectionNames[to].key}`,
    click: () => onNavigate(to),
  })
  // Each system has its own place for the settings; the other sections are views.
  const settings = place('settings', words.settings)
  const places = sectionIds.filter(id => id !== 'settings').map(id => place(id, sectionNames[id].title[language]))
  const quit: Item = { label: words.quit, role: 'quit' }
  const close: Item = { label: words.close, role: 'close' }

  return [
    ...(mac
      ? [
          {
            label: app,
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
          } satisfies Item,
        ]
      : []),
    { label: words.file, submenu: mac ? [close] : [settings, separator, close, quit] },
    {
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
    },
    {
      label: words.view,
      submenu: [
        ...places,
        separator,
        { label: words.actualSize, role: 'resetZoom' },
        { label: words.zoomIn, role: 'zoomIn' },
        { label: words.zoomOut, role: 'zoomOut' },
        separator,
        { label: words.fullScreen, role: 'togglefullscreen' },
        ...(development
          ? [
              separator,
              { label: words.reload, role: 'reload' } satisfies Item,
              { label: words.developer, role: 'toggleDevTools' } satisfies Item,
            ]
          : []),
      ],
    },
    {
      label: words.window,
      role: 'window',
      submenu: [
        { label: words.minimize, role: 'minimize' },
        ...(mac
          ? [
              { label: words.zoom, role: 'zoom' } satisfies Item,
              separator,
              { label: words.front, role: 'front' } satisfies Item,
            ]
          : []),
      ],
    },
  ]
}
