import { describe, expect, it, vi } from 'vitest'
import { contentMentions, contentSchema, contentText } from '../contents/index.ts'
import { cardText, deadCard, escapeMarkdown, markdownRuns, plainMarkdown } from '../core/card-text.ts'
import { limits } from '../core/limits.ts'
import { receivedCardSchema, writtenCardSchema } from './schema.ts'
import type { Card } from './types.ts'

const card = (body: unknown[], rest: object = {}) => ({ type: 'AdaptiveCard', body, ...rest })

describe('a card as it is written', () => {
  it('says where a mistake is', () => {
    const read = writtenCardSchema.safeParse(
      card([
        { type: 'TextBlock', text: 'x' },
        { type: 'Container', items: [{ type: 'TextBlock', text: 'y', sise: 'small' }] },
      ]),
    )
    expect(read.error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['sise'], path: ['body', 1, 'items', 0] },
    ])
  })

  it('takes no address that is not of the web or of mail', () => {
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://a:b@c.example',
      '/x',
    ]) {
      expect(writtenCardSchema.safeParse(card([], { actions: [{ type: 'Action.OpenUrl', url }] })).success, url).toBe(
        false,
      )
    }
  })

  it('is neither too deep nor too large', () => {
    const deep = (levels: number): unknown =>
      levels === 0 ? { type: 'TextBlock', text: 'x' } : { type: 'Container', items: [deep(levels - 1)] }
    expect(writtenCardSchema.safeParse(card([deep(5)])).success).toBe(true)
    expect(writtenCardSchema.safeParse(card([deep(2_000)])).success).toBe(false)
    expect(receivedCardSchema.safeParse(card([deep(2_000)])).success).toBe(false)
    const text = { type: 'TextBlock', text: 'x'.repeat(limits.cardTextChars) }
    expect(writtenCardSchema.safeParse(card([text, text, text, text, text, text])).success).toBe(false)
  })
})

describe('a card as it is received', () => {
  it('keeps what a later version adds, and shows the fallback of what this one does not know', () => {
    const later = { type: 'Globe', spin: true, fallback: { type: 'TextBlock', text: 'a globe' } }
    const read = receivedCardSchema.parse(card([{ type: 'TextBlock', text: 'x', glow: 1 }, later]))
    expect(read.body).toEqual([
      { type: 'TextBlock', text: 'x', glow: 1 },
      { type: 'Unsupported', was: later, shown: { type: 'TextBlock', text: 'a globe' } },
    ])
    expect(receivedCardSchema.parse(read)).toEqual(read)
    expect(cardText(read).text).toBe('x\na globe')
  })

  it('leaves out actions that it cannot read, and never the card', () => {
    const read = receivedCardSchema.parse(
      card([], {
        actions: [
          { type: 'Action.OpenUrl', url: 'javascript:1' },
          { type: 'Action.Submit', id: 'a1', title: '好' },
        ],
      }),
    )
    expect(read.actions).toEqual([{ type: 'Action.Submit', id: 'a1', title: '好' }])
  })
})

describe('what a card says', () => {
  const shown = card(
    [
      { type: 'TextBlock', text: '**影响** [订单](https://x.example)' },
      {
        type: 'RichTextBlock',
        inlines: ['看 ', { type: 'Mention', userId: 'u_chenyu', text: '@陈屿' }, { type: 'TextRun', text: ' 谢谢' }],
      },
      { type: 'FactSet', facts: [{ title: '级别', value: 'P1' }] },
    ],
    { header: { title: '支付回调' }, footer: { text: '何清接手' } },
  ) as Card

  it('is its text, with whom it mentions where', () => {
    const { text, mentions } = cardText(shown)
    expect(text).toBe('支付回调\n影响 订单\n看 @陈屿 谢谢\n级别 P1\n何清接手')
    expect(mentions.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(['@陈屿'])
    const content = contentSchema.parse({ type: 'card', card: shown })
    expect(contentText(content)).toBe(text)
    expect(contentMentions(content)).toEqual(mentions)
  })

  it('is the same when it is sent on, without what can be done and without calling anybody', () => {
    const dead = deadCard({
      ...shown,
      actions: [
        { type: 'Action.Submit', title: '好' },
        { type: 'Action.OpenUrl', url: 'https://x.example' },
      ],
    })
    expect(cardText(dead)).toEqual({ text: cardText(shown).text, mentions: [] })
    expect(dead.actions).toEqual([{ type: 'Action.OpenUrl', url: 'https://x.example' }])
  })
})

describe('the Markdown of cards', () => {
  it.each([
    ['a **b** c', [{ text: 'a ' }, { text: 'b', bold: true }, { text: ' c' }]],
    ['_a_ *b*', [{ text: 'a', italic: true }, { text: ' ' }, { text: 'b', italic: true }]],
    [
      '**a *b* c**',
      [
        { text: 'a ', bold: true },
        { text: 'b', bold: true, italic: true },
        { text: ' c', bold: true },
      ],
    ],
    ['snake_case_name 2 * 3 * 4', [{ text: 'snake_case_name 2 * 3 * 4' }]],
    [
      '[a **b**](https://x.example/a_(b)) c',
      [
        { text: 'a ', href: 'https://x.example/a_(b)' },
        { text: 'b', bold: true, href: 'https://x.example/a_(b)' },
        { text: ' c' },
      ],
    ],
    ['\\*a\\* \\[b\\](c)', [{ text: '*a* [b](c)' }]],
    ['**a', [{ text: '**a' }]],
  ])('%s', (line, runs) => {
    expect(markdownRuns(line)).toEqual(runs)
  })

  it('shows what was escaped as it was', () => {
    for (const text of ['*a* _b_ [c](d) `e`', '- a\n1. b\n\\', '**', '[x](javascript:1)'])
      expect(plainMarkdown(escapeMarkdown(text))).toBe(text)
  })

  it('does not go over the same marks again and again', () => {
    const line = '**a '.repeat(20_000) + '['.repeat(20_000)
    expect(
      markdownRuns(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line)
  })

  it('nor does it within other marks', () => {
    const line = `**_*__${'*a _b '.repeat(1_000)}__*_**`
    const looked = vi.spyOn(String.prototype, 'indexOf')
    const text = markdownRuns(line).map(run => run.text)
    const times = looked.mock.calls.length
    looked.mockRestore()
    expect(text.join('')).toContain('a _b *a _b')
    expect(times).toBeLessThan(line.length)
  })
})
