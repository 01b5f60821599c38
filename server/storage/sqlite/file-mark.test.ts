import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StartupError } from '../startup-error.ts'
import { type FileMark, type FileState, isReplaced, readMark, writeMark } from './file-mark.ts'

const file: FileState = { inode: '1', born: '2', changed: '3', size: '4', touched: '5', rights: '6' }
const mark: FileMark = { generations: ['g', 'h'], commits: 7, file }
const found = (over: Partial<FileState> = {}) => ({ generation: 'g', commits: 7, file: { ...file, ...over } })

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lianqun-mark-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('the file of the mark is the one that was closed, also when it has grown by a crash', () => {
  expect(isReplaced(mark, found())).toBe(false)
  expect(isReplaced(mark, { ...found(), generation: 'h', commits: 8 })).toBe(false)
  const { inode } = file
  expect(isReplaced({ ...mark, file: { inode } }, found())).toBe(false)
})

test.each(['inode', 'born', 'changed', 'size', 'touched'] as const)('another %s is another file', what => {
  expect(isReplaced(mark, found({ [what]: 'other' }))).toBe(true)
})

test('other rights are what touched the file, and nothing else', () => {
  expect(isReplaced(mark, found({ rights: 'other', touched: 'other' }))).toBe(false)
  expect(isReplaced(mark, found({ rights: 'other', touched: 'other', size: 'other' }))).toBe(true)
})

test('a file that is gone, of another name, without one, or behind the mark is another', () => {
  expect(isReplaced(mark, { ...found(), file: null })).toBe(true)
  expect(isReplaced(mark, { ...found(), generation: 'other' })).toBe(true)
  expect(isReplaced(mark, { ...found(), generation: null })).toBe(true)
  expect(isReplaced(mark, { ...found(), commits: 6 })).toBe(true)
})

test('without a mark a file with a name is another; one without is new, or of a server that left no marks', () => {
  expect(isReplaced(null, found())).toBe(true)
  expect(isReplaced(null, { ...found(), generation: null })).toBe(false)
})

test.each(['{"generations":["g"]', '{}', '{"generations":"g","file":{"inode":"1"}}', '{"generations":[],"file":{}}'])(
  'a mark that is not whole is none: %s',
  text => {
    writeFileSync(join(dir, 'workspace.mark'), text)
    expect(readMark(dir)).toBeNull()
  },
)

test('a mark that may not be read is said, and not taken for none', () => {
  mkdirSync(join(dir, 'workspace.mark'))
  expect(() => readMark(dir)).toThrow(StartupError)
})

test.skipIf(process.platform === 'win32')('a mark is read as it was written, by its user alone', () => {
  writeMark(dir, mark)
  expect(readMark(dir)).toEqual(mark)
  expect(statSync(join(dir, 'workspace.mark')).mode & 0o077).toBe(0)
})
