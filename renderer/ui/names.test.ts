import { describe, expect, it } from 'vitest'
import { conversationTitle, departmentAndTitle, joinNames, nameOf, otherName, titleBeside } from './names.ts'

const zhou = { id: 'zy', name: '周野', latinName: 'Ye Zhou' }
const maya = { id: 'mo', name: 'Maya Ortiz', latinName: '' }

describe('names', () => {
  it('are in the reader’s script, or the only one there is', () => {
    expect([nameOf(zhou, 'zh'), nameOf(zhou, 'en'), nameOf(maya, 'en')]).toEqual(['周野', 'Ye Zhou', 'Maya Ortiz'])
    expect([otherName(zhou, 'zh'), otherName(zhou, 'en'), otherName(maya, 'en')]).toEqual(['Ye Zhou', '周野', ''])
  })

  it('make the title of a conversation that has none', () => {
    expect(conversationTitle({ name: '', titlePeople: [zhou, maya], morePeople: 0 }, 'zh')).toBe('周野、Maya Ortiz')
    expect(conversationTitle({ name: 'Air 2', titlePeople: [zhou], morePeople: 9 }, 'zh')).toBe('Air 2')
    const more = { name: '', titlePeople: [zhou, maya], morePeople: 3 }
    expect(conversationTitle(more, 'zh')).toBe('周野、Maya Ortiz及其他 3 人')
    expect(conversationTitle(more, 'en')).toBe('Ye Zhou, Maya Ortiz and 3 more')
    expect(joinNames([zhou, maya], 'en')).toBe('Ye Zhou, Maya Ortiz')
  })

  it('are not said again by the title of the conversation with somebody', () => {
    const direct = { kind: 'direct', name: '', titlePeople: [zhou], morePeople: 0 }
    expect(titleBeside(zhou, direct, 'en')).toBe(null)
    expect(titleBeside(maya, direct, 'en')).toBe('Ye Zhou')
    expect(titleBeside(zhou, { ...direct, kind: 'group' }, 'zh')).toBe('周野')
    const arabic = { id: 'n', name: 'نور', latinName: '' }
    expect(titleBeside(arabic, { ...direct, titlePeople: [arabic] }, 'zh')).toBe(null)
  })

  it('stand with the department and a title that the reader can read', () => {
    const person = { departmentName: '产品部', departmentLatinName: 'Product', title: '产品经理' }
    expect(departmentAndTitle(person, 'zh')).toBe('产品部 · 产品经理')
    expect(departmentAndTitle(person, 'en')).toBe('Product')
    expect(departmentAndTitle({ ...person, departmentName: '', departmentLatinName: '' }, 'en')).toBe('产品经理')
    expect(departmentAndTitle({ ...person, title: '' }, 'zh')).toBe('产品部')
  })
})
