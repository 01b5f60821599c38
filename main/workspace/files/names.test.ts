import { describe, expect, test } from 'vitest'
import { isDangerous, localName, sentName, shownType } from './names.ts'

test.each([
  ['报价单.xlsx', '报价单.xlsx'],
  ['photo\u202Egnp.exe', 'photognp.exe'],
  ['C:\\fakepath\\a.txt', 'a.txt'],
  ['../../etc/passwd', 'passwd'],
  ['a\u0000b\n.txt', 'ab .txt'],
  ['', 'file'],
  ['e\u0301.txt', '\u00E9.txt'],
])('%j is sent as %j', (name, sent) => expect(sentName(name)).toBe(sent))

test('a long name keeps its end', () => {
  const sent = sentName(`${'长'.repeat(400)}.docx`)
  expect(sent.length).toBe(200)
  expect(sent.endsWith('长.docx')).toBe(true)
})

test.each([
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['com1.tar.gz', '_com1.tar.gz'],
  ['console.txt', 'console.txt'],
  ['a.exe. . ', 'a.exe'],
  ['..', 'file'],
  ['.bashrc', 'bashrc'],
  ['a/b\\c:d*?"<>|.txt', 'a_b_c_d______.txt'],
  ['a\u202E.txt', 'a.txt'],
])('%j is %j on a disk', (name, local) => expect(localName(name)).toBe(local))

test('a name is no longer than a file system takes, in bytes', () => {
  const name = localName(`${'😀'.repeat(200)}.png`)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240)
  expect(name.endsWith('😀.png')).toBe(true)
})

describe('what could run is not opened', () => {
  test.each([
    'a.exe',
    'A.EXE',
    'a.exe.',
    'a.exe ',
    'a.txt.lnk',
    'a.hta',
    'a.desktop',
    'run',
    'a.svg',
    'a.html',
    'x.ps1\u202E',
    'invoice.img',
    'invoice.inetloc',
    'desk.rdp',
    'holiday.themepack',
    'find.searchConnector-ms',
    'a.wsb',
  ])('%j', name => expect(isDangerous(name)).toBe(true))
  test.each(['a.pdf', 'a.docx', 'exe.txt', 'a.tar.gz', '图.png', 'a.exe.zip'])('but %j', name =>
    expect(isDangerous(name)).toBe(false),
  )
})

test('a page is given no type that could run', () => {
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', 'nonsense', ''])
    expect(shownType(type)).toBe('application/octet-stream')
  expect(shownType('IMAGE/PNG; x=y')).toBe('image/png')
  expect(shownType('video/mp4')).toBe('video/mp4')
})
