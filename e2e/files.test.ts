import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MessageItem } from '../preload/contract/index.ts'
import { type ClientApp, openApp, signIn } from './app.ts'
import { row } from './locators.ts'
import { group, World } from './world.ts'

/* Files through the whole app: chosen or given to the page by one person, seen, opened and saved by another. */

let world: World
let apps: ClientApp[]

beforeEach(async () => {
  world = await World.start()
  apps = []
})

afterEach(async () => {
  for (const app of apps) await app.kill()
  await world.close()
})

/** Starts the client of a person, who signs in the first time. */
async function start(account: string): Promise<ClientApp> {
  const profile = join(world.folder, account)
  const known = existsSync(profile)
  const app = await openApp({ profile })
  apps.push(app)
  if (!known) await signIn(app.page, world.server.url, account)
  await row(app.page, group).waitFor()
  const folder = join(world.folder, `${account}-downloads`)
  await app.evaluate(({ app: electronApp }, path) => electronApp.setPath('downloads', path), folder)
  return app
}

function disk(name: string, bytes: Buffer): string {
  const folder = join(world.folder, 'disk')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

/** Calls main as the page does. */
function call<T>(page: Page, name: string, args: object): Promise<T> {
  return page.evaluate(
    async ([called, given]) => {
      const outcome = await window.desktop.call(called as never, given as never)
      if (!outcome.ok) throw new Error(outcome.error.code)
      return outcome.value as never
    },
    [name, args] as const,
  )
}

async function choose(app: ClientApp, path: string): Promise<string> {
  await app.standin?.answerDialog('showOpenDialog', [path])
  const [staged] = await call<{ id: string }[]>(app.page, 'files.choose', { pictures: false })
  if (staged === undefined) throw new Error('nothing was staged')
  return staged.id
}

const sendFile = (page: Page, staged: string) =>
  call<{ clientId: string }>(page, 'messages.sendFiles', { id: world.groupId, items: [{ staged }], as: 'file' })

/** Waits for the message with a file of this name that the server has. */
function arrived(page: Page, name: string): Promise<MessageItem> {
  return page.evaluate(
    async ([id, wanted]) => {
      for (;;) {
        const changed = new Promise<void>(resolve => {
          const stop = window.desktop.on('cache.changed', () => {
            stop()
            resolve()
          })
        })
        const outcome = await window.desktop.call('messages.page', { id, anchor: { at: 'latest' }, limit: 50 })
        if (!outcome.ok) throw new Error(outcome.error.code)
        const found = outcome.value.items.find(
          item => item.seq > 0 && (item.content as { file?: { name: string } }).file?.name === wanted,
        )
        if (found !== undefined) return found
        await changed
      }
    },
    [world.groupId, name] as const,
  )
}

const fileOf = (item: MessageItem) => (item.content as unknown as { file: { id: string; name: string } }).file

/** The bytes that the page gets from its own origin. */
function fetched(page: Page, path: string, range?: string): Promise<{ status: number; type: string; bytes: number[] }> {
  return page.evaluate(
    async ([address, asked]) => {
      const response = await fetch(address, asked === '' ? {} : { headers: { range: asked } })
      return {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        bytes: [...new Uint8Array(await response.arrayBuffer())],
      }
    },
    [path, range ?? ''] as const,
  )
}

test('a file from the disk and one that the page was given reach another, who opens and saves them', async () => {
  const sender = await start('chenyu')
  const reader = await start('linwan')
  const bytes = randomBytes(300_000)
  await sendFile(sender.page, await choose(sender, disk('报价.pdf', bytes)))
  const file = fileOf(await arrived(reader.page, '报价.pdf'))
  const named = { fileId: file.id, name: file.name }

  const whole = await fetched(reader.page, `/files/${file.id}`)
  expect(whole.status).toBe(200)
  expect(Buffer.from(whole.bytes).equals(bytes)).toBe(true)
  const part = await fetched(reader.page, `/files/${file.id}`, 'bytes=1000-1999')
  expect(part).toMatchObject({ status: 206, bytes: [...bytes.subarray(1000, 2000)] })

  await call(reader.page, 'files.open', named)
  const opened = await reader.standin?.waitForRecorded('opened', ({ kind }) => kind === 'path')
  expect(readFileSync(opened?.target ?? '').equals(bytes)).toBe(true)
  const saved = join(world.folder, 'saved.pdf')
  await reader.standin?.answerDialog('showSaveDialog', saved)
  expect(await call(reader.page, 'files.saveAs', named)).toEqual({ saved: true })
  expect(readFileSync(saved).equals(bytes)).toBe(true)

  // A file that the page was given, as by a paste; its name says that it could run.
  const staged = await sender.page.evaluate(async () => {
    const outcome = await window.desktop.stage([new File(['echo hello'], 'run\u202Etxt.sh', { type: 'text/plain' })])
    return outcome.ok ? (outcome.value[0]?.id ?? '') : outcome.error.code
  })
  expect((await fetched(sender.page, `/staged/${staged}`)).type).toBe('application/octet-stream')
  await sendFile(sender.page, staged)
  const script = fileOf(await arrived(reader.page, 'runtxt.sh'))
  await expect(call(reader.page, 'files.open', { fileId: script.id, name: script.name })).rejects.toThrow(
    'dangerous_file',
  )
})

test('a client that is killed while it sends goes on when it is started again', async () => {
  const sender = await start('chenyu')
  const bytes = randomBytes(40_000_000)
  const staged = await choose(sender, disk('large.bin', bytes))
  const running = sender.page.evaluate(
    () =>
      new Promise<void>(resolve => {
        window.desktop.on('files.progress', ({ state, done }) => {
          if (state === 'running' && done > 5_000_000) resolve()
        })
      }),
  )
  await sendFile(sender.page, staged)
  await running
  await sender.kill()
  const again = await start('chenyu')
  const { id } = fileOf(await arrived(again.page, 'large.bin'))
  expect((await fetched(again.page, `/files/${id}`, 'bytes=-10')).bytes).toEqual([...bytes.subarray(-10)])
})

test('the bytes of a recalled message go from the disk of who loaded them', async () => {
  const reader = await start('linwan')
  const sender = await start('chenyu')
  await sendFile(sender.page, await choose(sender, disk('secret.bin', randomBytes(100_000))))
  const item = await arrived(reader.page, 'secret.bin')
  await fetched(reader.page, `/files/${fileOf(item).id}`)
  const workspaces = join(world.folder, 'linwan', 'workspaces')
  const blobs = () => readdirSync(workspaces).flatMap(name => readdirSync(join(workspaces, name, 'files')))
  expect(blobs()).toHaveLength(1)
  await call(sender.page, 'messages.recall', { id: world.groupId, seq: item.seq })
  await expect.poll(blobs).toEqual([])
})
