import { join } from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import { type Language, strings } from './strings.ts'

export interface TrayState {
  unread: number
  doNotDisturb: boolean
  language: Language
}

export interface AppTray {
  update(change: Partial<TrayState>): void
}

/** The icon in the notification area: shows whether there are unread messages, opens the window, quits. */
export function createTray(options: {
  /** The folder of the tray's images (assets/tray). */
  images: string
  platform: NodeJS.Platform
  state: TrayState
  onOpen: () => void
  /** Returns whether it could be stored. */
  onDoNotDisturb: (on: boolean) => boolean
  onQuit: () => void
}): AppTray {
  const { platform, onOpen } = options
  const image = (unread: boolean) => {
    const name = unread ? 'unread' : 'normal'
    // macOS draws a template image in the colour of its menu bar. Of an icon file Windows takes the size of its scale; a
    // picture it would enlarge.
    const suffix = platform === 'darwin' ? 'Template.png' : platform === 'win32' ? '.ico' : '.png'
    const made = nativeImage.createFromPath(join(options.images, `${name}${suffix}`))
    if (platform === 'darwin') made.setTemplateImage(true)
    return made
  }
  let state = options.state
  const tray = new Tray(image(state.unread > 0))
  // On macOS a click opens the menu, and Electron tells of it all the same.
  if (platform !== 'darwin') tray.on('click', onOpen)

  const draw = (before: TrayState | null): void => {
    const { tray: words } = strings(state.language)
    if (before === null || before.unread > 0 !== state.unread > 0) tray.setImage(image(state.unread > 0))
    tray.setToolTip(words.tooltip(state.unread))
    if (before !== null && before.doNotDisturb === state.doNotDisturb && before.language === state.language) return
    setMenu()
  }

  const setMenu = (): void => {
    const { tray: words } = strings(state.language)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.open, click: onOpen },
        {
          label: words.doNotDisturb,
          type: 'checkbox',
          checked: state.doNotDisturb,
          click: item => {
            // The mark of what was not stored goes again.
            if (!options.onDoNotDisturb(item.checked)) setMenu()
          },
        },
        { type: 'separator' },
        { label: words.quit, click: options.onQuit },
      ]),
    )
  }
  draw(null)

  return {
    update(change) {
      const before = state
      state = { ...state, ...change }
      const same = (Object.keys(state) as (keyof TrayState)[]).every(key => state[key] === before[key])
      if (!same) draw(before)
    },
  }
}
