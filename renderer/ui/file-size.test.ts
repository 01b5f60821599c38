import { expect, test } from 'vitest'
import { fileSize } from './file-size.ts'

test('a size has two or three digits and its unit', () => {
  const sizes: [number, string][] = [
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KB'],
    [10_189, '10 KB'],
    [493_568, '482 KB'],
    [1_048_575, '1.0 MB'],
    [1_288_490_189, '1.2 GB'],
    [2 ** 60, '1048576 TB'],
  ]
  for (const [bytes, shown] of sizes) expect(fileSize(bytes)).toBe(shown)
})
