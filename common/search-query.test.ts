import { expect, test } from 'vitest'
import { parseQuery, withoutToken, withToken } from './search-query.ts'

const now = new Date(2026, 5, 9, 15).getTime()
const day = (month: number, date: number) => new Date(2026, month - 1, date).getTime()
const parse = (text: string) => parseQuery(text, now)

test.each([
  ['回调 from:何清', { words: '回调', from: ['何清'] }],
  ['发送人：何清 来自:"Li Han" 回调', { words: '回调', from: ['何清', 'Li Han'] }],
  ['in:“上市 群” 会话：运维', { words: '', in: ['上市 群', '运维'] }],
  ['has:link 含：文件 类型:图片', { words: '', kinds: ['link', 'file', 'image'] }],
  ['@me 方案', { words: '方案', mentionsMe: true }],
  ['方案 @我', { words: '方案', mentionsMe: true }],
  ['before:2026-06-01', { until: day(6, 1) - 1 }],
  ['after:6月1日', { since: day(6, 1) }],
  ['after:2026年6月 x', { words: 'x', since: day(6, 1) }],
  ['on:昨天', { since: day(6, 8), until: day(6, 9) - 1 }],
  ['since:7d', { since: day(6, 2) }],
] as const)('%s', (text, expected) => expect(parse(text)).toMatchObject(expected))

test.each(['has:nothing', 'before:soon', 'after:2026-02-31', 'from:', 'infrom:x', 'mail@me.com', 'x@我'])(
  '%s is words',
  text => expect(parse(text)).toMatchObject({ words: text, tokens: [] }),
)

test('a chip writes a filter that is read again, and takes it out', () => {
  for (const chinese of [true, false]) {
    const text = withToken('回调', 'from', 'Li Han', chinese)
    const parsed = parse(text)
    expect(parsed).toMatchObject({ words: '回调', from: ['Li Han'] })
    const [token] = parsed.tokens
    if (token === undefined) throw new Error('no filter')
    expect(withoutToken(text, token).trim()).toBe('回调')
    expect(parse(withToken('', 'me', '', chinese)).mentionsMe).toBe(true)
  }
})
