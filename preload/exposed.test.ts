import { beforeEach, expect, test, vi } from 'vitest'

/* What the preload scripts give to pages: functions of their own, never ipcRenderer or its events. */

const exposed = new Map<string, Record<string, unknown>>()
const listeners = new Map<string, (event: unknown, ...args: unknown[]) => void>()
const ipcRenderer = {
  send: vi.fn(),
  invoke: vi.fn(async () => ({ ok: true, value: {} })),
  on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => listeners.set(channel, listener),
  off: vi.fn(),
}
vi.mock('electron', () => ({
  webUtils: { getPathForFile: () => '' },
  contextBridge: {
    exposeInMainWorld: (name: string, value: Record<string, unknown>) => exposed.set(name, value),
  },
  ipcRenderer,
}))

beforeEach(() => {
  exposed.clear()
  listeners.clear()
  vi.resetModules()
})

/** Everything that can be reached from a value through properties and prototypes of its own. */
function reachable(value: unknown, seen = new Set<unknown>()): Set<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return seen
  seen.add(value)
  for (const key of Reflect.ownKeys(value)) reachable(Reflect.getOwnPropertyDescriptor(value, key)?.value, seen)
  return seen
}

test('our page gets the contract alone', async () => {
  await import('./desktop.ts')
  expect([...exposed].map(([name, value]) => [name, Object.keys(value).sort()])).toEqual([
    ['desktop', ['call', 'on', 'stage']],
  ])
  const all = reachable(exposed.get('desktop'))
  for (const secret of [ipcRenderer, ...Object.values(ipcRenderer)]) expect(all.has(secret)).toBe(false)
  const got: unknown[][] = []
  const { on: subscribe } = exposed.get('desktop') as Record<string, (...args: unknown[]) => unknown>
  subscribe?.('quitting', (...args: unknown[]) => got.push(args))
  listeners.get('desktop:event')?.({ sender: ipcRenderer }, 'quitting', { a: 1 })
  expect(got).toEqual([[{ a: 1 }]])
})

test('a mini-app gets the bridge alone', async () => {
  vi.stubGlobal('window', { addEventListener: () => {} })
  await import('./miniapp.ts')
  expect([...exposed].map(([name, value]) => [name, Object.keys(value).sort()])).toEqual([
    ['lianqunBridge', ['invoke', 'on']],
  ])
  const all = reachable(exposed.get('lianqunBridge'))
  for (const secret of [ipcRenderer, ...Object.values(ipcRenderer)]) expect(all.has(secret)).toBe(false)
  const { invoke, on } = exposed.get('lianqunBridge') as Record<string, (...args: unknown[]) => unknown>
  await invoke?.('title.set', { title: 'x' }, 'more')
  expect(ipcRenderer.invoke).toHaveBeenLastCalledWith('bridge:call', 'title.set', { title: 'x' })
  const got: unknown[][] = []
  on?.('context.changed', (...args: unknown[]) => got.push(args))
  listeners.get('bridge:event')?.({ sender: ipcRenderer }, 'context.changed', { a: 1 })
  listeners.get('bridge:event')?.({ sender: ipcRenderer }, 'other', { a: 1 })
  expect(got).toEqual([[{ a: 1 }]])
  vi.unstubAllGlobals()
})

test('a mini-app’s calls reach main only as far as they are few and small, and as JSON has them', async () => {
  vi.stubGlobal('window', { addEventListener: () => {} })
  await import('./miniapp.ts')
  const { invoke } = exposed.get('lianqunBridge') as { invoke: (...args: unknown[]) => Promise<Answer> }
  type Answer = { ok: boolean; error?: { code: string } }
  const code = async (answer: Promise<Answer>) => (await answer).error?.code ?? 'sent'
  ipcRenderer.invoke.mockClear()

  const circle: Record<string, unknown> = {}
  circle.circle = circle
  expect(await code(invoke('title.set', { title: 'x'.repeat(1_000_000) }))).toBe('bad_arguments')
  expect(await code(invoke('title.set', circle))).toBe('bad_arguments')
  expect(await code(invoke('title.set', { title: 1n }))).toBe('bad_arguments')
  expect(await code(invoke('x'.repeat(1_000_000), {}))).toBe('unknown_call')
  expect(await code(invoke({ toString: () => 'title.set' }, {}))).toBe('unknown_call')
  expect(ipcRenderer.invoke).not.toHaveBeenCalled()
  // The longest text that the clipboard takes, of characters that JSON escapes.
  expect(await code(invoke('clipboard.write', { text: '\u0001'.repeat(100_000) }))).toBe('sent')
  await invoke('title.set', { title: 'x', buffer: new ArrayBuffer(8), map: new Map([[1, 1]]) })
  expect(ipcRenderer.invoke).toHaveBeenLastCalledWith('bridge:call', 'title.set', { title: 'x', buffer: {}, map: {} })

  let release = (_value: { ok: boolean; value: object }) => {}
  const held = new Promise<{ ok: boolean; value: object }>(resolve => {
    release = resolve
  })
  ipcRenderer.invoke.mockClear()
  ipcRenderer.invoke.mockImplementation(() => held)
  const flood = Array.from({ length: 1_000 }, () => code(invoke('context.get', undefined)))
  expect(ipcRenderer.invoke).toHaveBeenCalledTimes(60)
  release({ ok: true, value: {} })
  expect((await Promise.all(flood)).filter(one => one === 'sent')).toHaveLength(60)
  // One that has failed waits no more either.
  ipcRenderer.invoke.mockImplementation(() => Promise.reject(new Error('gone')))
  for (let at = 0; at < 100; at++) await expect(invoke('context.get', {})).rejects.toThrow('gone')
  vi.unstubAllGlobals()
})
