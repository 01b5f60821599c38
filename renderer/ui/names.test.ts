import { describe, expect, it } from 'vitest'
import { conversationTitle, hueOf, initial, initials, joinNames, nameOf, otherName } from './names.ts'

const zhou = { id: 'zy', name: '周野', latinName: 'Ye Zhou' }
const maya = { id: 'mo', name: 'Maya Ortiz', latinName: '' }

describe('names', () => {
  it('are in the reader’s script, or the only one there is', () => {
    expect([nameOf(zhou, 'zh'), nameOf(zhou, 'en'), nameOf(maya, 'en')]).toEqual(['周野', 'Ye Zhou', 'Maya Ortiz'])
    expect([otherName(zhou, 'zh'), otherName(zhou, 'en'), otherName(maya, 'en')]).toEqual(['Ye Zhou', '周野', ''])
  })

  it('make the picture: the last two Han characters or two initials', () => {
    expect([initials('欧阳若水'), initials('许知远'), initials('Maya de Ortiz'), initials('bot')]).toEqual([
      '若水',
      '知远',
      'MD',
      'B',
    ])
    expect([initial('周野'), initial('Maya Ortiz')]).toEqual(['野', 'M'])
  })

  it('make the title of a conversation that has none', () => {
    expect(conversationTitle({ name: '', avatarPeople: [zhou, maya] }, 'zh')).toBe('周野、Maya Ortiz')
    expect(conversationTitle({ name: 'Air 2', avatarPeople: [zhou] }, 'zh')).toBe('Air 2')
    expect(joinNames([zhou, maya], 'en')).toBe('Ye Zhou, Maya Ortiz')
  })

  it('have one hue of eight for an id', () => {
    expect(hueOf('zy')).toBe(hueOf('zy'))
    for (const id of ['', 'a', '周野', 'a-long-id_9']) expect(hueOf(id)).toBeGreaterThanOrEqual(1)
    for (const id of ['', 'a', '周野', 'a-long-id_9']) expect(hueOf(id)).toBeLessThanOrEqual(8)
  })
})
