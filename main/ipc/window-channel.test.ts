import type { BrowserWindow, IpcMainEvent } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import type { CallHandlers } from './calls.ts'

const listeners = new Map<string, (event: IpcMainEvent, batch: unknown) => void>()
vi.mock('electron', () => ({
  ipcMain: {
    on: (channel: string, listener: (event: IpcMainEvent, batch: unknown) => void) => listeners.set(channel, listener),
  },
}))

const { createWindowChannel } = await import('./window-channel.ts')

const contents = { mainFrame: { url: 'app://lianqun/index.html', isDestroyed: () => true }, send: () => {} }
const ours = { sender: contents, senderFrame: contents.mainFrame }
let window: object | null
let called: number

beforeEach(() => {
  listeners.clear()
  window = { webContents: contents }
  called = 0
  const handlers = new Proxy({}, { get: () => () => ({ called: ++called }) }) as CallHandlers
  createWindowChannel({ window: () => window as BrowserWindow | null, log: () => {} }).answerCalls(handlers)
})

/** Sends a call as `event`'s sender; returns whether a handler was called. */
async function answered(event: unknown): Promise<boolean> {
  const before = called
  const batch = { document: 'd', calls: [{ id: 1, name: 'app.info', args: {} }] }
  listeners.get('desktop:call')?.(event as IpcMainEvent, batch)
  await new Promise(resolve => setImmediate(resolve))
  return called > before
}

test('calls of the window’s own page are answered, and of no other sender', async () => {
  expect(await answered(ours)).toBe(true)
  const frame = { url: 'app://lianqun/index.html', isDestroyed: () => true }
  const others = [
    { sender: { mainFrame: contents.mainFrame }, senderFrame: contents.mainFrame },
    { sender: contents, senderFrame: frame },
    { sender: contents, senderFrame: null },
  ]
  for (const other of others) expect(await answered(other)).toBe(false)
  window = null
  expect(await answered(ours)).toBe(false)
})

test('a page elsewhere in our window is not answered', async () => {
  for (const url of ['https://evil.example/', 'app://lianqun.evil/', 'about:blank', '']) {
    const strange = { mainFrame: { url, isDestroyed: () => true }, send: () => {} }
    window = { webContents: strange }
    expect(await answered({ sender: strange, senderFrame: strange.mainFrame })).toBe(false)
  }
})
