import { describe, expect, it } from 'vitest'
import { composedTextOf } from '../composer-text.ts'
import { textOf } from './document.ts'
import { documentOfHtml, type ReadNode } from './paste-html.ts'

type Part = string | { name: string; attrs?: Record<string, string>; parts: Part[] }
const el = (name: string, ...parts: Part[]): Part => ({ name, parts })
const having = (name: string, attrs: Record<string, string>, ...parts: Part[]): Part => ({ name, attrs, parts })
const mention = (userId: string, label: string) => having('SPAN', { 'data-mention': userId }, label)

/** The nodes that a browser would make. */
function node(part: Part): ReadNode {
  if (typeof part === 'string') return { nodeType: 3, nodeName: '#text', nodeValue: part, childNodes: [] }
  return {
    nodeType: 1,
    nodeName: part.name,
    nodeValue: null,
    childNodes: part.parts.map(node),
    getAttribute: name => part.attrs?.[name] ?? null,
  }
}
const names: Record<string, string> = { zhouye: '周野', all: '所有人' }
const documentOf = (...parts: Part[]) => documentOfHtml(node(el('BODY', ...parts)), id => names[id] ?? null)
const read = (...parts: Part[]) => composedTextOf(documentOf(...parts))

it('a table pastes as lines and tabs', () => {
  const row = (...cells: string[]) => el('TR', '\n ', ...cells.map(cell => el('TD', ` ${cell} `)), '\n')
  const { text } = read(
    el(
      'TABLE',
      el('THEAD', el('TR', el('TH', '型号'), el('TH', '数量'))),
      el('TBODY', row('Air 2', '120'), row('', '7')),
    ),
  )
  expect(text).toBe('型号\t数量\nAir 2\t120\n\t7')
})

it('a cell is one line, whatever is in it', () => {
  const { text } = read(
    el('TABLE', el('TR', el('TD', el('P', 'a'), el('P', 'b')), el('TD', el('DIV', 'c', el('BR'), 'd')))),
  )
  expect(text).toBe('a b\tc d')
})

it('blocks and breaks are lines, white space runs together, what is not shown is left out', () => {
  expect(
    textOf(
      documentOf(
        el('STYLE', 'p {}'),
        el('P', ' 一  二\n三 '),
        el('DIV', el('P', 'a', el('BR'), 'b')),
        el('UL', el('LI', 'c'), el('LI', 'd')),
      ),
    ),
  ).toBe('一 二 三\na\nb\n• c\n• d')
  expect(read(el('B', 'bold'), ' ', el('I', 'and'), ' more').text).toBe('bold and more')
  expect(read(el('PRE', 'if x:\n    y')).text).toBe('if x:\n    y')
})

it('a mention stays one, by the name that the person has here', () => {
  expect(read(el('P', '请 ', mention('zhouye', '@老周'), ' 看'))).toEqual({
    text: '请 @周野 看',
    mentions: [{ userId: 'zhouye', offset: 2, length: 3 }],
  })
  expect(read(el('P', mention('all', '@all'), '下午好'))).toEqual({
    text: '@所有人下午好',
    mentions: [{ userId: 'all', offset: 0, length: 4 }],
  })
})

it('a mention of somebody who is not here is text', () => {
  expect(read(el('P', mention('stranger', '@周野'), ' 看'))).toEqual({ text: '@周野 看', mentions: [] })
})

