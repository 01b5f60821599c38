import { type CardElement, type CardInline, cardText, limits, writtenCardSchema } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkOf, pictureOf } from './addresses.ts'
import { fitElements } from './fit.ts'
import { type MarkdownOptions, markdownElements } from './markdown.ts'
import { fontStyle } from './markdown-inlines.ts'

const line = (...inlines: CardInline[]) => ({ type: 'RichTextBlock', inlines })
const run = (text: string, style: object) => ({ type: 'TextRun' as const, text, ...style })
const link = (text: string, url: string) =>
  run(text, { color: 'accent', selectAction: { type: 'Action.OpenUrl', url } }) as CardInline
const textOf = (body: CardElement[]) => cardText({ type: 'AdaptiveCard', body }).text

function expectValid(body: CardElement[]) {
  expect(writtenCardSchema.safeParse({ type: 'AdaptiveCard', body }).error?.issues).toBeUndefined()
}

describe('Markdown of other systems', () => {
  const cases: [string, string, unknown[]][] = [
    ['a paragraph with its line ends', 'a\nb\n\nc', [line('a\nb'), line('c')]],
    [
      'bold and italic',
      '**b** *i* __c__',
      [line(run('b', { weight: 'bolder' }), ' ', run('i', { italic: true }), ' ', run('c', { weight: 'bolder' }))],
    ],
    [
      'bold beside Chinese punctuation',
      '**标题：**内容**“引”**尾',
      [line(run('标题：', { weight: 'bolder' }), '内容', run('“引”', { weight: 'bolder' }), '尾')],
    ],
    ['struck out, but no ranges', '~~x~~ 10~20 30~40', [line(run('x', { strikethrough: true }), ' 10~20 30~40')]],
    ['code', '`a*b*` <b>', [line(run('a*b*', { fontType: 'monospace' }), ' <b>')]],
    [
      'a link, bold in it',
      '[a **b**](https://x.example/?a=1&amp;b=2)',
      [
        line(
          link('a ', 'https://x.example/?a=1&b=2'),
          run('b', {
            weight: 'bolder',
            color: 'accent',
            selectAction: { type: 'Action.OpenUrl', url: 'https://x.example/?a=1&b=2' },
          }),
        ),
      ],
    ],
    [
      'a bare address before Chinese',
      '看https://x.example/a，请',
      [line('看', link('https://x.example/a', 'https://x.example/a'), '，请')],
    ],
    [
      'headings',
      '# 大 [x]\n#### 小',
      [
        { type: 'TextBlock', text: '大 \\[x\\]', wrap: true, style: 'heading', size: 'extraLarge', weight: 'bolder' },
        { type: 'TextBlock', text: '小', wrap: true, style: 'heading', size: 'default', weight: 'bolder' },
      ],
    ],
    [
      'a heading with code',
      '## `x` y',
      [
        line(
          run('x', { size: 'large', weight: 'bolder', fontType: 'monospace' }),
          run(' y', { size: 'large', weight: 'bolder' }),
        ),
      ],
    ],
    [
      'lists within lists',
      '- a\n  1. b\n- [x] **c**\n- [ ] d',
      [
        line('• a'),
        { ...line('\u20031. b'), spacing: 'small' },
        { ...line('☑ ', run('c', { weight: 'bolder' })), spacing: 'small' },
        { ...line('☐ d'), spacing: 'small' },
      ],
    ],
    [
      'quotes, also within quotes',
      '> a\n>> b\n\n> c',
      [
        {
          type: 'Container',
          style: 'emphasis',
          items: [line('a'), { type: 'Container', style: 'emphasis', items: [line('b')] }, line('c')],
        },
      ],
    ],
    ['fenced code', '```ts title=x\nlet *a*\n```', [{ type: 'CodeBlock', codeSnippet: 'let *a*', language: 'ts' }]],
    ['no code by indentation', '    a\n\tb', [line('a\n\tb')]],
    ['a rule', 'a\n\n---\n\nb\n\n---', [line('a'), { ...line('b'), separator: true }]],
    [
      'a table',
      '|姓名|尺寸|\n|:--|--:|\n|张三|**S**|\n|李四||',
      [
        {
          type: 'Table',
          firstRowAsHeader: true,
          columns: [
            { width: 1, horizontalCellContentAlignment: 'left' },
            { width: 1, horizontalCellContentAlignment: 'right' },
          ],
          rows: [['姓名', '尺寸'], ['张三', run('S', { weight: 'bolder' })], ['李四']].map(cells => ({
            type: 'TableRow',
            cells: [0, 1].map(at => ({ type: 'TableCell', items: cells[at] ? [line(cells[at])] : [] })),
          })),
        },
      ],
    ],
    [
      'a picture within a text',
      'a ![图](https://x.example/p.png) b',
      [line('a'), { type: 'Image', url: 'https://x.example/p.png', altText: '图' }, line('b')],
    ],
    [
      'a picture that is a link',
      '[![](https://x.example/p.png)](https://x.example)',
      [
        {
          type: 'Image',
          url: 'https://x.example/p.png',
          selectAction: { type: 'Action.OpenUrl', url: 'https://x.example' },
        },
      ],
    ],
    [
      'tags of chats',
      '<font color="info">a **b**</font> <u>c</u><br>d</font>',
      [
        line(
          run('a ', { color: 'good' }),
          run('b', { weight: 'bolder', color: 'good' }),
          ' ',
          run('c', { underline: true }),
          '\nd',
        ),
      ],
    ],
    [
      'entities',
      '&lt;at&gt; &#20013; &amp;lt; `&lt;`',
      [line('<at> 中 &lt; ', run('&lt;', { fontType: 'monospace' }))],
    ],
    [
      'what looks like a definition of a link',
      '[警告]: https://x.example',
      [line('[警告]: ', link('https://x.example', 'https://x.example'))],
    ],
    ['nothing', ' \n\n', []],
  ]
  it.each(cases)('shows %s', (_what, markdown, elements) => {
    const shown = markdownElements(markdown)
    expect(shown).toEqual(elements)
    expectValid(shown)
  })

  it.each([
    ['info', { color: 'good' }],
    ['comment', { isSubtle: true }],
    ['warning', { color: 'warning' }],
    ['RED', { color: 'attention' }],
    ['grey', { isSubtle: true }],
    ['#f00', { color: 'attention' }],
    ['#00B42A', { color: 'good' }],
    ['#FF7D00', { color: 'warning' }],
    ['#1677ff', { color: 'accent' }],
    ['#888888', { isSubtle: true }],
    ['#000', { color: 'dark' }],
    ['constructor', {}],
  ])('has a colour for %s', (color, style) => {
    expect(fontStyle(color)).toEqual(style)
  })

  it('gives the marks of a dialect whole, and code never', () => {
    const given: string[] = []
    const options: MarkdownOptions = {
      inline(text) {
        given.push(text.text)
        return /^<@/.test(text.text) ? [{ type: 'Mention', userId: 'u1', text: '@x' }] : [text]
      },
    }
    const shown = markdownElements('hi <@a_b_c> `<@code>` <at id=7>李</at>', options)
    expect(given).toEqual(['hi ', '<@a_b_c>', ' ', ' ', '<at id=7>李</at>'])
    expect(shown).toEqual([
      line(
        'hi ',
        { type: 'Mention', userId: 'u1', text: '@x' },
        ' ',
        run('<@code>', { fontType: 'monospace' }),
        ' <at id=7>李</at>',
      ),
    ])
  })

  it('shows tags as text where the dialect has none', () => {
    expect(textOf(markdownElements('<font color="info">a</font><br>', { tags: false }))).toBe(
      '<font color="info">a</font><br>',
    )
  })
})

