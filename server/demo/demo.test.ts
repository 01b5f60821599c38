import { describe, expect, it } from 'vitest'
import { demoCompany } from './index.ts'
import { transcript } from './transcript.ts'
import { parseAt, validateCompany } from './validate.ts'

describe('demo company', () => {
  it('holds together', () => {
    expect(validateCompany(demoCompany)).toEqual([])
  })

  it('is as large as it should be', () => {
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

  it('keeps the day of seeding to its morning', () => {
    const latest = parseAt('D-0 10:40') ?? 0
    const all = [...demoCompany.groups, ...demoCompany.directs].flatMap(({ messages }) => messages)
    expect(all.filter(({ at }) => (parseAt(at) ?? 0) > latest)).toEqual([])
  })

  it('says no line of chatter twice and repeats no message across groups', () => {
    const long = demoCompany.groups.flatMap(({ messages }) => messages.map(({ text }) => text)).filter(t => t.length > 15)
    expect(new Set(long).size).toBe(long.length)
    const lines = demoCompany.bots.flatMap(({ chatter }) => chatter.flatMap(each => each.lines))
    expect(new Set(lines).size).toBe(lines.length)
  })

  it('has one admin, the demo user', () => {
    expect(demoCompany.people.filter(({ admin }) => admin).map(({ key }) => key)).toEqual(['chenyu'])
  })

  it('reports what does not hold together', () => {
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
