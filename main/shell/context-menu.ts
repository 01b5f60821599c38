import type { App, BrowserWindow, ContextMenuParams, Menu, MenuItemConstructorOptions, WebContents } from 'electron'
import { externalLink } from './links.ts'
import { type Language, strings } from './strings.ts'

type Item = MenuItemConstructorOptions

/** What of a click the menu depends on. */
export type Clicked = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'linkURL' | 'editFlags'>

/**
 * The menu for a right click on text, in our window and in mini-apps; empty where there is nothing to do. Electron
 * shows none by itself. It is asked only where the page has no menu of its own.
 */
export function contextMenuTemplate(clicked: Clicked, language: Language, copy: (text: string) => void): Item[] {
  const { menu: words } = strings(language)
  const { isEditable, editFlags } = clicked
  const separator: Item = { type: 'separator' }
  if (isEditable) {
    return [
      { label: words.undo, role: 'undo', enabled: editFlags.canUndo },
      { label: words.redo, role: 'redo', enabled: editFlags.canRedo },
      separator,
      { label: words.cut, role: 'cut', enabled: editFlags.canCut },
      { label: words.copy, role: 'copy', enabled: editFlags.canCopy },
      { label: words.paste, role: 'paste', enabled: editFlags.canPaste },
      { label: words.pasteText, role: 'pasteAndMatchStyle', enabled: editFlags.canPaste },
      separator,
      { label: words.selectAll, role: 'selectAll', enabled: editFlags.canSelectAll },
    ]
  }
  const link = externalLink(clicked.linkURL)
  return [
    ...(clicked.selectionText.trim() === '' ? [] : [{ label: words.copy, role: 'copy' } satisfies Item]),
    ...(link === null ? [] : [{ label: words.copyLink, click: () => copy(link) }]),
  ]
}

/** Shows the menu in every page of the app, also in those that are created later. */
export function showContextMenus(options: {
  app: Pick<App, 'on'>
  buildMenu: (template: Item[]) => Pick<Menu, 'popup'>
  /** The window that shows the contents. */
  windowOf: (contents: WebContents) => BrowserWindow | null
  language: () => Language
  copy: (text: string) => void
}): void {
  const { app, buildMenu, windowOf, language, copy } = options
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_click, params) => {
      const template = contextMenuTemplate(params, language(), copy)
      if (template.length === 0) return
      const window = windowOf(contents)
      const { frame } = params
      // The roles act on the contents with the focus, which need not be those that were clicked.
      contents.focus()
      buildMenu(template).popup({ ...(window === null ? {} : { window }), ...(frame === null ? {} : { frame }) })
    })
  })
}
