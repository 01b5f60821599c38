import { expect, it } from 'vitest'
import { extensionOf, fileGroup, splitName } from './file-names.ts'

it.each([
  ['报价单.xlsx', 'xlsx'],
  ['a.tar.GZ', 'gz'],
  ['.gitignore', ''],
  ['README', ''],
  ['v1. 这是一个句子，不是扩展名', ''],
  ['x.', ''],
])('the extension of %s is %s', (name, extension) => expect(extensionOf(name)).toBe(extension))

it('knows a file by its name, or else by its type', () => {
  expect(fileGroup('稿.pptx', 'application/zip')).toBe('slides')
  expect(fileGroup('照片', 'image/jpeg')).toBe('image')
  expect(fileGroup('x.bin', 'application/pdf')).toBe('pdf')
  expect(fileGroup('x.bin', 'application/octet-stream')).toBe('other')
})

it.each([
  'Air 2 发布会讲稿 终稿 v6.pptx',
  'short.txt',
  '家庭👨‍👩‍👧‍👦照片合集第二版👨‍👩‍👧‍👦.jpg',
  'no-extension-at-all',
  '',
  '.x',
  '一.二',
])('cuts %s between its start and its end, never within a letter', name => {
  const { head, tail } = splitName(name)
  expect(head + tail).toBe(name)
  if (tail !== '') expect(tail.endsWith(extensionOf(name))).toBe(true)
  expect(head).not.toMatch(/\u200d$/u)
})
