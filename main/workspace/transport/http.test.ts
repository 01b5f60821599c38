import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Network, type NetworkOptions } from './network.ts'
import { authority, companyHost, companyServer, connectProxy, deadPort } from './testing.ts'

/* HTTP to the workspace by the ways that its sockets take. */

function network(options: Partial<NetworkOptions>): Network {
  return new Network({
    log: () => {},
    certificates: { bundled: () => [], system: () => [authority], extra: () => [] },
    ...options,
  })
}

const get = { method: 'GET', headers: {} }

test('a request goes by a proxy with a password, to a server of a private authority', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'chenyu:right' })
  const dead = await deadPort()
  let asked = 0
  const by = network({
    resolveProxy: async () => `PROXY 127.0.0.1:${dead}; PROXY 127.0.0.1:${proxy.port}`,
    askPassword: async () => {
      asked++
      return { account: 'chenyu', password: 'right', remember: false }
    },
  })
  const url = `https://${companyHost}:${server.port}/files/x`
  expect((await by.http({ ...get, url })).statusCode).toBe(200)
  expect((await by.http({ ...get, url })).statusCode).toBe(200)
  expect(asked).toBe(1)
})

test('a certificate that nobody trusts, and a proxy that refuses, are errors with a name', async () => {
  const server = await companyServer()
  const open = await connectProxy()
  const url = `https://${companyHost}:${server.port}/`
  const strict = network({
    resolveProxy: async () => `PROXY 127.0.0.1:${open.port}`,
    certificates: { bundled: () => [], system: () => [], extra: () => [] },
  })
  await expect(strict.http({ ...get, url })).rejects.toMatchObject({ code: 'bad_certificate' })
  const closed = await connectProxy({ status: 403 })
  const refused = network({ resolveProxy: async () => `PROXY 127.0.0.1:${closed.port}` })
  await expect(refused.http({ ...get, url })).rejects.toMatchObject({ code: 'proxy_refused' })
  const native = network({ resolveProxy: async () => 'QUIC x:1' })
  await expect(native.http({ ...get, url })).rejects.toMatchObject({ code: 'proxy_refused' })
})

test('a body is sent whole, and a request that is given up ends', async () => {
  const server = createServer((request, response) => {
    if (request.method === 'GET') return
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
    })
    request.on('end', () => response.end(String(size)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const sent: number[] = []
  const body = new Uint8Array(3_000_001)
  const response = await network({}).http({ method: 'PATCH', url, headers: {}, body, onSent: n => sent.push(n) })
  expect(await response.toArray().then(parts => Buffer.concat(parts).toString())).toBe('3000001')
  expect(sent.at(-1)).toBe(3_000_001)

  const asked = once(server, 'request')
  const abort = new AbortController()
  const waiting = network({}).http({ ...get, url, signal: abort.signal })
  await asked
  abort.abort(new Error('given up'))
  await expect(waiting).rejects.toThrow('given up')
})
