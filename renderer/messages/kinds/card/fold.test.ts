import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldedHeight } from './Fold.tsx'
import { memoryOf } from './memory.ts'

test('a high card is folded by its style alone, before it is measured', () => {
  const css = readFileSync(join(import.meta.dirname, 'card.css'), 'utf8')
  expect(css).toContain(`.messages-card-fold.folded { max-height: ${foldedHeight}px; overflow: clip; }`)
})

test('it stays unfolded while it is not on the screen, and as another version', () => {
  memoryOf('c/1').unfolded = true
  expect(memoryOf('c/1').unfolded).toBe(true)
  expect(memoryOf('c/2').unfolded).toBe(false)
})
