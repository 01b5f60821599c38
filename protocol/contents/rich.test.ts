import { describe, expect, it } from 'vitest'
import type { RichNode } from '../core/rich-text.ts'
import { contentMentions, contentPeople, contentSchema, contentText, sendableContentSchema } from './index.ts'

const words = (text: string): RichNode => ({ type: 'text', text })
const paragraph = (...content: RichNode[]): RichNode => ({ type: 'paragraph', content })
const item = (...content: RichNode[]): RichNode => ({ type: 'listItem', content })
const rich = (...content: RichNode[]) => ({ type: 'rich', doc: { type: 'doc', content } })

/** A document that is `depth` lists deep, as it comes over the wire. */
function deep(depth: number): unknown {
  const open = '{"type":"bulletList","content":[{"type":"listItem","content":['
  return JSON.parse(
    `{"type":"rich","doc":{"type":"doc","content":[${open.repeat(depth)}{"type":"paragraph"}${']}]}'.repeat(depth)}]}}`,
  )
}

describe('a hostile document', () => {
  it.each([7, 1_000, 8_000])('of %i lists in lists can neither be sent nor breaks the reader', depth => {
    expect(sendableContentSchema.safeParse(deep(depth)).success).toBe(false)
    expect(contentSchema.parse(deep(depth)).type).toBe('unreadable')
  })

  it('that is huge is not read', () => {
    const huge = rich(...Array.from({ length: 60_000 }, () => ({ type: 'paragraph' })))
    expect(sendableContentSchema.safeParse(huge).success).toBe(false)
    expect(contentSchema.parse(huge).type).toBe('unreadable')
  })

  it('keeps what a later version put into it, and its text is read', () => {
    const cell = { type: 'cell', content: [words('甲')] }
    const later = rich(
      { type: 'table', attrs: { rows: 1 }, content: [{ type: 'row', content: [cell] }] },
      paragraph({ type: 'sticker', attrs: { id: 'x' } }, words('乙')),
      { type: 'orderedList', attrs: { start: -7 }, content: [item(paragraph(words('丙')))] },
    )
    expect(contentSchema.parse(later)).toEqual(later)
    expect(contentText(contentSchema.parse(later))).toBe('甲\n乙\n1. 丙')
  })

  it('is sent without fields that nobody knows', () => {
    const sent = sendableContentSchema.parse(
      rich({ type: 'paragraph', attrs: { onclick: 'x' }, content: [{ ...words('a\u0000b'), extra: 1 } as RichNode] }),
    )
    expect(sent).toEqual(rich(paragraph(words('ab'))))
  })

  it('mentions only ids', () => {
    const mention = (userId: unknown): RichNode => ({ type: 'mention', attrs: { userId, label: '王总' } })
    const content = contentSchema.parse(rich(paragraph(mention(7), mention(null), mention('u_a'), mention('all'))))
    expect(contentMentions(content).map(({ userId }) => userId)).toEqual(['u_a', 'all'])
    expect(contentPeople(content)).toEqual(['u_a'])
  })
})

describe('the words of a formatted text', () => {
  it('stand on a line for each block, and its mentions are ranges of them', () => {
    const mention: RichNode = { type: 'mention', attrs: { userId: 'u_a', label: '周野' } }
    const numbers: RichNode = {
      type: 'orderedList',
      attrs: { start: 9 },
      content: [item(paragraph(words('e'))), item(paragraph(words('f')))],
    }
    const content = contentSchema.parse(
      rich(
        paragraph(words('a'), { type: 'hardBreak' }, words('b')),
        { type: 'bulletList', content: [item(paragraph(words('c'), mention)), item(paragraph(words('d')), numbers)] },
        { type: 'blockquote', content: [paragraph(words('g')), paragraph(words('h'))] },
        { type: 'codeBlock', content: [words('if x:\n  y')] },
      ),
    )
    const text = contentText(content)
    expect(text).toBe('a\nb\n• c@周野\n• d\n  9. e\n  10. f\n> g\n> h\nif x:\n  y')
    const [found] = contentMentions(content)
    expect(text.slice(found?.offset, (found?.offset ?? 0) + (found?.length ?? 0))).toBe('@周野')
  })
})
