import { expect, test } from 'vitest'
import type { CardProblem } from '../../../preload/contract/index.ts'
import { translatorIn } from '../../i18n.ts'
import { cardFindings, type Finding, syntaxFinding } from './findings.ts'
import { jsonPlaces } from './json-places.ts'

const zh = translatorIn('zh', 'designer')
const en = translatorIn('en', 'designer')

const text = `{
  "type": "AdaptiveCard",
  "titel": 1,
  "actions": [
    {
      "type": "Action.Submit",
      "style": "positve"
    }
  ]
}`

function found(problem: CardProblem, t = zh): Finding[] {
  const places = jsonPlaces(text)
  if (!('root' in places)) throw new Error(places.error.fault)
  return cardFindings(text, places.root, [problem], t)
}

const mended = ({ mend }: Finding) =>
  mend && text.slice(0, mend.edit.start) + mend.edit.text + text.slice(mend.edit.end)
const style = ['actions', 0, 'style']

test('a value that is nearly right is named with its line, and mended', () => {
  const problem: CardProblem = {
    path: style,
    kind: 'notAllowed',
    message: '',
    allowed: ['default', 'positive', 'destructive'],
  }
  const [finding] = found(problem)
  expect(finding).toMatchObject({
    line: 7,
    words: 'style 没有 "positve"，是不是 "positive"？',
    mend: { label: '改为 positive' },
  })
  expect(finding && mended(finding)).toBe(text.replace('positve', 'positive'))
  expect(found(problem, en)[0]?.words).toBe('no style "positve". Did you mean "positive"?')
})

test('a key that is nearly right is mended; one that is there already is not meant', () => {
  const problem: CardProblem = {
    path: [],
    kind: 'unknownKeys',
    message: '',
    keys: ['titel'],
    allowed: ['title', 'type'],
  }
  const [finding] = found(problem)
  expect(finding).toMatchObject({ line: 3, words: '没有属性 "titel"，是不是 "title"？' })
  expect(finding && mended(finding)).toBe(text.replace('titel', 'title'))
  expect(found({ ...problem, allowed: ['type'] })[0]).toMatchObject({ line: 3, words: '没有属性 "titel"' })
})

test.each<[Partial<CardProblem> & Pick<CardProblem, 'kind' | 'path'>, number, string]>([
  [{ kind: 'notAllowed', path: style, allowed: ['a', 'b'] }, 7, 'style 没有 "positve"，可用：a、b'],
  [{ kind: 'missing', path: ['actions', 0, 'url'] }, 5, '缺少 url'],
  [{ kind: 'wrongType', path: ['actions'], expected: 'object' }, 4, 'actions 应为对象 { }'],
  [{ kind: 'wrongType', path: ['actions', 0], expected: 'never' }, 5, 'actions[0] 的格式不对'],
  [{ kind: 'tooMany', path: ['actions'], bound: 200 }, 4, 'actions 最多 200 项'],
  [{ kind: 'cardTooLarge', path: [], bound: 65_536 }, 1, '卡片太大，去掉空格后最多 65536 个字符'],
  [{ kind: 'malformed', path: ['actions', 0, 'url'] }, 5, 'url 应为 http、https 或 mailto 地址'],
  [{ kind: 'malformed', path: style, message: 'a time, such as 09:30' }, 7, 'style 应为时间，例如 09:30'],
  [{ kind: 'malformed', path: style, message: 'Invalid ISO date' }, 7, 'style 应为日期，例如 2026-11-30'],
])('%j is on line %i: %s', (problem, line, words) => {
  expect(found({ message: '', ...problem })).toEqual([expect.objectContaining({ line, words })])
})

test('a fault of the syntax is named with line and column', () => {
  const broken = '{\n  "a": 1\n  "b": 2\n}'
  const places = jsonPlaces(broken)
  if (!('error' in places)) throw new Error('it was read')
  expect(syntaxFinding(broken, places.error, zh)).toMatchObject({
    line: 2,
    words: '第 9 列这里缺少逗号',
    mend: { edit: { text: ',' }, label: '修正' },
  })
})
