import { EventEmitter, once } from 'node:events'
import type { App, Certificate, Net, Session } from 'electron'
import { expect, test, vi } from 'vitest'
import { answerProxiesOfPages, createNativeNetwork } from './electron-network.ts'

/* Electron's network cannot run here: these are fakes of its documented events. */

const certificate = (subjectName: string) => ({ subjectName }) as Certificate

function harness(chooseCertificate = vi.fn(async (_host: string, list: readonly Certificate[]) => list[0] ?? null)) {
  const app = new EventEmitter() as EventEmitter & Pick<App, 'on'>
  const requests = new EventEmitter()
  const made: (EventEmitter & { options: { url: string; method: string }; abort: () => void })[] = []
  const request = (options: { url: string; method: string }) => {
    const one = Object.assign(new EventEmitter(), { options, abort: vi.fn(), end: () => requests.emit('end', one) })
    made.push(one)
    return one
  }
  const log = vi.fn()
  const native = createNativeNetwork({
    app,
    net: { request } as unknown as Pick<Net, 'request' | 'WebSocket'>,
    session: () => ({}) as Session,
    chooseCertificate,
    log,
  })
  /** Asks for a certificate as Electron does; resolves with what was given. */
  const select = (contents: object | null, url: string, list = [certificate('mine')]) => {
    const event = { preventDefault: vi.fn() }
    const answer = new Promise<Certificate | undefined>(resolve =>
      app.emit('select-client-certificate', event, contents, url, list, resolve),
    )
    return { event, answer }
  }
  return { app, native, requests, made, select, chooseCertificate, log }
}

const never = new AbortController().signal
const nobody = async () => null

test('the request before a socket answers the challenge of a proxy, and of nobody else', async () => {
  const { native, requests, made } = harness()
  const ask = vi.fn(async () => ({ account: 'a', password: 'b' }))
  const ended = once(requests, 'end')
  const done = native.authenticate('https://chat.company.test/healthz', ask, never)
  await ended
  const [request] = made
  expect(request?.options).toMatchObject({ method: 'HEAD', url: 'https://chat.company.test/healthz' })
  const given = await new Promise(resolve =>
    request?.emit('login', { isProxy: true, host: 'proxy', port: 8080, realm: 'x' }, (...words: string[]) =>
      resolve(words),
    ),
  )
  expect(given).toEqual(['a', 'b'])
  expect(ask).toHaveBeenCalledExactlyOnceWith('proxy:8080', 'x')
  const server = vi.fn()
  request?.emit('login', { isProxy: false, host: 'chat', port: 443, realm: '' }, server)
  expect(server).toHaveBeenCalledExactlyOnceWith()
  request?.emit('response', { statusCode: 404 })
  await done
})

test.each([
  ['an error', 'error', new Error('net::ERR_PROXY_CONNECTION_FAILED'), /ERR_PROXY_CONNECTION_FAILED/],
  ['a proxy that was not satisfied', 'response', { statusCode: 407 }, /407/],
])('%s of that request is thrown', async (_what, event, payload, message) => {
  const { native, requests, made } = harness()
  const ended = once(requests, 'end')
  const done = native.authenticate('https://chat.company.test/healthz', nobody, never)
  await ended
  made[0]?.emit(event, payload)
  await expect(done).rejects.toThrow(message)
})

test('a line that is given up ends that request', async () => {
  const { native, requests, made } = harness()
  const abort = new AbortController()
  const ended = once(requests, 'end')
  const done = native.authenticate('https://chat.company.test/healthz', nobody, abort.signal)
  await ended
  abort.abort(new Error('given up'))
  await expect(done).rejects.toThrow('given up')
  expect(made[0]?.abort).toHaveBeenCalled()
})

test('a certificate is shown only to the workspace that is being authenticated to, and by choice', async () => {
  const { native, requests, made, select, chooseCertificate } = harness()
  // Nobody else gets one: Electron's default would be the first.
  const early = select(null, 'https://chat.company.test:443/')
  expect(await early.answer).toBeUndefined()
  expect(early.event.preventDefault).toHaveBeenCalled()
  const ended = once(requests, 'end')
  const done = native.authenticate('https://chat.company.test/healthz', nobody, never)
  await ended
  expect(await select(null, 'https://chat.company.test:443/').answer).toEqual(certificate('mine'))
  expect(await select(null, 'chat.company.test:443').answer).toEqual(certificate('mine'))
  expect(await select(null, 'https://evil.example/').answer).toBeUndefined()
  chooseCertificate.mockResolvedValueOnce(null)
  expect(await select(null, 'https://chat.company.test/').answer).toBeUndefined()
  // A page gets none, not even of the workspace's own host.
  const guest = select({}, 'https://chat.company.test/')
  expect(guest.event.preventDefault).toHaveBeenCalled()
  expect(await guest.answer).toBeUndefined()
  made[0]?.emit('response', { statusCode: 200 })
  await done
  expect(await select(null, 'https://chat.company.test/').answer).toBeUndefined()
})

test('pages get the password of a proxy; one that is asked for again for the same address was refused', async () => {
  const app = new EventEmitter() as EventEmitter & Pick<App, 'on'>
  const credentials = vi.fn(async () => ({ account: 'a', password: 'b' }))
  answerProxiesOfPages({ app, credentials, log: () => {} })
  const login = (isProxy: boolean, url = 'https://app.example/') => {
    const event = { preventDefault: vi.fn() }
    const auth = { isProxy, host: 'proxy', port: 8080, realm: 'x', scheme: 'basic' }
    const answer = new Promise(resolve =>
      app.emit('login', event, {}, { url }, auth, (...words: string[]) => resolve(words)),
    )
    return { event, answer }
  }
  expect(await login(true).answer).toEqual(['a', 'b'])
  expect(credentials).toHaveBeenLastCalledWith('proxy:8080', 'x', null)
  expect(await login(true, 'https://app.example/other').answer).toEqual(['a', 'b'])
  expect(credentials).toHaveBeenLastCalledWith('proxy:8080', 'x', null)
  expect(await login(true).answer).toEqual(['a', 'b'])
  expect(credentials).toHaveBeenLastCalledWith('proxy:8080', 'x', { account: 'a', password: 'b' })
  // A server that asks gets nothing, and Electron's default cancels.
  expect(login(false).event.preventDefault).not.toHaveBeenCalled()
})
