import { describe, expect, it } from 'vitest'
import { demoCompany } from './index.ts'
import { transcript } from './transcript.ts'
import { parseAt, validateCompany } from './validate.ts'

describe('demo company', () => {
  it('holds together', () => {
    expect(validateCompany(demoCompany)).toEqual([])
  })

  it('has the expected size', () => {
    const { people, groups, directs, announcements, bots } = demoCompany
    expect(people.length).toBeGreaterThanOrEqual(115)
    expect(groups).toHaveLength(25)
    expect(groups.flatMap(group => group.messages).length).toBeGreaterThanOrEqual(1100)
    for (const { key, messages } of groups) {
      expect(messages.length, key).toBeGreaterThanOrEqual(25)
      expect(messages.length, key).toBeLessThanOrEqual(80)
    }
    expect(directs).toHaveLength(14)
    expect(announcements).toHaveLength(8)
    expect(bots.length).toBeGreaterThanOrEqual(10)
  })

  it('has no message after the morning of the last day', () => {
    const latest = parseAt('D-0 10:40') ?? 0
    const all = [...demoCompany.groups, ...demoCompany.directs].flatMap(({ messages }) => messages)
    expect(all.filter(({ at }) => (parseAt(at) ?? 0) > latest)).toEqual([])
  })

  it('has no duplicate line of chatter or message', () => {
    const long = demoCompany.groups
      .flatMap(({ messages }) => messages.map(({ text }) => text))
      .filter(t => t.length > 15)
    expect(new Set(long).size).toBe(long.length)
    const lines = demoCompany.bots.flatMap(({ chatter }) => chatter.flatMap(each => each.lines))
    expect(new Set(lines).size).toBe(lines.length)
  })

  it('has one admin, the demo user', () => {
    expect(demoCompany.people.filter(({ admin }) => admin).map(({ key }) => key)).toEqual(['chenyu'])
  })

  it('reports inconsistent data', () => {
    const [group, ...rest] = demoCompany.groups
    if (!group) throw new Error('There is no group')
    const messages = [
      { from: 'nobody', at: 'D-1 10:00', text: '@{ghost}' },
      { from: 'chenyu', at: 'D-2 25:00', text: ' ' },
    ]
    const problems = validateCompany({ ...demoCompany, groups: [{ ...group, messages, unread: 9 }, ...rest] })
    expect(problems).toHaveLength(6)
  })
})

describe('transcript', () => {
  it('reads days, messages and continued lines', () => {
    expect(transcript('\nD-3\n09:00 zhouye one\n  two\nD-2\n10:00 chenyu three\n')).toEqual([
      { from: 'zhouye', at: 'D-3 09:00', text: 'one\ntwo' },
      { from: 'chenyu', at: 'D-2 10:00', text: 'three' },
    ])
  })

  it('refuses a line it does not know', () => {
    expect(() => transcript('D-1\nhello')).toThrow('Not a line of a transcript: "hello"')
  })
})

describe('bots', () => {
  function answer(person: string, text: string, how: 'direct' | 'mentioned'): string | undefined {
    const bot = demoCompany.bots.find(each => each.person === person)
    return bot?.replies.find(({ when }) => when[how] && new RegExp(when.matches ?? '', 'iu').test(text))?.say[0]
  }

  it('have an answer to any message', () => {
    for (const { person } of demoCompany.bots) {
      for (const text of ['你好', 'hi', '今天天气不错', 'what about Tuesday', '@someone ???']) {
        expect(answer(person, text, 'direct'), `${person}: ${text}`).toBeTruthy()
        expect(answer(person, text, 'mentioned'), `${person}: ${text}`).toBeTruthy()
      }
    }
  })

  it('answer in the language and on the subject of the question', () => {
    expect(answer('zhouye', '@周野 INC-2043 怎么样了', 'mentioned')).toContain('回滚 2.31')
    expect(answer('zhouye', 'any news on INC-2043?', 'direct')).toContain('roll back 2.31')
    expect(answer('zhouye', 'Air 2 looks great', 'direct')).toContain('Noted')
    expect(answer('maya', '@Maya Ortiz hello!', 'mentioned')).toContain('Hola')
    expect(answer('linwan', '好的', 'direct')).toBe('好～')
    expect(answer('hanli', '首批什么时候发？', 'direct')).toContain('2,000')
    expect(answer('heqing', '在吗', 'direct')).toContain('在')
  })
})