describe('Markdown that attacks', () => {
  it.each([
    ['[x](javascript:alert(1))', 'x'],
    ['[x](java&#115;cript:alert(1))', 'x'],
    ['[x](data:text/html,<b>)', 'x'],
    ['[x](https://user:pass@x.example)', 'x'],
    ['![x](file:///etc/passwd)', 'x'],
    ['![x](data:image/svg+xml,a)', 'x'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['<div>\n**x**', '<div>\nx'],
    ['<!-- a -->', '<!-- a -->'],
    ['@all <@all> <at id=all></at>', '@all <@all> <at id=all></at>'],
    ['\\[x\\](javascript:1)', '[x](javascript:1)'],
  ])('is no more than text: %s', (markdown, text) => {
    const shown = markdownElements(markdown)
    expect(textOf(shown).replace(/\n+/g, '\n')).toBe(text)
    expect(JSON.stringify(shown)).not.toContain('selectAction')
    expect(JSON.stringify(shown)).not.toMatch(/"(Image|Mention)"/)
  })

  it('does not become Markdown of ours in a heading', () => {
    const [shown] = markdownElements('# \\[x\\](mailto:a) \\*\\*b\\*\\*')
    expect(shown).toMatchObject({ type: 'TextBlock' })
    expect(textOf(shown ? [shown] : [])).toBe('[x](mailto:a) **b**')
  })

  const long = (piece: string, most = 4_000) => piece.repeat(Math.ceil(most / piece.length))
  it.each([
    '> ',
    '>',
    '- ',
    '- + * ',
    '1. ',
    '* a\n  ',
    '*a ',
    '**a',
    '**一：**',
    'a*',
    '*a_b',
    '~~a',
    '[',
    '![',
    '[a](b',
    '<',
    '`',
    '`a ',
    '|',
    '|-',
    '# ',
    '# a\n',
    'a\n\n',
    '![a](http://b.example/)',
    '[a](http://b.example/)',
    '<u>',
    '<font color=red>a',
    '"',
    '\\',
    '&',
    '\u0000',
    '\ud800',
    '😀',
    '<@a>',
    '<at ',
    '- a\n',
    '---|-|\n~\n',
    'a\n---\n',
    '```\n',
  ])('is bounded and valid: %j many times', piece => {
    for (const markdown of [long(piece, 30_000), `|a|\n|-|\n${long(`|${piece}|\n`)}`, `> - > ${long(piece)}`]) {
      const shown = markdownElements(markdown)
      expectValid(shown)
      expect(JSON.stringify(shown).length).toBeLessThan(limits.cardChars - 10_000)
    }
  })

  it('is valid, whatever it is', () => {
    const pieces = fc.constantFrom(
      '**',
      '*',
      '_',
      '~~',
      '`',
      '```',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '    ',
      '|',
      '|-|\n',
      '# ',
      '[',
      '](',
      ')',
      '![',
      'https://x.example',
      'javascript:',
      '<font color="#f00">',
      '</font>',
      '<u>',
      '<br>',
      '<@a>',
      '&lt;',
      '\\',
      '---',
      '中文',
      'a',
      ' ',
      '\t',
      '😀',
      '\ud800',
      '\u0000',
      '\u202e',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 60 }), parts => {
        expectValid(markdownElements(parts.join('')))
      }),
      { numRuns: 60 },
    )
  })
})

