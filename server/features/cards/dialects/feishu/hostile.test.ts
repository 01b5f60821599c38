import { cardText } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../converted.ts'
import { actionsOf, cardOf, nodesOf, of1, of2 } from './feishu.testing.ts'

describe('hostile cards of Feishu', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', 'lark://client', 'https://u:p@a.example/', ' ', 'x'])(
    'a button does not lead to %j',
    url => {
      const { card } = cardOf(
        of1(
          { tag: 'button', text: { tag: 'plain_text', content: '点' }, url },
          { tag: 'markdown', content: `<link url='${url}'>链</link>` },
          { tag: 'column_set', action: { multi_url: { url } }, columns: [{ elements: [{ tag: 'div', text: '列' }] }] },
        ),
      )
      expect(actionsOf(card).filter(({ type }) => type === 'Action.OpenUrl')).toEqual([])
      expect(cardText(card).text).toContain('链')
    },
  )

  it('plain text is never Markdown', () => {
    const evil = '**b** [x](https://evil.example) <at id=all></at> :OK:'
    const { card } = cardOf(
      of1(
        { tag: 'div', text: { tag: 'plain_text', content: evil } },
        { tag: 'table', columns: [{ name: 'a', display_name: evil, data_type: 'text' }], rows: [{ a: evil }] },
        { tag: 'note', elements: [{ tag: 'plain_text', content: evil }] },
      ),
    )
    expect(cardText(card)).toEqual({ text: [evil, evil, evil, evil].join('\n'), mentions: [] })
    expect(actionsOf(card)).toEqual([])
  })

  it('pictures are keys or addresses of the web', () => {
    const keys = ['file:///etc/passwd', 'data:image/png;base64,x', 'https://a.example/b.png', 'img_1', '']
    const { card } = cardOf(
      of1({ tag: 'div', text: '有' }, { tag: 'img_combination', img_list: keys.map(img_key => ({ img_key })) }),
    )
    expect(nodesOf(card, 'Image').map(({ url }) => url)).toEqual(['https://a.example/b.png', 'image_key:img_1'])
  })

  it('a table of many cells is cut where the card is full', () => {
    const columns = Array.from({ length: 40 }, (_, index) => ({ name: `c${index}`, display_name: `列${index}` }))
    const rows = Array.from({ length: 60 }, () => Object.fromEntries(columns.map(({ name }) => [name, 1])))
    const { card, lost } = cardOf(of1({ tag: 'table', columns, rows }, { tag: 'div', text: '后' }))
    const [table] = card.body ?? []
    expect(table?.type === 'Table' && table.rows.length).toBeGreaterThan(10)
    expect(lost).toEqual(['the card is longer than 65536 characters: what no longer fits is left out'])
  })

  it('columns in columns without end lose their frames, not their words', () => {
    let element: JsonObject = { tag: 'div', text: { tag: 'plain_text', content: '底' } }
    for (let depth = 0; depth < 15; depth++)
      element = { tag: 'column_set', columns: [{ tag: 'column', elements: [element] }] }
    const { card, lost } = cardOf(of2(element))
    expect(cardText(card).text).toBe('底')
    expect(lost[0]).toMatch(/deeper than a card can be/)
  })

  it.each<[string, JsonObject]>([
    ['texts', { tag: 'div', text: '"\\\n' }],
    ['short fields', { tag: 'div', fields: [1, 2].map(() => ({ is_short: true, text: { content: 'a' } })) }],
    ['buttons', { tag: 'button', text: 'a' }],
    ['buttons beside texts', { tag: 'div', text: 'a', extra: { tag: 'button', text: 'b' } }],
    [
      'rules',
      { tag: 'column_set', columns: [{ elements: [{ tag: 'hr' }, { tag: 'hr' }, { tag: 'div', text: 'a' }] }] },
    ],
    ['inputs', { tag: 'input', name: 'n'.repeat(240) }],
    ['people', { tag: 'person_list', persons: ['a', 'b', 'c'] }],
    ['colours', { tag: 'markdown', content: '<font color=red>a</font>'.repeat(20) }],
    ['panels', { tag: 'collapsible_panel', elements: [{ tag: 'hr' }, { tag: 'div', text: 'a' }] }],
    ['pictures', { tag: 'img_combination', img_list: Array(20).fill({ img_key: 'a' }) }],
    ['forms', { tag: 'form', elements: [{ tag: 'input' }, { tag: 'button', form_action_type: 'submit' }] }],
  ])('%s that fill what Feishu takes fit into a card', (_name, element) => {
    const count = Math.floor(30_000 / (JSON.stringify(element).length + 1))
    const elements = Array(count).fill(element) as JsonObject[]
    cardOf(of1(...elements))
    cardOf(of1({ tag: 'form', name: 'f'.repeat(200), elements: elements.slice(0, Math.floor(count * 0.9)) }))
    // A list of a card has at most so many: columns hold more.
    const columns = Array.from({ length: 10 }, () => ({ elements: elements.slice(0, Math.floor(count / 11)) }))
    cardOf(of2({ tag: 'column_set', columns }))
  })

  it('a form of many inputs, which several buttons send, fits into a card', () => {
    const inputs = Array.from({ length: 90 }, (_, index) => ({ tag: 'input', name: `${index}${'n'.repeat(200)}` }))
    const buttons = Array(40).fill({ tag: 'button', text: '交', form_action_type: 'submit' })
    const { card } = cardOf(of2({ tag: 'form', name: 'f', elements: [...inputs, ...buttons] }))
    expect(nodesOf(card, 'Input.Text')).toHaveLength(90)
  })

  it.each<[string, JsonObject]>([
    ['a button with a value', { tag: 'button', text: '底', value: { a: { b: { c: { d: { e: { f: 1 } } } } } } }],
    [
      'a button beside a text',
      { tag: 'div', text: '底', extra: { tag: 'button', text: 'b', value: { a: [{ b: 1 }] } } },
    ],
    [
      'a link in a table',
      { tag: 'table', columns: [{ name: 'a', data_type: 'lark_md' }], rows: [{ a: '底 > [x](https://a.example)' }] },
    ],
    ['Markdown', { tag: 'markdown', content: '底\n> > > - a\n\n| a |\n|-|\n| [x](https://a.example) |' }],
    ['an input', { tag: 'input', name: '底', label: '底', value: { a: 1 }, confirm: { title: 'a', text: 'b' } }],
  ])('%s fits into a card at any depth', (_name, element) => {
    const frames: ((inner: JsonObject) => JsonObject)[] = [
      inner => ({
        tag: 'column_set',
        columns: [{ elements: [inner], action: { multi_url: { url: 'https://a.example' } } }],
      }),
      inner => ({
        tag: 'interactive_container',
        elements: [inner],
        behaviors: [{ type: 'callback', value: { a: [{}] } }],
      }),
      inner => ({ tag: 'collapsible_panel', elements: [inner] }),
      inner => ({ tag: 'form', elements: [inner] }),
    ]
    for (const [index, frame] of frames.entries()) {
      let inner = element
      for (let depth = 0; depth < 12; depth++) {
        const { card } = cardOf(of2(inner))
        expect(cardText(card).text + JSON.stringify(actionsOf(card))).toContain('底')
        inner = (depth % 3 === 0 ? (frames[(index + depth) % 4] ?? frame) : frame)(inner)
      }
    }
  })
})
