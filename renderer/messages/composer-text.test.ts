import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ComposedText,
  composedTextOf,
  composedTextOfDraft,
  documentOf,
  draftOf,
  trimmed,
} from './composer-text.ts'

const mention = (id: string, label: string) => ({ type: 'mention', attrs: { id, label } })
const words = (text: string) => ({ type: 'text', text })
const doc = (...lines: object[][]) => ({ type: 'doc', content: lines.map(content => ({ type: 'paragraph', content })) })

describe('the text of an editor document', () => {
  it('has one line per paragraph and a line end per break', () => {
    expect(composedTextOf(doc([words('a'), { type: 'hardBreak' }, words('b')], [], [words('c')])).text).toBe(
      'a\nb\n\nc',
    )
  })

  it('counts mention offsets in UTF-16 code units, over line ends', () => {
    const written = composedTextOf(doc([words('😁 hi')], [words('好，'), mention('zy', '周野'), words(' 看')]))
    expect(written).toEqual({ text: '😁 hi\n好，@周野 看', mentions: [{ userId: 'zy', offset: 8, length: 3 }] })
    expect(written.text.slice(8, 11)).toBe('@周野')
  })

  it('moves mentions when blank lines before them are removed', () => {
    const written = trimmed(composedTextOf(doc([words('  ')], [], [words(' x '), mention('a', 'Al'), words(' ')])))
    expect(written).toEqual({ text: ' x @Al', mentions: [{ userId: 'a', offset: 3, length: 3 }] })
  })

  it('keeps the indent of the first line', () => {
    expect(trimmed({ text: '\n  \n    if x:\n      y\n \n', mentions: [] }).text).toBe('    if x:\n      y')
    expect(trimmed({ text: ' \n ', mentions: [] }).text).toBe('')
    const spaced = { text: '\n见 @张三 ', mentions: [{ userId: 'z', offset: 3, length: 4 }] }
    expect(trimmed(spaced)).toEqual({ text: '见 @张三', mentions: [{ userId: 'z', offset: 2, length: 3 }] })
  })
})

/** Texts made of words and mentions. */
const written = fc
  .array(
    fc.oneof(
      fc
        .string({ unit: fc.constantFrom('a', '好', ' ', '\n', '@', '[', ']', '(', ')', '\\', '😁'), maxLength: 8 })
        .map(text => ({ text, id: '' })),
      fc.record({
        text: fc.string({ unit: fc.constantFrom('a', '周', ']', '\\', ' ', '('), minLength: 1, maxLength: 4 }),
        id: fc.constantFrom('u1', 'all', 'x-_9'),
      }),
    ),
    { maxLength: 8 },
  )
  .map(parts => {
    const made: ComposedText = { text: '', mentions: [] }
    for (const { text, id } of parts) {
      if (id) made.mentions.push({ userId: id, offset: made.text.length, length: text.length + 1 })
      made.text += id ? `@${text}` : text
    }
    return made
  })

describe('a draft', () => {
  it('round-trips text and mentions', () => {
    fc.assert(
      fc.property(written, one => {
        expect(composedTextOfDraft(draftOf(one))).toEqual(one)
      }),
    )
  })

  it('round-trips through the editor', () => {
    fc.assert(
      fc.property(written, one => {
        expect(composedTextOf(documentOf(one))).toEqual(one)
      }),
    )
  })

  it('may be a plain text from before drafts had mentions', () => {
    expect(composedTextOfDraft('mail a@b.c (1) [2]')).toEqual({ text: 'mail a@b.c (1) [2]', mentions: [] })
  })
})
