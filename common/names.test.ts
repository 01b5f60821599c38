import { describe, expect, it } from 'vitest'
import { hueOf, initial, initials, nameIn, otherName } from './names.ts'

const zhou = { name: '周野', latinName: 'Ye Zhou' }
const su = { name: '苏禾', latinName: '' }

describe('names', () => {
  it('are in the reader’s script, or in the only one there is', () => {
    expect([nameIn(zhou, 'zh'), nameIn(zhou, 'en'), nameIn(su, 'en')]).toEqual(['周野', 'Ye Zhou', '苏禾'])
    expect([otherName(zhou, 'zh'), otherName(zhou, 'en'), otherName(su, 'en')]).toEqual(['Ye Zhou', '周野', ''])
  })

  it('leave out of an avatar what stands in brackets behind a name', () => {
    expect([
      initials('韩立（恒立电子）'),
      initials('Lin Wei-Han (Hanmei Motors)'),
      initial('韩立（恒立电子）'),
    ]).toEqual(['韩立', 'LW', '立'])
    expect(initials('（恒立电子）')).toBe('电子')
  })

  it('give the text of the avatar: the last two Han characters or two initials', () => {
    expect([initials('欧阳若水'), initials('许知远'), initials('Maya de Ortiz'), initials('bot')]).toEqual([
      '若水',
      '知远',
      'MD',
      'B',
    ])
    expect([initial('周野'), initial('Maya Ortiz')]).toEqual(['野', 'M'])
  })

  it('are cut between characters as a person sees them', () => {
    expect([initials('👨‍👩‍👧 Ortiz'), initial('🇨🇳 队'), initial('e\u0301va')]).toEqual(['👨‍👩‍👧O', '队', 'E\u0301'])
    expect([initials('葛\u{e0100}城'), initial('周葛\u{e0100}')]).toEqual(['葛\u{e0100}城', '葛\u{e0100}'])
  })

  it('are shown without characters that only control', () => {
    const spoof = { name: '周\u202e野', latinName: 'Ye\u2066 Zhou' }
    expect([nameIn(spoof, 'zh'), nameIn(spoof, 'en'), otherName(spoof, 'en')]).toEqual(['周野', 'Ye Zhou', '周野'])
  })

  it('have one hue of eight for an id', () => {
    expect(hueOf('zy')).toBe(hueOf('zy'))
    for (const id of ['', 'a', '周野', 'a-long-id_9']) expect(hueOf(id)).toBeGreaterThanOrEqual(1)
    for (const id of ['', 'a', '周野', 'a-long-id_9']) expect(hueOf(id)).toBeLessThanOrEqual(8)
  })
})
