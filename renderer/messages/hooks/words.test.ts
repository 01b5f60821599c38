import { describe, expect, test } from 'vitest'
import { translatorIn } from '../../i18n.ts'
import { dialectWords, eventWords } from './event-words.ts'
import { stateOf } from './HookList.tsx'
import { lineOf, lookOf, problemWords, signatureWords, verdictWords } from './verdict.ts'

test.each([
  ['alert.firing', '告警触发', 'Alert: fires'],
  ['push', '推送', 'Push'],
  ['json', '其他 JSON', 'Other JSON'],
  ['', '未注明种类', 'No kind given'],
  ['alert.silenced', 'alert.silenced', 'alert.silenced'],
  ['constructor', 'constructor', 'constructor'],
  ['alert.firing.twice', 'alert.firing.twice', 'alert.firing.twice'],
])('the kind of event %j is called %s', (event, zh, en) => {
  expect(eventWords(event, 'zh').replace(/[\u2068\u2069]/g, '')).toBe(zh)
  expect(eventWords(event, 'en').replace(/[\u2068\u2069]/g, '')).toBe(en)
})

test('a dialect or tool of a later version is called as it calls itself', () => {
  expect([dialectWords('wecom', 'zh'), dialectWords('zabbix', 'zh')]).toEqual(['企业微信', 'zabbix'])
})

test('a verdict of a later version is something else', () => {
  const t = translatorIn('zh', 'hooks')
  expect([lookOf({ verdict: 'shown' }), lookOf({ verdict: 'refused' }), lookOf({ verdict: 'queued' })]).toEqual([
    'shown',
    'failed',
    'unknown',
  ])
  expect(verdictWords({ verdict: 'filtered' }, t)).toBe('已过滤')
  expect(verdictWords({ verdict: 'toString' }, t)).toBe('其他结果')
})

test.each([
  [{ verdict: 'shown', problem: '' }, '已进群'],
  [{ verdict: 'refused', problem: 'x' }, '没进群：x'],
  [{ verdict: 'called', problem: '', outgoing: true }, '已调用'],
  [{ verdict: 'called', problem: 'x', outgoing: true }, '已调用：x'],
  [{ verdict: 'failed', problem: 'x', outgoing: true }, '按钮的调用没有成功：x'],
])('what became of %j is said', (delivery, words) => {
  expect(problemWords(delivery, 'zh').replace(/[\u2068\u2069]/g, '')).toBe(words)
})

test('the line of what was refused before it had a title says why', () => {
  const refused = { title: '', event: '', problem: 'The body is not JSON.' }
  expect([lineOf(refused, 'zh'), lineOf(refused, 'en')]).toEqual(['内容不是 JSON。', 'The body is not JSON.'])
  expect(lineOf({ ...refused, title: '构建' }, 'zh')).toBe('构建')
  expect(lineOf({ ...refused, problem: '' }, 'zh')).toBe('无标题')
})

test('what a signature was found to be has words, and what a later version says has none', () => {
  const t = translatorIn('zh', 'hooks')
  const words = ['unchecked', 'fits', 'wrong', 'toString', undefined].map(found => signatureWords(found, t))
  expect(words).toEqual(['未校验', '通过', '不通过', '', ''])
})

describe('the line of a hook', () => {
  const now = new Date(2026, 2, 10, 12).getTime()
  const day = 86_400_000
  const hook = { enabled: true, today: 0, failedToday: 0, lastAt: null, createdAt: now - 9 * day }
  test.each([
    [hook, '还没有收到消息', null],
    [{ ...hook, today: 42, failedToday: 1, lastAt: now }, '今天 42 条 · 1 条失败', 'attention'],
    [{ ...hook, today: 18, lastAt: now }, '今天 18 条', null],
    [{ ...hook, lastAt: now - 3 * day }, '3 天没有消息', 'silent'],
    [{ ...hook, lastAt: now - day }, '今天还没有消息', null],
    [{ ...hook, enabled: false, today: 3, failedToday: 3, lastAt: now }, '已停用', null],
  ] as const)('%#: %s', (given, line, asks) => {
    expect(stateOf(given, now, translatorIn('zh', 'hooks'))).toEqual({ line, asks })
  })
})
