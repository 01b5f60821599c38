import { generateKeyPairSync } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import electronUpdater from 'electron-updater'
import electronHttp from 'electron-updater/out/electronHttpExecutor.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useFeed } from '../main/shell/update-feed.ts'
import { canUpdateItself, createUpdates, readUpdateConfig, type Updater } from '../main/shell/updates.ts'
import type { UpdateState } from '../preload/contract/index.ts'
import { signDescription } from '../scripts/packaging/update-signature.ts'
import { appImage, signingKey, UpdateFeed } from './update-feed.ts'

/*
 * Updates from a feed on this machine: the real updater of AppImages, with Node in the place of Electron's network. The
 * AppImages are scripts, which the updater starts once when it has put one in its place.
 */

class NodeExecutor extends electronHttp.ElectronHttpExecutor {
  override createRequest(options: object, callback: (response: unknown) => void) {
    return request(options, callback) as unknown as ReturnType<
      InstanceType<typeof electronHttp.ElectronHttpExecutor>['createRequest']
    >
  }
}

let folder: string
let feed: UpdateFeed

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-updates-'))
  feed = await UpdateFeed.start(folder, '1.0.0')
})
afterEach(() => {
  feed.close()
  rmSync(folder, { recursive: true, force: true })
  delete process.env.APPIMAGE
})

/** A client of version 1.0.0 in an AppImage. */
function client(changes: { updatesItself?: boolean } = {}) {
  process.env.APPIMAGE = feed.installedFile
  const app = new EventEmitter()
  const states: UpdateState[] = []
  const updates = createUpdates({
    config: feed.config,
    updatesItself: changes.updatesItself ?? true,
    app: {
      once: (event, listener) => app.once(event, listener),
      quit: () => app.emit('quit', {}, 0),
    },
    updater: async from => {
      const real = new electronUpdater.AppImageUpdater(null, {
        version: '1.0.0',
        name: 'lianqun',
        isPackaged: true,
        appUpdateConfigPath: join(folder, 'app-update.yml'),
        userDataPath: folder,
        baseCachePath: join(folder, 'cache'),
        whenReady: async () => {},
        relaunch: () => {},
        quit: () => {},
        onQuit: () => {},
      })
      writeFileSync(join(folder, 'app-update.yml'), 'updaterCacheDirName: lianqun-updater\n')
      Object.assign(real, { httpExecutor: new NodeExecutor() })
      real.logger = null
      return useFeed(from, real) as unknown as Updater
    },
    onChange: state => states.push(state),
    log: () => {},
  })
  return {
    installed: () => feed.installed(),
    started: join(folder, 'installed', 'started'),
    updates,
    statuses: () => states.map(({ status }) => status),
    quit: (exitCode: number) => app.emit('quit', {}, exitCode),
  }
}

