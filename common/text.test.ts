import { describe, expect, it } from 'vitest'
import { characterEnd, characterStart, graphemes, isolated, oneLine, shortened } from './text.ts'

const family = '👨‍👩‍👧'
const flag = '🇨🇳'
const accented = 'e\u0301'

describe('a shortened text', () => {
  it('has at most so many characters, the last of them an ellipsis', () => {
    expect(shortened('一二三', 3)).toBe('一二三')
    expect(shortened('一二三四', 3)).toBe('一二…')
    expect(shortened('', 3)).toBe('')
  })

  it.each([family, flag, accented, '👍🏽', '1️⃣', '葛\u{e0100}', 'नि'])('never cuts %s', character => {
    const text = character.repeat(4)
    expect(shortened(text, 4)).toBe(text)
    expect(shortened(text, 3)).toBe(`${character.repeat(2)}…`)
    expect([...graphemes(text)]).toEqual([character, character, character, character])
  })
})

it('a character begins and ends where a person sees it', () => {
  const text = `a${family}b`
  expect(characterStart(text, 3)).toBe(1)
  expect(characterStart(text, 1 + family.length)).toBe(1 + family.length)
  expect(characterStart(text, -4)).toBe(0)
  expect(characterStart(text, 400)).toBe(text.length)
  expect([0, 1, 3, 9, 10].map(offset => characterEnd(text, offset))).toEqual([0, 1, 1 + family.length, 9, 10])
})

describe('a text in a sentence', () => {
  it('stays as it is when it is written from left to right', () => {
    expect(isolated('周野 Ye 😀 1')).toBe('周野 Ye 😀 1')
  })

  it('does not turn what stands around it', () => {
    expect(isolated('שלום')).toBe('\u2068שלום\u2069')
    expect(isolated('عربي\u2069 x')).toBe('\u2068عربي x\u2069')
    expect(isolated('pay \u202e001\u202c')).toBe('pay 001')
    expect(isolated('a\u2067\u200f')).toBe('a')
  })

  it('keeps what is isolated in it', () => {
    expect(isolated(isolated('שלום'))).toBe('\u2068\u2068שלום\u2069\u2069')
    expect(isolated(`Maya, ${isolated('שלום')}`)).toBe('\u2068Maya, \u2068שלום\u2069\u2069')
  })
})

it('a text on one line has one space where there was white space, and none around it', () => {
  expect(oneLine('  a\n\n b\tc\u3000d ')).toBe('a b c d')
})
