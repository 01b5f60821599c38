import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLogFile } from './log-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open({ maxBytes = 10_000, path = join(folder, 'logs', 'main.log') } = {}) {
  const errors: unknown[] = []
  const timers: (() => void)[] = []
  const file = openLogFile({ path, maxBytes, onError: error => errors.push(error), later: write => timers.push(write) })
  return { file, path, errors, timers, read: (name = path) => readFileSync(name, 'utf8') }
}

test('lines of a moment are one write, in order, in a file for its owner', () => {
  const { file, path, timers, read } = open()
  file.write('one')
  file.write('two')
  expect(timers).toHaveLength(1)
  timers[0]?.()
  expect(read()).toBe('one\ntwo\n')
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a full file gives way to a new one; both together stay bounded', () => {
  const { file, path, read } = open({ maxBytes: 100 })
  for (let i = 0; i < 50; i++) {
    file.write(`line ${i} ${'x'.repeat(20)}`)
    file.flush()
  }
  expect(statSync(path).size).toBeLessThanOrEqual(100)
  expect(statSync(`${path}.old`).size).toBeLessThanOrEqual(100)
  expect(read()).toContain('line 49')
})

test('a flood is cut, and says so', () => {
  const { file, read } = open({ maxBytes: 1_000_000 })
  for (let i = 0; i < 5_000; i++) file.write(`${i}`)
  file.flush()
  expect(read().split('\n')).toHaveLength(2_002)
  expect(read()).toContain('3000 more lines were dropped')
})

test('a disk that refuses is told once, and writing goes on when it can', () => {
  const blocked = join(folder, 'blocked')
  writeFileSync(blocked, '')
  const { file, errors, read, path } = open({ path: join(blocked, 'main.log') })
  for (const line of ['a', 'b']) {
    file.write(line)
    file.flush()
  }
  expect(errors).toHaveLength(1)
  rmSync(blocked)
  file.write('c')
  file.flush()
  expect(read(path)).toBe('c\n')
})