describe('formats', () => {
  const words = (text: string, ...marks: string[]) => ({
    type: 'text',
    text,
    ...(marks.length > 0 && { marks: marks.map(type => ({ type })) }),
  })
  const line = (...content: object[]) => ({ type: 'paragraph', content })
  const item = (...content: object[]) => ({ type: 'listItem', content })
  const ordered = (...content: object[]) => ({ type: 'orderedList', attrs: { start: 1 }, content })
  const link = (text: string, href: string) => ({ type: 'text', text, marks: [{ type: 'link', attrs: { href } }] })

  it('of the web: marks, links, lists in lists, quotes, code; headings are bold', () => {
    const anchor = having('A', { href: 'https://a.example/x' }, '里')
    expect(
      documentOf(
        el('H2', '标题'),
        el('P', '先 ', el('B', '看'), ' ', el('EM', el('STRONG', '这')), anchor),
        el('UL', el('LI', '一', el('OL', el('LI', '甲'))), el('OL', el('LI', '乙')), '\n', el('LI', el('P', '二'))),
        el('BLOCKQUOTE', el('P', '引'), el('P', '用')),
        el('PRE', having('CODE', { class: 'hljs language-ts' }, 'if x:\n  y\n')),
        el('P', '用 ', el('CODE', 'npm ', el('B', 'test'))),
      ).content,
    ).toEqual([
      line(words('标题', 'bold')),
      line(words('先 '), words('看 ', 'bold'), words('这', 'italic', 'bold'), link('里', 'https://a.example/x')),
      {
        type: 'bulletList',
        content: [
          item(line(words('一')), ordered(item(line(words('甲')))), ordered(item(line(words('乙'))))),
          item(line(words('二'))),
        ],
      },
      { type: 'blockquote', content: [line(words('引')), line(words('用'))] },
      { type: 'codeBlock', attrs: { language: 'ts' }, content: [words('if x:\n  y')] },
      line(words('用 '), words('npm test', 'code')),
    ])
  })

  it('of Word and WPS: paragraphs with styles are lists, in lists; markers are left out', () => {
    const word = (level: number, marker: string, text: string) =>
      having(
        'P',
        { class: 'MsoListParagraph', style: `margin-left:21.0pt;mso-list:l0 level${level} lfo1` },
        having('SPAN', { lang: 'EN-US' }, having('SPAN', { style: 'mso-list:Ignore' }, marker, el('SPAN', '   '))),
        text,
      )
    const bold = having('SPAN', { style: 'font-weight: 700' }, '要点')
    expect(
      documentOf(
        having('P', { class: 'MsoNormal' }, bold, el('O:P')),
        word(1, '1.', '一'),
        word(2, 'Ø', '甲'),
        word(2, 'Ø', '乙'),
        word(1, '2.', '二'),
        el('P', '完'),
      ).content,
    ).toEqual([
      line(words('要点', 'bold')),
      ordered(
        item(line(words('一')), {
          type: 'bulletList',
          content: [item(line(words('甲'))), item(line(words('乙')))],
        }),
        item(line(words('二'))),
      ),
      line(words('完')),
    ])
  })

  it('of Google Docs: a bold element that says it is not bold is not', () => {
    expect(documentOf(having('B', { style: 'font-weight:normal' }, el('P', '平'))).content).toEqual([line(words('平'))])
  })

  it('of a spreadsheet are none: its cells are text', () => {
    const table = el('TABLE', el('TR', el('TH', el('B', '型号')), having('TD', { style: 'font-weight:700' }, '1')))
    expect(documentOf(table).content).toEqual([line(words('型号\t1'))])
  })

  it('that could do harm are text', () => {
    const anchor = (href: string) => having('A', { href }, 'x')
    expect(
      documentOf(
        el(
          'P',
          anchor('javascript:alert(1)'),
          anchor('data:text/html,x'),
          anchor('https://u:p@a.example'),
          el('X', 'y'),
        ),
        el('SCRIPT', 'alert(1)'),
        having('IMG', { alt: '😀' }),
        having('IMG', { alt: 'a tracking pixel' }),
        having('DIV', { style: 'display:none' }, 'hidden'),
      ).content,
    ).toEqual([line(words('xxxy')), line(words('😀'))])
  })

  it('however deep they are', () => {
    let deep: Part = 'x'
    for (let i = 0; i < 2_000; i++) deep = el('DIV', deep)
    expect(documentOf('a', deep).content).toEqual([line(words('a'))])
  })
})
