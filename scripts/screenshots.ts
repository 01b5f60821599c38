import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, type StandinApplication } from 'electron-standin'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import type { ConnectionState, Desktop, Settings } from '../preload/contract/index.ts'
import { startDemo } from './demo-server.ts'
import { takeBots } from './screenshots-bots.ts'
import { takeKinds } from './screenshots-kinds.ts'

/*
 * npm run screenshots: takes the pictures of the documentation from the client with the demo company, headless on
 * the stand-in. They go to docs/screenshots/.
 */

const root = join(import.meta.dirname, '..')
const pictures = join(root, 'docs/screenshots')
const size = { width: 1280, height: 832 }

/**
 * The demo company's last day is filled up to now, so pictures are taken in a time zone in which it is the evening and the
 * day has messages.
 */
function evening(): string {
  const hours = 19 - new Date().getUTCHours()
  // No zone is further ahead than 14 hours; the evening before is as good.
  const ahead = hours > 14 ? hours - 24 : hours
  // The sign in these zone names is inverted.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
const TZ = evening()

async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.allSettled([...document.images].map(image => image.decode()))
    // Wait until all fades are finished, but not for spinners, which never end.
    const fades = document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(fades.map(one => one.finished))
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}

/** A picture of few colours is a third as large, and looks the same. */
async function write(name: string, png: Buffer, below = 0): Promise<void> {
  await sharp(png)
    .extend({ bottom: below, background: '#fff' })
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(join(pictures, `${name}.png`))
}

async function picture(page: Page, name: string, of?: Locator): Promise<void> {
  // Move the mouse away, so that nothing is hovered and no tooltip shows.
  await page.mouse.move(size.width / 2, 4)
  await settle(page)
  const box = await of?.boundingBox()
  // A message with some room around it, none of the next one, and without the empty space beside it.
  const clip = box && { x: box.x - 8, y: box.y, width: Math.min(640, box.width), height: box.height + 2 }
  await write(name, await page.screenshot(clip ? { clip } : {}), clip ? 14 : 0)
}

/** A picture of the window with a mini-app's view: on the stand-in the two are separate pages. */
async function pictureWithGuest(app: StandinApplication, page: Page, guest: Page, name: string): Promise<void> {
  await page.mouse.move(size.width / 2, 4)
  await settle(page)
  await settle(guest)
  const place = await page.locator('.workbench-app-place').boundingBox()
  const browser = page.context().browser()
  if (place === null || browser === null) throw new Error(`The mini-app's area is not on the page.\n${app.output}`)
  const context = await browser.newContext({ viewport: size })
  const table = await context.newPage()
  const image = async (from: Page) => `data:image/png;base64,${(await from.screenshot()).toString('base64')}`
  await table.setContent(`<style>body { margin: 0 } img { position: absolute }</style>
    <img style="left: 0; top: 0" src="${await image(page)}">
    <img style="left: ${place.x}px; top: ${place.y}px; width: ${place.width}px" src="${await image(guest)}">`)
  await write(name, await table.screenshot())
  await context.close()
}

async function set(page: Page, change: Partial<Settings>): Promise<void> {
  await page.evaluate(async change => {
    const answer = await (window as unknown as { desktop: Desktop }).desktop.call('settings.set', change)
    if (!answer.ok) throw new Error(answer.error.message)
  }, change)
}

const section = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true })

async function openConversation(page: Page, name: string): Promise<void> {
  await page.getByRole('listbox').getByRole('option').filter({ hasText: name }).first().click()
  await page.locator('.messages-message-list.placed').getByRole('article').first().waitFor()
}

async function signIn(page: Page): Promise<void> {
  const demo = page.getByRole('button', { name: '打开演示工作区' })
  await demo.waitFor()
  await set(page, { language: 'zh', theme: 'light' })
  await page.getByText('人 · 只在本机运行').waitFor()
  await picture(page, 'signin')
  await demo.click()
  // Without safe storage the app asks once.
  const goOn = page.getByRole('button', { name: '暂不使用安全存储' })
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (await goOn.isVisible()) {
    await goOn.click()
    await page.getByRole('button', { name: '我已了解，继续' }).click()
  }
  await page.getByRole('option').filter({ hasText: 'Air 2 上市发布群' }).first().waitFor()
  await page.evaluate(async () => {
    const { desktop } = window as unknown as { desktop: Desktop }
    const done = (state: ConnectionState) => state.lastSyncedAt !== null && state.progress === null
    await new Promise<void>((resolve, reject) => {
      desktop.on('connection.changed', state => done(state) && resolve())
      desktop.call('connection.get', {}).then(answer => answer.ok && done(answer.value) && resolve(), reject)
    })
  })
}

async function takeAll(app: StandinApplication, page: Page): Promise<void> {
  await signIn(page)
  await openConversation(page, 'Air 2 上市发布群')
  // The demo makes its pictures after it has begun to talk.
  await page.locator('.messages-message-list img').first().waitFor({ timeout: 90_000 })
  await picture(page, 'chat')
  await takeKinds(page, (name, of) => picture(page, name, of))

  await section(page, '通讯录').click()
  await page.getByRole('treeitem').filter({ hasText: '产品研发中心' }).first().click()
  const members = page.locator('.directory-department-view')
  await members.getByText('平台研发部', { exact: true }).first().click()
  await members.getByText('周野', { exact: true }).first().click()
  await page.getByText('0217').waitFor()
  await picture(page, 'directory')

  await section(page, '工作台').click()
  await page.getByText('公司公告，阅读后确认').first().waitFor()
  await picture(page, 'workbench')

  await page.getByText('公告', { exact: true }).first().click()
  await page.getByRole('button', { name: '授权并打开' }).click()
  const guest = await app.waitForGuest()
  await guest.getByText('INC-2043 支付确认延迟').first().click()
  await guest.getByRole('button', { name: '确认收到' }).waitFor()
  await pictureWithGuest(app, page, guest, 'miniapp')

  await section(page, '设置').click()
  await page.getByText('当前设备', { exact: true }).first().waitFor()
  // Replaces the host name of the machine.
  await page.getByText(hostname(), { exact: true }).evaluateAll(names => {
    for (const name of names) name.textContent = '陈屿的电脑'
  })
  await picture(page, 'settings')

  // Its name may say how many messages are unread.
  await page.getByRole('navigation').getByRole('button', { name: '消息' }).first().click()
  await takeBots(page, name => picture(page, name))

  await set(page, { language: 'en', theme: 'dark' })
  await page.getByRole('navigation').getByRole('button', { name: 'Messages' }).first().click()
  await openConversation(page, 'Air 2 上市发布群')
  await picture(page, 'chat-dark-en')
}

const folder = mkdtempSync(join(tmpdir(), 'lianqun-screenshots-'))
mkdirSync(pictures, { recursive: true })
const { server, demo } = await startDemo(join(folder, 'server'), {
  language: 'zh',
  args: ['--apps', join(root, 'out/apps')],
  env: { TZ },
})
try {
  const app = await launch({
    main: root,
    userDataDir: join(folder, 'profile'),
    args: ['--lang=zh-CN'],
    env: { LIANQUN_DEMO: demo, LANG: 'zh_CN.UTF-8', TZ },
  })
  try {
    const page = await app.firstWindow()
    await page.setViewportSize(size)
    await takeAll(app, page)
  } finally {
    await app.kill()
  }
} finally {
  if (server.exitCode === null) {
    server.kill()
    await once(server, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}
