import { describe, expect, it } from 'vitest'
import { everyBot } from './everyone.ts'
import { larkfield } from './larkfield/index.ts'
import { linesToCome, nextScene } from './narrator.ts'
import { qingyu as demoCompany, qingyu } from './qingyu/index.ts'
import { transcript } from './transcript.ts'
import type { DemoCompany } from './types.ts'
import { validateCompany } from './validate.ts'

const companies: [string, DemoCompany][] = [
  ['青屿科技', qingyu],
  ['Larkfield', larkfield],
]

describe.each(companies)('%s', (_name, company) => {
  it('holds together, and every address has a page', () => {
    expect(validateCompany(company)).toEqual([])
  })

  it('has no line twice', () => {
    const texts = company.groups.flatMap(({ messages }) => messages.map(({ text }) => text)).filter(t => t.length > 15)
    expect(new Set(texts).size).toBe(texts.length)
    expect(new Set(company.scenes.map(({ lines }) => lines)).size).toBe(company.scenes.length)
  })

  it('counts no more colleagues than it has', () => {
    const texts = [
      ...company.groups.flatMap(({ messages }) => messages.map(({ text }) => text)),
      ...company.announcements.map(({ title, body }) => `${title} ${body}`),
    ]
    for (const text of texts) {
      for (const [, number = ''] of text.matchAll(/([\d,]+) ?(?:封邮件|人自动重连|mails)/gu)) {
        expect(Number(number.replaceAll(',', '')), text).toBeLessThanOrEqual(company.people.length)
      }
    }
  })

  it('marks the people of other companies', () => {
    const outside = company.people.filter(({ external }) => external)
    expect(outside.length).toBeGreaterThan(0)
    for (const { name, mail, staffNo } of outside) {
      expect(name).toMatch(/（.+）|\(.+\)/u)
      expect(mail).not.toContain(company.domain)
      expect(staffNo).toBe('')
    }
  })

  it('talks for ever: some exchange follows at any time, of few groups within an hour, and none comes twice', () => {
    const begin = new Date(2026, 5, 9, 10, 0).getTime()
    const seen = new Set<string>()
    const groups = new Set<string>()
    let now = begin
    for (let i = 0; i < 60; i++) {
      const lines = nextScene(company, now)
      expect(lines[0]?.at).toBeGreaterThan(now)
      for (const { clientId, conversationId, at } of lines) {
        expect(seen.has(clientId)).toBe(false)
        seen.add(clientId)
        if (at < begin + 3_600_000) groups.add(conversationId)
      }
      now = lines.at(-1)?.at ?? now
    }
    expect(groups.size).toBeGreaterThan(0)
    expect(groups.size).toBeLessThanOrEqual(3)
    const night = nextScene(company, new Date(2026, 5, 13, 3, 0).getTime())
    const nightly = new Set(company.scenes.filter(scene => scene.night).map(({ group }) => `g_${group}`))
    expect(nightly).toContain(night[0]?.conversationId)
  })

  it('says the rest of the day at its times', () => {
    const day = new Date(2026, 5, 9).getTime()
    const noon = day + 12 * 3_600_000
    const lines = linesToCome(company, day, noon)
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.every(({ at }) => at > noon && at < day + 24 * 3_600_000)).toBe(true)
    expect(linesToCome(company, day, day + 24 * 3_600_000)).toEqual([])
  })

  it('has an answer of everybody', () => {
    const bots = everyBot(company)
    expect(bots).toHaveLength(company.people.length - 1)
    for (const { person, replies } of bots) {
      for (const text of ['你好', 'hi', '今天天气不错', 'what about Tuesday', '@someone ???']) {
        const fits = (how: 'direct' | 'mentioned') =>
          replies.some(({ when }) => when[how] && new RegExp(when.matches ?? '', 'iu').test(text))
        expect(fits('direct') && fits('mentioned'), `${person}: ${text}`).toBe(true)
      }
    }
  })
})

describe('demo company', () => {
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
    expect(problems.filter(problem => problem.startsWith(`Group ${group.key}`))).toHaveLength(5)
    const following = { ...group, department: 'product', messages: [] }
    expect(validateCompany({ ...demoCompany, groups: [following] }).slice(0, 2)).toEqual([
      `Group ${group.key}: its members are not those of product`,
      `Group ${group.key}: its owner does not lead product`,
    ])
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

  it('answer in the language and on the subject of the question', () => {
    expect(answer('zhouye', '@周野 INC-2043 怎么样了', 'mentioned')).toContain('2.31')
    expect(answer('zhouye', 'any news on INC-2043?', 'direct')).toContain('roll back 2.31')
    expect(answer('zhouye', 'Air 2 looks great', 'direct')).toContain('Noted')
    expect(answer('maya', '@Maya Ortiz hello!', 'mentioned')).toContain('Hola')
    expect(answer('linwan', '好的', 'direct')).toBe('好～')
    expect(answer('hanli', '首批什么时候发？', 'direct')).toContain('2,000')
    expect(answer('heqing', '在吗', 'direct')).toContain('在')
  })
})
