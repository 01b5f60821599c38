import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { saidWords } from './said.ts'

test.each([
  ['The body is not JSON.', '内容不是 JSON。'],
  ['More than 20 messages within 60 seconds.', '60 秒内超过 20 条。'],
  ['text.content: is missing or empty', 'text.content：缺少或为空'],
  ['attachments[0].actions: more than 5 actions', 'attachments[0].actions：按钮超过 5 个'],
  ['link: an address that is not allowed: javascript:alert(1)', 'link：不允许的地址：javascript:alert(1)'],
  ['news.articles: at most 8 articles, 9 came', 'news.articles：最多 8 项，收到 9 项'],
  ['The condition “a equals b” is not met.', '不满足条件“a = b”。'],
  ['Not called: the address 10.0.0.1', '没有调用：不允许访问 10.0.0.1'],
  ['2 buttons left out: nobody answers them', '2 个按钮没有显示：Webhook 没有人应答'],
  ['said by a later version', 'said by a later version'],
  ['text: said by a later version', 'text: said by a later version'],
  // What came from outside is repeated as it is, whatever it looks like.
  ['Events of the kind failed are muted.', '设置了不让 failed 进群。'],
  ['Events of the kind $1 {} are muted.', '设置了不让 $1 {} 进群。'],
])('%s', (said, zh) => {
  expect(saidWords(said, 'zh')).toBe(zh)
  expect(saidWords(said, 'en')).toBe(said)
})

/** The sentences that the server says of hooks, as its sources write them, with a value in each place. */
function sentences(): string[] {
  const folder = join(import.meta.dirname, '../../../server/features')
  const files = globSync(['hooks/*.ts', 'cards/**/*.ts'], { cwd: folder }).filter(file => !file.includes('test'))
  const said =
    /(?:new (?:Refuse|NoStanding|PayloadError|CallError)|malformed|lose|note|lost\.push)\(([^;]*?)\)(?:\n|;|$)/g
  const words = /'([^'\n]*)'|`([^`\n]*)`/g
  return files.flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(said)].flatMap(([, inside = '']) =>
      [...inside.matchAll(words)].map(([, plain, filled = '']) => plain ?? filled.replace(/\$\{[^}]*\}/g, '7')),
    ),
  )
}

test('what the server says has Chinese words', () => {
  // Names of places have no space, or are filled in.
  const all = [...new Set(sentences())].filter(text => /[a-z]+ [a-z]+/.test(text))
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter(text => !/[\u4e00-\u9fff]/.test(saidWords(text, 'zh')))).toEqual([])
})
