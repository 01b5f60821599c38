import { type Card, limits } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { styleOfColor } from './attachment-layout.ts'
import { emojiOf, emojiText, toned } from './emoji.ts'
import { cut, fitCard, fitList, richText, untilFull } from './fit.ts'
import { faultsOf } from './testing.ts'

describe('a colour', () => {
  it.each([
    ['good', 'good'],
    ['danger', 'attention'],
    ['warning', 'warning'],
    ['#36a64f', 'good'],
    ['2EB886', 'good'],
    ['#a30200', 'attention'],
    ['#e01e5a', 'attention'],
    ['#FF8000', 'warning'],
    ['#DAA038', 'warning'],
    ['#439FE0', 'accent'],
    ['#764FA5', 'accent'],
    ['#f00', 'attention'],
    ['#cccccc', 'emphasis'],
    ['#000', 'emphasis'],
    ['', 'emphasis'],
    ['constructor', 'emphasis'],
    ['url(x)', 'emphasis'],
  ])('%j is the style %s', (color, style) => {
    expect(styleOfColor(color)).toBe(style)
  })
})

describe('an emoji', () => {
  it('is found by its name', () => {
    expect(['rocket', '+1', 'flag-cn', 'white_check_mark', 'constructor'].map(emojiOf)).toEqual([
      '🚀',
      '👍',
      '🇨🇳',
      '✅',
      undefined,
    ])
  })

  it('has a skin tone where it can have one', () => {
    expect([toned('👋', 6), toned('🚀', 3), toned('👋', Number.NaN)]).toEqual(['👋🏿', '🚀', '👋'])
    expect(emojiText(':wave::skin-tone-2: a::x::b :rocket::rocket:')).toBe('👋🏻 a::x::b 🚀🚀')
    expect(emojiText('好:nothing:tada: 1:100:2')).toBe('好:nothing:tada: 1:100:2')
    expect(emojiText('好:tada: :nothing :tada:')).toBe('好🎉 :nothing 🎉')
  })
})

describe('what does not fit', () => {
  it('is cut at whole characters', () => {
    expect(cut('ab👨‍👩‍👧', 5)).toBe('ab')
    expect(cut('abc', 3)).toBe('abc')
  })

  it('is in several blocks or containers', () => {
    const inlines = richText(Array.from({ length: 401 }, () => 'x')).map(block => block.inlines.length)
    expect(inlines).toEqual([200, 200, 1])
    const text = { type: 'TextBlock' as const, text: 'x' }
    expect(fitList(Array.from({ length: 401 }, () => text))).toMatchObject([
      { type: 'Container' },
      {},
      { items: [text] },
    ])
  })

  it('is the end of a container', () => {
    const item = { type: 'TextBlock' as const, text: 'x'.repeat(1_000) }
    const card: Card = {
      type: 'AdaptiveCard',
      body: [item, { type: 'Container', items: Array.from({ length: 90 }, () => item) }, item],
    }
    const lost: string[] = []
    const fitted = fitCard(card, lost)
    expect(faultsOf(fitted)).toEqual([])
    expect(JSON.stringify(fitted).length).toBeGreaterThan(limits.cardChars - 2_000)
    expect(fitted.body).toHaveLength(2)
    expect(lost).toEqual(['the end of the card: more than a card may hold'])
  })

  it('is not made', () => {
    const made: number[] = []
    const item = { type: 'TextBlock' as const, text: 'x'.repeat(10_000) }
    const make = (n: number) => {
      made.push(n)
      return [item]
    }
    untilFull([1, 2, 3, 4, 5, 6, 7, 8, 9], make, [])
    expect(made).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
