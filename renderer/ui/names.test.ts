import { describe, expect, it } from 'vitest'
import { conversationTitle, joinNames, nameOf, otherName } from './names.ts'

const zhou = { id: 'zy', name: '周野', latinName: 'Ye Zhou' }
const maya = { id: 'mo', name: 'Maya Ortiz', latinName: '' }

describe('names', () => {
  it('are in the reader’s script, or the only one there is', () => {
    expect([nameOf(zhou, 'zh'), nameOf(zhou, 'en'), nameOf(maya, 'en')]).toEqual(['周野', 'Ye Zhou', 'Maya Ortiz'])
    expect([otherName(zhou, 'zh'), otherName(zhou, 'en'), otherName(maya, 'en')]).toEqual(['Ye Zhou', '周野', ''])
  })

  it('make the title of a conversation that has none', () => {
    expect(conversationTitle({ name: '', avatarPeople: [zhou, maya] }, 'zh')).toBe('周野、Maya Ortiz')
    expect(conversationTitle({ name: 'Air 2', avatarPeople: [zhou] }, 'zh')).toBe('Air 2')
    expect(joinNames([zhou, maya], 'en')).toBe('Ye Zhou, Maya Ortiz')
  })
})
