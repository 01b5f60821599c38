import { expect, it } from 'vitest'
import { textOfHtml } from './paste.ts'

type Part = string | { name: string; mention?: string; parts: Part[] }
const el = (name: string, ...parts: Part[]): Part => ({ name, parts })
const mention = (userId: string, label: string): Part => ({ name: 'SPAN', mention: userId, parts: [label] })

/** The nodes that a browser would make. */
function node(part: Part): Parameters<typeof textOfHtml>[0] {
  if (typeof part === 'string') return { nodeType: 3, nodeName: '#text', nodeValue: part, childNodes: [] }
  return {
    nodeType: 1,
    nodeName: part.name,
    nodeValue: null,
    childNodes: part.parts.map(node),
    getAttribute: name => (name === 'data-mention' ? (part.mention ?? null) : null),
  }
}
const names: Record<string, string> = { zhouye: '周野', all: '所有人' }
const read = (...parts: Part[]) => textOfHtml(node(el('BODY', ...parts)), id => names[id] ?? null)

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
    read(
      el('STYLE', 'p {}'),
      el('P', ' 一  二\n三 '),
      el('DIV', el('P', 'a', el('BR'), 'b')),
      el('UL', el('LI', 'c'), el('LI', 'd')),
    ).text,
  ).toBe('一 二 三\na\nb\nc\nd')
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