describe.skipIf(process.platform !== 'linux')('a client with a feed', () => {
  test('downloads a newer version in the background and installs it when it quits', async () => {
    const { updates, statuses, installed, started, quit } = client()
    feed.publish('1.1.0')
    await updates.check()
    expect(statuses()).toEqual(['checking', 'downloading', 'ready'])
    expect(updates.state()).toMatchObject({ status: 'ready', version: '1.1.0' })
    expect(installed()).toBe(appImage('1.0.0'))
    quit(0)
    expect(installed()).toBe(appImage('1.1.0'))
    expect(readFileSync(started, 'utf8')).toBe('1.1.0\n')
  })

  test('keeps what is ready, and takes a still newer one', async () => {
    const { updates, installed } = client()
    feed.publish('1.1.0')
    await updates.check()
    await updates.check()
    expect(feed.asked.filter(name => name.endsWith('.AppImage'))).toHaveLength(1)
    feed.withdraw()
    await updates.check()
    expect(updates.state()).toMatchObject({ status: 'ready', version: '1.1.0' })
    feed.publish('1.2.0')
    await updates.check()
    expect(updates.state()).toMatchObject({ status: 'ready', version: '1.2.0' })
    updates.install()
    expect(installed()).toBe(appImage('1.2.0'))
  })

  test.each(['1.0.0', '0.9.0'])('stays as it is when the feed has %s', async version => {
    const { updates, statuses, installed, quit } = client()
    const { name } = feed.publish(version)
    await updates.check()
    expect(statuses()).toEqual(['checking', 'current'])
    expect(feed.asked).not.toContain(name)
    quit(0)
    expect(installed()).toBe(appImage('1.0.0'))
  })

  const wrongs: Record<string, (published: ReturnType<UpdateFeed['publish']>) => void> = {
    'no description': ({ description: file }) => rmSync(file),
    'no signature': ({ description: file }) => rmSync(`${file}.sig`),
    'a description that was changed': ({ description: file }) =>
      writeFileSync(file, readFileSync(file, 'utf8').replace('version: 1.1.0', 'version: 6.6.6')),
    'a signature of somebody else': ({ description: file }) => {
      const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      signDescription(file, other)
    },
    'a signature that is none': ({ description: file }) => writeFileSync(`${file}.sig`, '<html>'),
    'a signed description that cannot be read': ({ description: file }) => {
      writeFileSync(file, '{{{')
      signDescription(file, signingKey)
    },
    'a file that was changed': ({ file }) => writeFileSync(file, appImage('1.6.0')),
    'a file that was cut': ({ file }) => writeFileSync(file, readFileSync(file).subarray(0, 10)),
    'no file': ({ file }) => rmSync(file),
  }
  test.each(Object.entries(wrongs))('takes nothing from a feed with %s, and tries again', async (_what, spoil) => {
    const { updates, installed, quit } = client()
    spoil(feed.publish('1.1.0'))
    await updates.check()
    expect(updates.state().status).toBe('failed')
    quit(0)
    expect(installed()).toBe(appImage('1.0.0'))
    feed.publish('1.1.0')
    await updates.check()
    expect(updates.state()).toMatchObject({ status: 'ready', version: '1.1.0' })
  })

  test('that cannot replace itself says that there is a newer version and where, and downloads nothing', async () => {
    const { updates, installed, quit } = client({ updatesItself: false })
    delete process.env.APPIMAGE
    const { name } = feed.publish('1.1.0')
    await updates.check()
    expect(updates.state()).toEqual({ status: 'elsewhere', version: '1.1.0', page: 'https://example.com/get' })
    expect(feed.asked).not.toContain(name)
    updates.install()
    quit(0)
    expect(installed()).toBe(appImage('1.0.0'))
  })

  test('does not install when it ended with an error', async () => {
    const { updates, installed, quit } = client()
    feed.publish('1.1.0')
    await updates.check()
    quit(1)
    expect(installed()).toBe(appImage('1.0.0'))
  })
})

test('only an AppImage that its owner may write replaces itself on Linux', () => {
  expect(canUpdateItself('win32', {})).toBe(true)
  expect(canUpdateItself('darwin', {})).toBe(true)
  expect(canUpdateItself('linux', {})).toBe(false)
  expect(canUpdateItself('linux', { APPIMAGE: join(folder, 'missing') })).toBe(false)
  const file = join(folder, 'installed', 'a.AppImage')
  writeFileSync(file, '')
  expect(canUpdateItself('linux', { APPIMAGE: file })).toBe(true)
})

test('a client built without a feed does not look, one with a damaged one says so', () => {
  writeFileSync(join(folder, 'package.json'), '{}')
  expect(readUpdateConfig(folder)).toBeNull()
  writeFileSync(join(folder, 'package.json'), '{"updates":{"feed":"x"}}')
  expect(() => readUpdateConfig(folder)).toThrow()
  const never = () => Promise.reject(new Error('the updater was loaded'))
  const app = { quit: () => {}, once: () => {} }
  const updates = createUpdates({
    config: null,
    updater: never,
    updatesItself: true,
    app,
    onChange: () => {},
    log: () => {},
  })
  expect(updates.state().status).toBe('off')
})