describe('what does not fit', () => {
  it('stays as text, and is said', () => {
    const lost: string[] = []
    const markdown = Array.from({ length: 400 }, (_, index) => `第 ${index} 行`).join('\n\n')
    const shown = markdownElements(markdown, { lost })
    expect(shown.length).toBeLessThanOrEqual(limits.cardItems)
    expect(textOf(shown)).toContain('第 399 行')
    expect(lost).toEqual(['more than fits into a card: the rest is shown as text'])
  })

  it('is cut at whole characters where even its text is too long', () => {
    const lost: string[] = []
    const body = Array.from({ length: 20 }, () => ({ type: 'RichTextBlock' as const, inlines: ['👨‍👩‍👧'.repeat(500)] }))
    const shown = fitElements(body, lost, { items: 10, chars: 20_000 })
    expect(JSON.stringify(shown).length).toBeLessThanOrEqual(20_000)
    expect(textOf(shown)).toMatch(/(👨‍👩‍👧|^)…$/u)
    expect(lost).toHaveLength(2)
  })
})

describe('addresses', () => {
  it.each([
    ['https://x.example/a ', 'https://x.example/a'],
    ['www.qq.com', 'http://www.qq.com'],
    ['qq.com/a?b', 'http://qq.com/a?b'],
    ['mailto:a@x.example', 'mailto:a@x.example'],
    ['javascript:alert(1)', null],
    ['//x.example', null],
    ['/a', null],
    ['', null],
    [`https://x.example/${'a'.repeat(2_000)}`, null],
  ])('may be opened or not: %s', (address, link) => {
    expect(linkOf(address)).toBe(link)
  })

  it('of a picture are of the web', () => {
    expect(pictureOf('mailto:a@x.example')).toBeNull()
    expect(pictureOf('https://x.example/p.png')).toBe('https://x.example/p.png')
  })
})
