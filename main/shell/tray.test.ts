import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'

const trays: FakeTray[] = []

interface Item {
  label?: string
  type?: string
  checked?: boolean
  click?: (item: { checked: boolean }) => void
}

class FakeTray extends EventEmitter {
  menus: Item[][] = []
  readonly image: { path: string }
  constructor(image: { path: string }) {
    super()
    this.image = image
    trays.push(this)
  }
  setImage(): void {}
  setToolTip(): void {}
  setContextMenu(menu: Item[]): void {
    this.menus.push(menu)
  }
}

vi.mock('electron', () => ({
  Tray: FakeTray,
  Menu: { buildFromTemplate: (template: Item[]) => template },
  nativeImage: { createFromPath: (path: string) => ({ path, setTemplateImage: () => {} }) },
}))
const { createTray } = await import('./tray.ts')

function make(platform: NodeJS.Platform, onDoNotDisturb: (on: boolean) => boolean = () => true) {
  let opened = 0
  createTray({
    images: 'tray',
    platform,
    state: { unread: 0, doNotDisturb: false, language: 'en' },
    onOpen: () => opened++,
    onDoNotDisturb,
    onQuit: () => {},
  })
  const tray = trays.at(-1) as FakeTray
  return { tray, opened: () => opened }
}

test.each([
  ['darwin', 0],
  ['win32', 1],
  ['linux', 1],
] as const)('on %s a click on the icon raises the window %i times', (platform, times) => {
  const { tray, opened } = make(platform)
  tray.emit('click')
  expect(opened()).toBe(times)
})

test.each([
  ['darwin', 'normalTemplate.png'],
  ['win32', 'normal.ico'],
  ['linux', 'normal.png'],
] as const)('on %s the icon is %s, in each size that it is shown in', (platform, name) => {
  expect(make(platform).tray.image.path).toBe(join('tray', name))
})

test('the check mark of a setting that could not be stored is taken back', () => {
  const { tray } = make('linux', () => false)
  const mark = () => tray.menus.at(-1)?.find(item => item.type === 'checkbox')
  mark()?.click?.({ checked: true })
  expect(tray.menus).toHaveLength(2)
  expect(mark()?.checked).toBe(false)
})
