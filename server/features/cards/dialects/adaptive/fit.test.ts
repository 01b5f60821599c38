import { type Card, cardText, mapCard, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { importAdaptiveCard } from '../adaptive.ts'

const card = (body: unknown, rest: object = {}) => ({ type: 'AdaptiveCard', version: '1.5', body, ...rest })
const imported = (body: unknown, rest: object = {}) => importAdaptiveCard(card(body, rest))

/** A card whose people have been looked up. */
function resolved(unresolved: Card): Card {
  return mapCard(unresolved, node => (node.type === 'Mention' ? { ...node, userId: 'u_1' } : node)) ?? unresolved
}
const problems = (read: Card) => writtenCardSchema.safeParse(resolved(read)).error?.issues ?? []

describe('limits', () => {
  const nested = (levels: number, inner: unknown): unknown =>
    levels === 0 ? inner : { type: 'Container', items: [nested(levels - 1, inner)] }

  it.each([3, 8, 9, 10, 30, 3_000])(
    '%i containers in each other keep what they say as long as there is room',
    levels => {
      const { card: found } = imported([nested(levels, { type: 'FactSet', facts: [{ title: 'a', value: 'b' }] })])
      expect(problems(found)).toEqual([])
      if (levels < 30) expect(cardText(found).text.replace('\n', ' ')).toBe('a b')
    },
  )

  it.each([
    ['many elements', Array.from({ length: 5_000 }, (_, n) => ({ type: 'TextBlock', text: `${n} ${'x'.repeat(50)}` }))],
    ['long texts', Array.from({ length: 9 }, () => ({ type: 'TextBlock', text: '漢'.repeat(20_000) }))],
    [
      'one large container',
      [
        {
          type: 'Container',
          items: Array.from({ length: 100 }, (_, n) => ({ type: 'TextBlock', text: `${n} ${'x'.repeat(1_000)}` })),
        },
      ],
    ],
    [
      'pictures',
      [
        { type: 'TextBlock', text: '0 ' },
        ...Array.from({ length: 4 }, () => ({ type: 'Image', url: `data:image/png;base64,${'A'.repeat(40_000)}` })),
      ],
    ],
  ])('%s are cut, and the beginning stays', (_what, body) => {
    const { card: found, lost } = imported(body)
    expect(problems(found)).toEqual([])
    expect(cardText(found).text).toMatch(/^(?:0 |漢)/)
    expect(lost.length).toBeGreaterThan(0)
  })

  it('keeps no data that is deeper than a card', () => {
    let data: unknown = 1
    for (let level = 0; level < 500; level++) data = { data }
    const { card: found, lost } = imported([], { actions: [{ type: 'Action.Submit', data }] })
    expect(problems(found)).toEqual([])
    expect(lost).toEqual(['actions[0].data: is nested too deep to be kept'])
  })

  it.each(['size', 'text', 'wrap', 'id', 'maxLines', 'isVisible', 'requires', 'fallback', 'items', 'height', 'other'])(
    'a %s that is nested without end is passed over',
    name => {
      const deep: unknown = JSON.parse(`${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`)
      for (const type of ['TextBlock', 'Container', 'Input.Number', 'Action.OpenUrl', 'Chart.Line'])
        expect(problems(imported([{ type, [name]: deep }], { [name]: deep }).card)).toEqual([])
    },
  )

  it.each([7, 8, 9])('a table in %i containers has cells that can be pressed, or is text', levels => {
    const selectAction = { type: 'Action.ToggleVisibility', targetElements: [{ elementId: 'a', isVisible: true }] }
    const cell = { type: 'TableCell', items: [{ type: 'TextBlock', text: 'x' }], selectAction }
    const { card: found } = imported([nested(levels, { type: 'Table', rows: [{ cells: [cell] }] })])
    expect(problems(found)).toEqual([])
    expect(cardText(found).text).toBe('x')
  })

  it('says no more than a hundred things that were lost', () => {
    const { lost } = imported(Array.from({ length: 150 }, () => ({ type: 'TextBlock', text: '', a: 1 })))
    expect(lost).toHaveLength(101)
    expect(lost.at(-1)).toBe('and 50 more')
  })
})
