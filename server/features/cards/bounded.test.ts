import { type HookDialect, limits, writtenCardSchema } from '@lianqun/protocol'
import { Lexer } from 'marked'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bounded, lengthOf, readMost } from './bounded.ts'
import { understand } from './convert.ts'
import { type Json, type JsonObject, PayloadError } from './converted.ts'

/* Payloads of 4 MB that mean it no good: what is asserted is work, and not how long it takes. */

const size = 4_000_000

/** So many of an item that they are as large as a payload may be. */
function many(item: Json): Json[] {
  return Array.from({ length: Math.floor(size / (JSON.stringify(item).length + 1)) }, () => item)
}
const long = (text: string, chars = size) => text.repeat(Math.ceil(chars / text.length)).slice(0, chars)
function deep(leaf: Json, wrap: (inner: Json) => Json, levels = 90): Json {
  let value = leaf
  for (let level = 0; level < levels; level++) value = wrap(value)
  return value
}

const marks = '**a _b [c](d ~~e `f <@g> | '
const some = long(marks, 600)
const adaptive = 'application/vnd.microsoft.card.adaptive'
const textBlock = { type: 'TextBlock', text: some }
const attachment = { text: long(marks, 30_000), pretext: some, fields: Array(50).fill({ title: some, value: some }) }
const alert = { status: 'firing', labels: { alertname: some, a: some }, annotations: { summary: some } }

const payloads: [name: string, dialect: HookDialect, payload: JsonObject, headers?: Record<string, string>][] = [
  ['teams: sections', 'teams', { '@type': 'MessageCard', title: 'x', sections: many({ title: some, text: some }) }],
  ['teams: facts', 'teams', { '@type': 'MessageCard', sections: [{ facts: many({ name: 'a', value: some }) }] }],
  ['teams: one text', 'teams', { '@type': 'MessageCard', text: long(marks) }],
  ['teams: buttons', 'teams', { '@type': 'MessageCard', text: 'x', potentialAction: many({ '@type': 'OpenUri' }) }],
  [
    'teams: attachments',
    'teams',
    { attachments: many({ contentType: adaptive, content: { type: 'AdaptiveCard', body: [textBlock] } }) },
  ],
  ['teams: a card as a text', 'teams', { attachments: [{ contentType: adaptive, content: JSON.stringify(many(1)) }] }],
  ['adaptive: elements', 'any', { type: 'AdaptiveCard', body: many(textBlock) }],
  ['adaptive: one text', 'any', { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: long(marks) }] }],
  [
    'adaptive: levels',
    'any',
    { type: 'AdaptiveCard', body: many(deep(textBlock, inner => ({ type: 'Container', items: [inner] }), 40)) },
  ],
  ['mattermost: one text', 'mattermost', { text: long(marks) }],
  ['mattermost: attachments', 'mattermost', { attachments: many(attachment).slice(0, 100) }],
  ['mattermost: fields', 'mattermost', { attachments: [{ fields: many({ title: 'a', value: some }) }] }],
  ['rocketchat: one text', 'rocketchat', { text: long(marks) }],
  ['rocketchat: attachments', 'rocketchat', { attachments: many(attachment).slice(0, 100) }],
  ['dingtalk: one text', 'dingtalk', { msgtype: 'markdown', markdown: { title: 'x', text: long(marks) } }],
  [
    'dingtalk: people',
    'dingtalk',
    { msgtype: 'text', text: { content: long('@1 ') }, at: { atMobiles: many('13800000000') } },
  ],
  ['wecom: one text', 'wecom', { msgtype: 'markdown', markdown: { content: long(marks) } }],
  ['wecom: people', 'wecom', { msgtype: 'text', text: { content: 'x', mentioned_list: many('zhangsan') } }],
  ['slack: one text', 'slack', { text: long(marks) }],
  ['slack: blocks', 'slack', { blocks: many({ type: 'section', text: { type: 'mrkdwn', text: some } }) }],
  ['slack: attachments', 'slack', { attachments: many({ ...attachment, mrkdwn_in: ['text'] }).slice(0, 100) }],
  ['slack: blocks as a text', 'slack', { blocks: JSON.stringify(many({})) }],
  ['feishu: one text', 'feishu', { msg_type: 'text', content: { text: long('<at user_id="x">') } }],
  ['feishu: paragraphs', 'feishu', { msg_type: 'post', content: { post: { zh_cn: { content: many([]) } } } }],
  [
    'feishu: elements',
    'feishu',
    { msg_type: 'interactive', card: { elements: many({ tag: 'markdown', content: some }) } },
  ],
  ['alertmanager: alerts', 'any', { version: '4', groupKey: 'x', status: 'firing', alerts: many(alert) }],
  [
    'alertmanager: labels',
    'any',
    {
      version: '4',
      groupKey: 'x',
      alerts: [alert],
      commonLabels: Object.fromEntries(many('label').map((_, n) => [`label${n}`, 'x'])),
    },
  ],
  ['grafana: alerts', 'any', { version: '1', orgId: 1, groupKey: 'x', status: 'firing', alerts: many(alert) }],
  [
    'github: commits',
    'any',
    { ref: 'refs/heads/x', commits: many({ message: some }), repository: { full_name: 'a/b' }, sender: { login: 'x' } },
    { 'x-github-event': 'push' },
  ],
  ['gitlab: jobs', 'any', { object_kind: 'pipeline', object_attributes: {}, builds: many({ name: some, stage: 'x' }) }],
  ['gitea: commits', 'any', { ref: 'refs/heads/x', commits: many({ message: some }) }, { 'x-gitea-event': 'push' }],
  ['jenkins: a log', 'any', { name: 'x', build: { phase: 'FINALIZED', status: 'FAILURE', log: long('x') } }],
  [
    'sentry: frames',
    'any',
    { action: 'triggered', data: { event: { title: long('x'), exception: { values: many({ value: some }) } } } },
    { 'sentry-hook-resource': 'event_alert' },
  ],
  ['JSON of anybody', 'any', { title: long(marks), stuff: many({ x: some, y: [[{ z: some }]] }) }],
]

