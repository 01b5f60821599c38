import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HistoryWriter, readHistory } from './history.ts'

const ann = { client: 'ann.1', user: 'ann' }
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-history-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what is written is there at once, and read as it was', () => {
  const path = join(folder, 'a.jsonl')
  const { record } = new HistoryWriter(path)
  record(ann, { kind: 'invoke', op: '1', gateway: 'g', call: { f: 'leave', conversationId: 'k' } })
  record(ann, { kind: 'fail', op: '1', error: 'not_member' })
  const { records, torn } = readHistory([path])
  expect(records).toMatchObject([
    { ...ann, process: process.pid, line: '1', kind: 'invoke', op: '1', call: { f: 'leave', conversationId: 'k' } },
    { ...ann, line: '2', kind: 'fail', error: 'not_member' },
  ])
  expect(torn).toEqual([])
})

test('the histories of several processes become one, in the order of their times', () => {
  const paths = ['a.jsonl', 'b.jsonl'].map(name => join(folder, name))
  const [first, second] = paths.map(path => new HistoryWriter(path))
  first?.record(ann, { kind: 'connected', gateway: 'g1' })
  second?.record(ann, { kind: 'connected', gateway: 'g2' })
  first?.record(ann, { kind: 'disconnected', gateway: 'g1' })
  expect(readHistory(paths).records.map(({ line }) => line)).toEqual(['a.jsonl:1', 'b.jsonl:1', 'a.jsonl:2'])
})

test('the last line of a killed process may be cut off', () => {
  const path = join(folder, 'a.jsonl')
  const { record } = new HistoryWriter(path)
  record(ann, { kind: 'connected', gateway: 'g' })
  appendFileSync(path, '{"at":12,"process":1,"client":"a')
  const { records, torn } = readHistory([path])
  expect(records).toHaveLength(1)
  expect(torn).toEqual([path])
})

test('a line that is no record is named', () => {
  const path = join(folder, 'a.jsonl')
  writeFileSync(path, '{"at":1,"process":1,"client":"a","user":"a","kind":"connected","gateway":"g"}\n{"at":2}\n')
  expect(() => readHistory([path])).toThrow(/line 2 is no record/)
})

test('a history is not written over', () => {
  const path = join(folder, 'a.jsonl')
  new HistoryWriter(path).close()
  expect(() => new HistoryWriter(path)).toThrow(/EEXIST/)
})
