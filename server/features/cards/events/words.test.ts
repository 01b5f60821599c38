import { describe, expect, it } from 'vitest'
import { contextOf } from './fixtures.ts'
import { cardKey } from './parts.ts'
import { block, clock, duration, gist, line, shortSha, timeOf } from './words.ts'

describe('a time of a tool', () => {
  it.each<[unknown, string | null]>([
    ['2026-06-02T06:08:00Z', '2026-06-02T06:08:00.000Z'],
    ['2026-06-02T14:08:00.123456789+08:00', '2026-06-02T06:08:00.123Z'],
    ['2026-06-02 06:08:00 UTC', '2026-06-02T06:08:00.000Z'],
    [1_780_380_480, '2026-06-02T06:08:00.000Z'],
    [1_780_380_480_000, '2026-06-02T06:08:00.000Z'],
    ['0001-01-01T00:00:00Z', null],
    ['yesterday', null],
    [Number.NaN, null],
    [1e300, null],
    [{}, null],
    ['2'.repeat(50), null],
  ])('%s', (value, expected) => {
    const ms = timeOf(value)
    expect(ms === null ? null : new Date(ms).toISOString()).toBe(expected)
  })

  it('is read in the zone of its reader, with the day where it is another', () => {
    expect(clock('2026-06-02T06:08:00Z', contextOf())).toBe('14:08')
    expect(clock('2026-06-01T16:30:00Z', contextOf())).toBe('00:30')
    expect(clock('2026-06-01T15:30:00Z', contextOf())).toBe('6月1日 23:30')
    expect(clock('2026-06-01T15:30:00Z', contextOf({}, 'en'))).toBe('1 Jun 23:30')
    expect(clock('2026-06-02T06:08:00Z', { ...contextOf(), timeZone: 'Mars/Olympus' })).toBe('06:08')
    expect(clock('2024-06-02T06:08:00Z', contextOf())).toBe('2024年6月2日 14:08')
    expect(clock('', contextOf())).toBe('')
  })
})

describe('how long', () => {
  it.each<[number | null, string, string]>([
    [0, '0 秒', '0 s'],
    [59_400, '59 秒', '59 s'],
    [72_000, '1 分 12 秒', '1 min 12 s'],
    [120_000, '2 分', '2 min'],
    [930_000, '15 分', '15 min'],
    [7_500_000, '2 小时 5 分', '2 h 5 min'],
    [277_200_000, '3 天 5 小时', '3 d 5 h'],
    [-1, '', ''],
    [Number.POSITIVE_INFINITY, '', ''],
    [null, '', ''],
  ])('%s ms', (ms, zh, en) => {
    expect(duration(ms, 'zh')).toBe(zh)
    expect(duration(ms, 'en')).toBe(en)
  })
})

describe('texts of others', () => {
  it('are cut at whole characters', () => {
    expect(line('👨‍👩‍👧‍👦'.repeat(3), 2)).toBe('👨‍👩‍👧‍👦…')
    expect(line(`a\n\tb\u0000`)).toBe('a b')
    expect(line({}, 5)).toBe('')
    expect(line(12)).toBe('12')
    expect(line('x'.repeat(1e6), 10)).toBe('xxxxxxxxx…')
  })

  it('keep a few of their lines', () => {
    expect(block('a\r\nb\nc', 100, 2)).toBe('a\nb…')
  })

  it.each([
    ['# Title\n\nSome **bold** `code`, see [here](https://x.example).', 'Title Some bold code, see here.'],
    ['- [ ] one\n- [x] two\n* three', '• one • two • three'],
    ['<!-- template -->\n![](https://x.example/a.png) after', 'after'],
    ['```ts\nlet a\n```', 'let a'],
    [null, ''],
  ])('in Markdown are told in short: %j', (markdown, expected) => {
    expect(gist(markdown)).toBe(expected)
  })

  it('take time in proportion to their length', () => {
    for (const text of ['['.repeat(50_000), '<!--'.repeat(20_000), ' '.repeat(90_000), '[a]('.repeat(20_000)])
      expect(gist(text).length).toBeLessThanOrEqual(301)
  })

  it('are no hash of a commit where they are something else', () => {
    expect(shortSha('9f3c2e1b5a0d4c7e')).toBe('9f3c2e1')
    expect(shortSha('0'.repeat(40))).toBe('')
    expect(shortSha('not a hash')).toBe('')
  })
})

describe('a key', () => {
  it('is told from others however long it is', () => {
    const [a, b] = [cardKey('x', 'y'.repeat(999)), cardKey('x', `${'y'.repeat(998)}z`)]
    expect(a).not.toBe(b)
    expect(a.length).toBeLessThanOrEqual(200)
    expect(a).toBe(cardKey('x', 'y'.repeat(999)))
  })
})
