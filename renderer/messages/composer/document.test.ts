import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sendableContentSchema } from '../../../protocol/index.ts'
import { composedTextOfDraft, type EditorNode } from '../composer-text.ts'
import {
  documentOfDraft,
  documentOfWritten,
  draftOfDocument,
  draftPreview,
  isTooFormatted,
  joinedDocuments,
  textOf,
  wordsOf,
  writtenOf,
} from './document.ts'

const words = (text: string, ...marks: string[]): EditorNode => ({
  type: 'text',
  text,
  ...(marks.length > 0 && { marks: marks.map(type => ({ type })) }),
})
const line = (...content: EditorNode[]): EditorNode => ({ type: 'paragraph', content })
const doc = (...content: EditorNode[]): EditorNode => ({ type: 'doc', content })
const list = (type: string, ...items: EditorNode[][]): EditorNode => ({
  type,
  content: items.map(content => ({ type: 'listItem', content })),
})
const mention: EditorNode = { type: 'mention', attrs: { id: 'u_a', label: '周野' } }

describe('what is written', () => {
  it('without formatting is a text', () => {
    expect(writtenOf(doc(line(), line(words('好 '), mention), line(words(' '))))).toEqual({
      type: 'text',
      text: '好 @周野',
      mentions: [{ userId: 'u_a', offset: 2, length: 3 }],
    })
  })

  it('with formatting is a formatted text, without blank lines around it', () => {
    const written = writtenOf(
      doc(
        line(),
        line(words('先'), words('看', 'bold'), mention),
        { ...list('orderedList', [line(words('一'))]), attrs: { start: 3, type: null } },
        { type: 'codeBlock', attrs: { language: 'ts' }, content: [words('a\n')] },
        line(words('  ')),
      ),
    )
    expect(written).toEqual({
      type: 'rich',
      doc: doc(
        line(words('先'), words('看', 'bold'), { type: 'mention', attrs: { userId: 'u_a', label: '周野' } }),
        { ...list('orderedList', [line(words('一'))]), attrs: { start: 3 } },
        { type: 'codeBlock', attrs: { language: 'ts' }, content: [words('a\n')] },
      ),
    })
    expect(sendableContentSchema.safeParse(written).success).toBe(true)
  })

  it('can always be sent, however deep it is', () => {
    let deep = line(words('x'), mention)
    for (let i = 0; i < 12; i++)
      deep = i % 2 ? list('bulletList', [line(words('y')), deep]) : { type: 'blockquote', content: [deep] }
    const written = writtenOf(doc(deep))
    expect(sendableContentSchema.safeParse(written).error).toBeUndefined()
    expect(wordsOf(written)).toContain('x@')
  })

  it('with more formatting than a message takes is told before it is sent', () => {
    const href = `https://example.com/${'x'.repeat(1_500)}`
    const link: EditorNode = { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] }
    const many = writtenOf(doc(...Array.from({ length: 300 }, () => line(link))))
    expect(isTooFormatted(many)).toBe(true)
    expect(sendableContentSchema.safeParse(many).success).toBe(false)
  })
})

const unit = fc.constantFrom('a', '好', '\\', '@', '[', ' ', '{', '"', '\u2063')
const letters = fc.string({ unit, minLength: 1, maxLength: 6 })
const inline = fc.oneof(
  letters.map(text => words(text)),
  letters.map(text => words(text, 'bold')),
  fc.constant(mention),
)
const lines = fc.array(inline, { minLength: 1, maxLength: 4 }).map(parts => line(...parts))
const blocks = fc.oneof(
  lines,
  lines.map(inner => list('bulletList', [inner], [inner])),
  lines.map((inner): EditorNode => ({ type: 'blockquote', content: [inner] })),
  letters.map((text): EditorNode => ({ type: 'codeBlock', attrs: { language: null }, content: [words(text)] })),
)
const documents = fc.array(blocks, { minLength: 1, maxLength: 4 }).map(content => doc(...content))

describe('a draft', () => {
  it('keeps the formatting, and its words where only text is read', () => {
    fc.assert(
      fc.property(documents, written => {
        const draft = draftOfDocument(written)
        expect(draftOfDocument(documentOfDraft(draft))).toBe(draft)
        expect(writtenOf(documentOfDraft(draft))).toEqual(writtenOf(written))
        expect(composedTextOfDraft(draft).text.startsWith(textOf(written))).toBe(true)
      }),
    )
  })

  it('of an older version is read', () => {
    expect(textOf(documentOfDraft('看 @[周野](u_a)\n\\@[x]'))).toBe('看 @周野\n@[x]')
  })

  it('without formatting is as older versions write it', () => {
    expect(draftOfDocument(doc(line(words('看 '), mention)))).toBe('看 @[周野](u_a)')
  })

  it('of which only the start is known shows its words', () => {
    const draft = draftOfDocument(doc(line(words('粗', 'bold'), words('字'))))
    for (let end = 2; end <= draft.length; end++) {
      expect(draftPreview(draft.slice(0, end))).toBe('粗字')
      expect(textOf(documentOfDraft(draft.slice(0, end))).startsWith('粗字')).toBe(true)
    }
  })

  it('that was joined with another one keeps both', () => {
    const one = draftOfDocument(doc(line(words('粗', 'bold'))))
    const two = draftOfDocument(doc(line(words('斜', 'italic'))))
    expect(documentOfDraft(`${one}\n${two}\nmore`)).toEqual(
      doc(line(words('粗', 'bold')), line(words('斜', 'italic')), line(words('more'))),
    )
  })

  it('is one line in the list', () => {
    expect(draftPreview('报价\n@[周野](zy)  看下 a\\\\b \\@[x](y)')).toBe('报价 @周野 看下 a\\b @[x](y)')
  })
})

it('two documents join, and a blank one adds nothing', () => {
  const above = doc(line(words('a', 'bold')))
  expect(joinedDocuments(above, doc(line()))).toEqual(above)
  expect(joinedDocuments(above, doc(line(words('b')))).content).toHaveLength(2)
})

it('a block of a later version is edited as its text', () => {
  const row = { type: 'row', content: [{ type: 'text', text: '甲' }] }
  expect(
    textOf(documentOfWritten({ type: 'rich', doc: { type: 'doc', content: [{ type: 'table', content: [row] }] } })),
  ).toBe('甲')
})
