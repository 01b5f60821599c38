import { expect, test } from 'vitest'
import { fileOfText } from './long-text.ts'

test('a file of a text is named by its first line, and has all of the text', async () => {
  const text = `  复盘：2026/11 <初稿>  ${'很长'.repeat(40)}\n第二行 👍\n`
  const file = fileOfText(text, '文本')
  expect(file.name).toBe('复盘：2026 11 初稿 很长很长很长很长很长很长很长很长.txt')
  expect(await file.text()).toBe(text)
  expect(fileOfText('??\n', '文本').name).toBe('文本.txt')
})