/** The payload, with a count of the values in it that are looked at. */
function watched(payload: JsonObject): { payload: JsonObject; looks: () => number } {
  let count = 0
  const watch = <T extends object>(value: T): T =>
    new Proxy(value, {
      get(target, name) {
        count++
        const inner: unknown = Reflect.get(target, name)
        return typeof inner === 'object' && inner !== null ? watch(inner) : inner
      },
    })
  return { payload: watch(payload), looks: () => count }
}

const context = (headers = {}) => ({ headers, language: 'zh', timeZone: 'Asia/Shanghai', receivedAt: 0 }) as const

describe('of a payload of 4 MB no more is read than a card could show', () => {
  const lexed = vi.fn()
  const searched = vi.fn()
  beforeEach(() => {
    const lex = Lexer.prototype.lex
    vi.spyOn(Lexer.prototype, 'lex').mockImplementation(function (this: Lexer, text: string) {
      lexed(text.length)
      return lex.call(this, text)
    })
    const matchAll = String.prototype.matchAll
    vi.spyOn(String.prototype, 'matchAll').mockImplementation(function (this: string, pattern: RegExp) {
      searched(this.length)
      return matchAll.call(this, pattern)
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    lexed.mockClear()
    searched.mockClear()
  })
  const sum = (spy: typeof lexed) => spy.mock.calls.reduce((all, [length]) => all + (length as number), 0)

  it.each(payloads)('%s', (_name, dialect, written, headers) => {
    expect(JSON.stringify(written).length).toBeGreaterThan(size / 8)
    const { payload, looks } = watched(written)
    let lost: string[] = []
    try {
      const understood = understand(dialect, payload, context(headers))
      lost = understood?.lost ?? []
      for (const message of understood?.messages ?? []) {
        if (message.type !== 'card') continue
        expect(JSON.stringify(message.card).length).toBeLessThanOrEqual(limits.cardChars)
        expect(
          writtenCardSchema.safeParse(message.card).error?.issues.filter(({ path }) => !path.includes('userId')) ?? [],
        ).toEqual([])
      }
      expect(lost.join('\n')).toMatch(/are read/)
    } catch (error) {
      expect(error).toBeInstanceOf(PayloadError)
    }
    // A value takes at least four of the characters that may be read, and is looked at a few times.
    expect(looks()).toBeLessThan(readMost.chars)
    expect(sum(lexed)).toBeLessThanOrEqual(readMost.chars)
    // People, links and dates are looked for one after the other.
    expect(sum(searched)).toBeLessThanOrEqual(6 * readMost.chars)
  })
})

describe('what is read of a payload', () => {
  const read = (payload: JsonObject) => {
    const lost: string[] = []
    return { kept: bounded(payload, lost), lost }
  }

  it('is all of one that is not large, in its order', () => {
    const payload = { b: [1, null, { c: 'x' }], a: { d: true }, t: 'y' }
    const { kept, lost } = read(payload)
    expect(JSON.stringify(kept)).toBe(JSON.stringify(payload))
    expect(lost).toEqual([])
  })

  it('is the beginning of a long list, whose length stays known', () => {
    const { kept, lost } = read({ a: Array(300).fill('x') })
    expect(kept.a).toHaveLength(limits.cardItems)
    expect(lengthOf(kept.a)).toBe(300)
    expect(lost).toEqual(['a: 300 items, of which 200 are read'])
  })

  it('is what is short before what is long, wherever that stands', () => {
    const item = { text: 'x'.repeat(1_000) }
    const { kept } = read({ first: Array(200).fill(item), name: 'y', of: { id: 'z' } })
    expect(kept).toMatchObject({ name: 'y', of: { id: 'z' } })
    const items = kept.first as JsonObject[]
    expect(items.length).toBeLessThan(200)
    // None is without its end.
    expect(items.every(({ text }) => (text as string).length === 1_000)).toBe(true)
  })

  it('is a text cut at a whole character', () => {
    const { kept } = read({ a: `x${'😀'.repeat(readMost.textChars)}` })
    expect(kept.a).toHaveLength(readMost.textChars - 1)
    expect(/[\uD800-\uDBFF]$/.test(kept.a as string)).toBe(false)
  })

  it('is less of what is nothing but marks or line ends, which make work', () => {
    for (const mark of ['*', '- a\n', '[']) {
      const { kept, lost } = read({ a: mark.repeat(60_000) })
      expect((kept.a as string).length).toBeLessThan(readMost.chars / 4)
      expect(lost).toHaveLength(1)
    }
  })

  it('has no prototype of a payload', () => {
    const { kept } = read(JSON.parse('{"__proto__": {"type": "x"}}') as JsonObject)
    expect(kept.type).toBeUndefined()
    expect(Object.keys(kept)).toEqual(['__proto__'])
  })

  it('is nothing that is too deep', () => {
    const { lost } = read({ a: deep('x', inner => [inner], 200) })
    expect(lost.join()).toMatch(/nested too deep/)
  })
})
