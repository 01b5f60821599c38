import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { section } from './locators.ts'
import { appImage, UpdateFeed } from './update-feed.ts'
import { World } from './world.ts'

/* What the window says and does about a newer version: the client as it is packed, with a feed on this machine. */

const root = join(import.meta.dirname, '..')
let world: World
let feed: UpdateFeed
const apps: ClientApp[] = []

beforeEach(async () => {
  world = await World.start()
  feed = await UpdateFeed.start(world.folder, '1.0.0')
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill()
  feed.close()
  await world.close()
})

/** The folder of a client of version 1.0.0 that was built with the feed. */
function packed(): string {
  const folder = join(world.folder, 'app')
  mkdirSync(folder)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, version: '1.0.0', updates: feed.config }))
  // The updater's own description of the app, as the packager writes it.
  writeFileSync(join(folder, 'app-update.yml'), 'updaterCacheDirName: lianqun-updater\n')
  for (const part of ['out', 'assets']) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return folder
}

async function start(options: { platform?: 'darwin'; updatesItself?: boolean } = {}): Promise<ClientApp> {
  const { updatesItself = true, platform } = options
  const app = await openSignedIn(world, {
    folder: packed(),
    ...(platform ? { platform } : {}),
    env: {
      ELECTRON_STANDIN_PACKAGED: '1',
      ELECTRON_STANDIN_KEY_STORE: 'real',
      XDG_CACHE_HOME: join(world.folder, 'cache'),
      ...(updatesItself ? { APPIMAGE: feed.installedFile } : {}),
    },
    timeoutMs: 20_000,
  })
  apps.push(app)
  await section(app.page, 'Settings').click()
  return app
}

const check = ({ page }: ClientApp) => page.getByRole('button', { name: 'Check for updates' }).click()
const toast = ({ page }: ClientApp) => page.locator('.toast')
const row = ({ page }: ClientApp) => page.getByRole('region', { name: 'Settings' }).locator('.settings-row')

describe.skipIf(process.platform !== 'linux' || process.env.LIANQUN_E2E_HOST === 'electron')('a newer version', () => {
  test('is told of when it is downloaded, and installed when the person quits', async () => {
    const app = await start()
    expect(await row(app).filter({ hasText: 'Updates' }).innerText()).toContain('You have the latest version')
    const { name } = feed.publish('1.1.0')
    await check(app)
    await toast(app).filter({ hasText: '1.1.0 is downloaded and installs when you quit' }).waitFor()
    const told = row(app).filter({ hasText: '1.1.0 is downloaded and installs when you quit' })
    await told.getByRole('button', { name: 'Update and restart' }).waitFor()
    expect(feed.asked).toContain(name)
    expect(feed.installed()).toBe(appImage('1.0.0'))
    await app.quit()
    expect(feed.installed()).toBe(appImage('1.1.0'))
  })

  test('is installed and started when the person says so', async () => {
    const app = await start()
    feed.publish('1.1.0')
    await check(app)
    await toast(app).getByRole('button', { name: 'Update and restart' }).click()
    expect(await app.standin?.waitForExit()).toBe(0)
    expect(feed.installed()).toBe(appImage('1.1.0'))
    const started = join(dirname(feed.installedFile), 'started')
    await expect.poll(() => existsSync(started)).toBe(true)
  })

  test('that was not what the publisher signed is not taken; on macOS the client only quits for the next one', async () => {
    const app = await start({ platform: 'darwin' })
    writeFileSync(feed.publish('1.1.0').file, appImage('9.9.9'))
    await check(app)
    await row(app).filter({ hasText: 'The update failed. Lianqun will try again later' }).waitFor()
    expect(await toast(app).count()).toBe(0)
    feed.publish('1.2.0')
    await row(app).getByRole('button', { name: 'Try again' }).click()
    await toast(app)
      .filter({ hasText: '1.2.0 is downloaded' })
      .getByRole('button', { name: 'Quit and update' })
      .waitFor()
    await row(app).getByRole('button', { name: 'Quit and update' }).click()
    expect(await app.standin?.waitForExit()).toBe(0)
    expect(feed.installed()).toBe(appImage('1.2.0'))
  })

  test('is got by hand where the client cannot replace itself', async () => {
    const app = await start({ updatesItself: false })
    const { name } = feed.publish('1.1.0')
    await check(app)
    await toast(app).filter({ hasText: 'Version 1.1.0 is available for download' }).waitFor()
    await row(app).filter({ hasText: '1.1.0' }).getByRole('button', { name: 'Download' }).click()
    await app.standin?.waitForRecorded('opened', ({ target }) => target === feed.config.page)
    await toast(app).getByRole('button', { name: 'Download' }).click()
    await expect
      .poll(
        async () => (await app.standin?.recorded())?.opened.filter(({ target }) => target === feed.config.page).length,
      )
      .toBe(2)
    expect(feed.asked).not.toContain(name)
    await app.quit()
    expect(feed.installed()).toBe(appImage('1.0.0'))
  })
})
