import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePath, markerOf, writeLocal } from './local-files.ts'

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-local-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function* bytes(...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part
    yield Buffer.from(part)
  }
}

test('a file is marked before it has its name', async () => {
  const folder = place()
  const path = join(folder, 'new', 'a.txt')
  const seen: boolean[] = []
  await writeLocal(path, bytes('one ', 'two'), async part => {
    seen.push(readFileSync(part, 'utf8') === 'one two', readdirSync(join(folder, 'new')).includes('a.txt'))
  })
  expect(seen).toEqual([true, false])
  expect(readFileSync(path, 'utf8')).toBe('one two')
})

test('after an error nothing is left, and what was there stays', async () => {
  const folder = place()
  writeFileSync(join(folder, 'a.txt'), 'old')
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
  const none = async (): Promise<void> => {}
  await expect(writeLocal(join(folder, 'a.txt'), bytes('one', full), none)).rejects.toMatchObject({ code: 'disk_full' })
  expect(readdirSync(folder)).toEqual(['a.txt'])
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old')
})

test('a name that is taken gets a number', async () => {
  const folder = place()
  writeFileSync(join(folder, '报价.xlsx'), '')
  writeFileSync(join(folder, '报价 (1).xlsx'), '')
  expect(await freePath(folder, '报价.xlsx')).toBe(join(folder, '报价 (2).xlsx'))
  expect(await freePath(folder, '../../x.txt')).toBe(join(folder, '_.._x.txt'))
})

test('Windows is told where a file came from', async () => {
  const path = join(place(), 'a.docx')
  writeFileSync(path, '')
  await markerOf('win32', () => {})(path)
  expect(readFileSync(`${path}:Zone.Identifier`, 'utf8')).toContain('ZoneId=3')
})

test('a file is kept where the file system can keep no mark', async () => {
  const folder = place()
  const logged: string[] = []
  // What Windows says of a stream on FAT is that there is no such file.
  const mark = markerOf('win32', text => void logged.push(text))
  await writeLocal(join(folder, 'a.txt'), bytes('one'), () => mark(join(folder, 'none', 'a.txt')))
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one')
  expect(logged).toHaveLength(1)
})
