import type { CardElement, CardInline, TextRun } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { readMarks, type Style } from './marks.ts'

/** What a text becomes when Markdown finds nothing in it; `rest` as one run each. */
function read(text: string, base?: Style): CardInline[] {
  const marks = readMarks(text, base)
  return marks.inline({ type: 'TextRun', text: marks.text })
}

const run = (text: string, more: Partial<TextRun> = {}): TextRun => ({ type: 'TextRun', text, ...more })

describe('the tags of the Markdown of Feishu', () => {
  it.each<[string, CardInline[]]>([
    ['<at id=ou_1></at>', [{ type: 'Mention', userId: 'id:ou_1', text: '@ou_1' }]],
    ['<at id="ou_1">陈屿</at>好', [{ type: 'Mention', userId: 'id:ou_1', text: '@陈屿' }, run('好')]],
    ['<at id=all></at>', [{ type: 'Mention', userId: 'all', text: '@所有人' }]],
    ['<at id=all/>', [{ type: 'Mention', userId: 'all', text: '@所有人' }]],
    ['<at email=a@b.cn></at>', [{ type: 'Mention', userId: 'mail:a@b.cn', text: '@a@b.cn' }]],
    [
      '<at ids=ou_1,ou_2></at>',
      [
        { type: 'Mention', userId: 'id:ou_1', text: '@ou_1' },
        run(' '),
        { type: 'Mention', userId: 'id:ou_2', text: '@ou_2' },
      ],
    ],
    ["<font color='red'>坏</font>了", [run('坏', { color: 'attention' }), run('了')]],
    [
      "<font color='green'>a<font color='grey'>b</font>c</font>",
      [run('a', { color: 'good' }), run('b', { isSubtle: true }), run('c', { color: 'good' })],
    ],
    ["<text_tag color='blue'>P1</text_tag>", [run('P1', { highlight: true, color: 'accent' })]],
    ["<number_tag background_color='grey'>3</number_tag>", [run('3', { highlight: true, weight: 'bolder' })]],
    [
      "<link icon='chat_outlined' url='https://a.example/?a=1&amp;b=2' pc_url=''>战略</link>",
      [run('战略', { selectAction: { type: 'Action.OpenUrl', url: 'https://a.example/?a=1&b=2' } })],
    ],
    ["<a href='javascript:x'>看</a>", [run('看')]],
    ["<local_datetime millisecond='1699341315000'></local_datetime>", [run('2023-11-07 15:15')]],
    ['完成 :DONE: a:DONE:b :NOSUCH: 12:30:45', [run('完成 '), run('✅'), run(' a:DONE:b :NOSUCH: 12:30:45')]],
    ['甲<br>乙', [run('甲'), run('\n'), run('乙')]],
    ['![图](img_v2_1) ![](img_2)', [run('[图]'), run(' '), run('[图片]')]],
    ['<script>alert(1)</script><b>x</b>', [run('<script>alert(1)</script><b>x</b>')]],
    ['<at></at><at id=../x></at><text_tag></text_tag>', [run('<at></at><at id=../x></at><text_tag></text_tag>')]],
    ['<text_tag>没有结尾', [run('<text_tag>没有结尾')]],
    ['\ue0000\ue001<at id=ou_1></at>', [run('0'), { type: 'Mention', userId: 'id:ou_1', text: '@ou_1' }]],
  ])('reads %j', (text, inlines) => {
    expect(read(text)).toEqual(inlines)
  })

  it('leaves no Markdown of a tag to be read', () => {
    const { text } = readMarks('<text_tag>**b**</text_tag><link url="https://a.example/">[x](https://b.example)</link>')
    expect(text).not.toMatch(/[*[\]()]/)
  })

  it('keeps a mark apart from an address before it', () => {
    expect(readMarks('https://a.example<at id=ou_1></at>').text).toMatch(/^https:\/\/a\.example /)
  })

  it('keeps how a run is written, over how all of it is', () => {
    const marks = readMarks('a<at id=ou_1></at>:OK:', { size: 'small', weight: 'lighter' })
    expect(marks.inline({ type: 'TextRun', text: marks.text, weight: 'bolder', italic: true })).toEqual([
      run('a', { size: 'small', weight: 'bolder', italic: true }),
      { type: 'Mention', userId: 'id:ou_1', text: '@ou_1' },
      run('👌', { size: 'small', weight: 'bolder', italic: true }),
    ])
  })

  it('keeps a colour over several runs', () => {
    const marks = readMarks("<font color='red'>a **b**</font> c")
    const [before = '', after = ''] = marks.text.split('**b**')
    const inlines = [
      ...marks.inline(run(before)),
      ...marks.inline(run('b', { weight: 'bolder' })),
      ...marks.inline(run(after)),
    ]
    expect(inlines).toEqual([
      run('a ', { color: 'attention' }),
      run('b', { color: 'attention', weight: 'bolder' }),
      run(' c'),
    ])
  })

  it('shows a tag within code as it is written', () => {
    const written = '<at id=all></at> :OK:'
    const marks = readMarks(written)
    expect(marks.inline({ type: 'TextRun', text: marks.text, fontType: 'monospace' })).toEqual([
      run(written, { fontType: 'monospace' }),
    ])
    const codes = (text: string): CardElement[] => [
      { type: 'CodeBlock', codeSnippet: text },
      { type: 'RichTextBlock', inlines: [run(text, { fontType: 'monospace' })] },
    ]
    expect(marks.settled(codes(marks.text))).toEqual(codes(written))
  })

  it('leaves no mark where the elements are texts, and no link that holds one', () => {
    const marks = readMarks('<at id=ou_1>a*b*</at>')
    const url = `https://a.example/${marks.text}`
    expect(
      marks.settled([
        { type: 'TextBlock', text: `**x** ${marks.text}` },
        { type: 'FactSet', facts: [{ title: marks.text, value: marks.text }] },
        { type: 'Image', url, altText: marks.text },
        { type: 'RichTextBlock', inlines: [marks.text, run('x', { selectAction: { type: 'Action.OpenUrl', url } })] },
        { type: 'RichTextBlock', inlines: [] },
        { type: 'Container', items: [{ type: 'TextBlock', text: marks.text }] },
      ]),
    ).toEqual([
      { type: 'TextBlock', text: '**x** @a\\*b\\*' },
      { type: 'FactSet', facts: [{ title: '@a\\*b\\*', value: '@a\\*b\\*' }] },
      { type: 'Image', url: 'https://a.example/', altText: '@a*b*' },
      {
        type: 'RichTextBlock',
        inlines: ['@a*b*', run('x', { selectAction: { type: 'Action.OpenUrl', url: 'https://a.example/' } })],
      },
      { type: 'Container', items: [{ type: 'TextBlock', text: '@a\\*b\\*' }] },
    ])
  })
})
