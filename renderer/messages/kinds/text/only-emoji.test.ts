import { expect, it } from 'vitest'
import { isOnlyEmoji } from './only-emoji.ts'

it.each(['👍', '👍🏽', '❤️', '👨‍👩‍👧‍👦 🇨🇳', '😀😀😀', ' 🎉\n'])('%s is shown large', text => {
  expect(isOnlyEmoji(text)).toBe(true)
})

it.each(['', ' ', '1', '#', '好👍', '👍!', '😀😀😀😀', '©a', '👍'.repeat(5_000)])('%s is not', text => {
  expect(isOnlyEmoji(text)).toBe(false)
})
