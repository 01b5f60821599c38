import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, startWorkspace } from '../../testing/workspace.ts'
import { clamdScan } from './clamd.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-clamd-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(bytes: string | Buffer): string {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return path
}

/** Speaks as clamd does, for what a real one does only when it fails. */
function fake(answer: (received: Buffer) => string | null): Promise<Server> {
  const server = createServer(socket => {
    let received = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      received = Buffer.concat([received, data])
      const text = answer(received)
      if (text !== null) socket.end(text)
    })
  })
  return new Promise(resolve => server.listen(join(folder, 'sock'), () => resolve(server)))
}
const whole = (received: Buffer) => received.subarray(-4).equals(Buffer.alloc(4)) && received.length > 14

test('a verdict, and whatever is none, in words', async () => {
  const table: [string, string][] = [
    ['stream: OK\0', 'no error'],
    ['stream: Win.Test FOUND\0', 'forbidden'],
    ['INSTREAM size limit exceeded. ERROR\0', 'too_large'],
    ["stream: Can't allocate memory ERROR\0", 'unavailable'],
    ['', 'unavailable'],
  ]
  for (const [verdict, error] of table) {
    const server = await fake(received => (whole(received) ? verdict : null))
    expect([verdict, await errorOf(clamdScan(join(folder, 'sock'))(write('hello')))]).toEqual([verdict, error])
    await new Promise(resolve => server.close(resolve))
  }
  expect(await errorOf(clamdScan(join(folder, 'nothing'))(write('hello')))).toBe('unavailable')
})

test('one that answers before it has read all is heard', async () => {
  const server = await fake(received => (received.length > 100 ? 'INSTREAM size limit exceeded. ERROR\0' : null))
  expect(await errorOf(clamdScan(join(folder, 'sock'))(write(Buffer.alloc(20_000_000))))).toBe('too_large')
  await new Promise(resolve => server.close(resolve))
})

test.each(['host', 'host:', ':3310', 'host:99999', ''])('%j is no address of a scanner', address => {
  expect(() => clamdScan(address)).toThrow(RangeError)
})

const clamd = '/usr/sbin/clamd'

test.runIf(existsSync(clamd))(
  'a real scanner: what it finds is not kept, the rest is',
  async () => {
    const malware = Buffer.from(['not really malware', 'but listed as such'].join(', '))
    mkdirSync(join(folder, 'db'))
    const md5 = createHash('md5').update(malware).digest('hex')
    writeFileSync(join(folder, 'db', 'own.hdb'), `${md5}:${malware.length}:Own.Test\n`)
    const socket = join(folder, 'clamd.sock')
    const lines = ['Foreground yes', `LocalSocket ${socket}`, `DatabaseDirectory ${join(folder, 'db')}`]
    writeFileSync(join(folder, 'clamd.conf'), `${lines.join('\n')}\n`)
    const child: ChildProcess = spawn(clamd, ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' })
    const ended = new Promise(resolve => child.on('close', resolve))
    await expect.poll(() => existsSync(socket), { timeout: 60_000 }).toBe(true)
    const workspace = await startWorkspace({ clamd: socket })
    const { domain } = workspace.server
    const add = (from: Buffer) => domain.addFile({ from, name: 'a.txt', uploaderId: 'a' })
    expect((await add(Buffer.from('harmless'))).size).toBe(8)
    await expect(add(malware)).rejects.toThrow('Own.Test')
    expect(readdirSync(join(workspace.dataDir, 'blobs')).length).toBe(1)
    child.kill()
    await ended
    expect(await errorOf(add(Buffer.from('unknown')))).toBe('unavailable')
    await workspace.end()
  },
  120_000,
)
