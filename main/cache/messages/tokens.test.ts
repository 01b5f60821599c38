import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../../../common/fold.ts'
import { matchExpression, tokensOf } from '../../../common/search-tokens.ts'
import {
  employee,
  epoch,
  fixedNames,
  found,
  freshCache,
  head,
  heads,
  message,
  page,
  push,
  text,
  within,
} from '../testing.ts'

/** A cache whose conversation `c` holds the given texts at seq 1, 2, … */
function cacheOf(...texts: string[]) {
  const cache = freshCache()
  cache.db.applyHeads(heads(head(0)))
  const rows = texts.map((value, i) => message(i + 1, { content: text(value) }))
  cache.db.applyPush(push(1, texts.length, rows), false)
  return cache
}

test('Han characters give overlapping pairs, words are folded, digits are words of their own', () => {
  expect(tokensOf('今天Déjà vu, V2上线！')).toEqual(['今天', '天', 'deja', 'vu', 'v', '2', '上线', '线'])
  expect(fold('ＡＢＣ１２')).toBe('abc12')
})

test.each([
  ['会', [1, 3]],
  ['会议', [1, 3]],
  ['季度会', [1]],
  ['季度会议记录', [1]],
  ['录会', []],
  ['议 记', [1, 3]],
  ['记录 会议', [1]],
  ['deadline', [2]],
  ['DEAD', [2]],
  ['eadline', []],
  ['meeting dead', [2]],
  ['v2', [2]],
  ['v2上', [2]],
  ['上线', [2]],
  ['线了', [2]],
  ['cafe', [3]],
  ['CAFÉ', [3]],
  ['１２３', [3]],
  ['', []],
  ['  !? ', []],
])('"%s" finds %j', (query, seqs) => {
  using cache = cacheOf('季度会议记录', 'Meeting deadline: v2上线了', '会议，记住 café 123')
  expect(found(cache.db, query).toSorted()).toEqual(seqs)
})

test.each([
  ['👍', [1, 5]],
  ['👍🏽', [5]],
  ['？', [2]],
  ['?', [2]],
  ['￥', [3]],
  ['¥', [3]],
  ['㎡', [4]],
  ['120㎡', [4]],
  ['2.3.1', [1]],
  ['v2.3', [1]],
  ['3.1', [1]],
  ['c++', [3]],
  ['台湾', [5]],
  ['臺灣', [5]],
  ['龍門', [2]],
  ['龙门', [2]],
  ['株式会社', [4]],
])('signs, numbers and traditional characters: "%s" finds %j', (query, seqs) => {
  using cache = cacheOf('发布 v2.3.1 👍', '龙门在哪里？', '￥30 的 C++ 书', '120㎡ ㍿é', '臺灣👍🏽')
  expect(found(cache.db, query).toSorted()).toEqual(seqs)
})

test.each([
  '"',
  'a" OR "b',
  'NOT',
  'tokens:a',
  'a*',
  '^a',
  '(a',
  'a AND',
  'NEAR(a b)',
  '-a',
  '\u0000',
  '\ue000c1',
  '%',
  "'; DROP",
])('FTS syntax in a query is plain text: %s', query => {
  using cache = cacheOf('plain words')
  expect(found(cache.db, query)).toEqual([])
})

test('operators in a message are found as words', () => {
  using cache = cacheOf('this AND that NOT "quoted"')
  expect(found(cache.db, '"quoted"')).toEqual([1])
  expect(found(cache.db, 'that NOT')).toEqual([1])
})

test.each([
  ['สวัสดีครับเพื่อน', 'ครับ'],
  ['ສະບາຍດີຂອບໃຈ', 'ຂອບ'],
  ['សួស្តីអរគុណ', 'អរគុណ'],
  ['မင်္ဂလာပါကျေးဇူး', 'ကျေးဇူး'],
])('a word is found in a script without spaces: %s', (text, query) => {
  using cache = cacheOf(text, '中文 abc')
  expect(found(cache.db, query)).toEqual([1])
})

test('any substring of Han characters is found, and only where it occurs', () => {
  const han = fc.string({ unit: fc.constantFrom(...'的一是在不了有和'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(han, { minLength: 1, maxLength: 8 }), han, (texts, query) => {
      using cache = cacheOf(...texts)
      const expected = texts.flatMap((value, i) => (value.includes(query) ? [i + 1] : []))
      expect(found(cache.db, query).toSorted((a, b) => a - b)).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})

test('no query throws', () => {
  using cache = cacheOf('some text 一些文字')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), query => {
      found(cache.db, query)
      cache.db.searchDirectory({ query, limit: 5 })
    }),
    { numRuns: 200 },
  )
})

test('newest first, in pages, in one conversation or all', () => {
  using cache = freshCache()
  cache.db.applyHeads(heads(head(0), head(0, { conversation: { id: 'd' } })))
  const at = (seq: number, sentAt: number, conversationId: string) =>
    message(seq, { sentAt, conversationId, content: text(`报告 ${seq}`) })
  cache.db.applyPush(push(1, 2, [at(1, 5_000, 'c'), at(2, 9_000, 'c')]), false)
  cache.db.applyPush(push(1, 2, [at(1, 7_000, 'd'), at(2, 9_000, 'd')], { scope: 'conversation:d' }), false)
  const ask = (offset: number, conversationId: string | null = null) => {
    const { hits, more } = cache.db.searchMessages({ query: '报告', ...within(conversationId), offset, limit: 2 })
    return [hits.map(hit => hit.sentAt), more]
  }
  expect(ask(0)).toEqual([[9_000, 9_000], true])
  expect(ask(2)).toEqual([[7_000, 5_000], false])
  expect(ask(0, 'd')).toEqual([[9_000, 7_000], false])
  expect(ask(0, 'none')).toEqual([[], false])
})

test('a recalled message is no longer found, nor one that no span covers', () => {
  using cache = cacheOf('要撤回的', '留下的')
  const recalled = message(1, { revision: 3, content: { type: 'recalled', byId: 'ann' } })
  cache.db.applyPush(push(3, 3, [recalled]), true)
  expect(found(cache.db, '撤回')).toEqual([])
  expect(found(cache.db, '留下')).toEqual([2])
  cache.db.applyHeads(heads(head(9, { lastMessage: message(9, { content: text('预览的') }) })))
  expect(found(cache.db, '预览')).toEqual([])
})

test('a hundred messages with the same time are all stored and found', () => {
  using cache = freshCache()
  cache.db.applyHeads(heads(head(0)))
  const rows = Array.from({ length: 100 }, (_, i) => message(i + 1, { sentAt: 1_000, content: text('同时') }))
  cache.db.applyPush(push(1, 100, rows), false)
  expect(found(cache.db, '同时')).toHaveLength(100)
})

test('an expression for one conversation cannot be widened by the query', () => {
  expect(matchExpression('a OR b', { conversations: ['7'] })).toBe('"a" AND "or" AND "b" * AND "\ue0007"')
})

test.each([
  ['单雄信', ['u1']],
  ['雄', ['u1']],
  ['雄信', ['u1']],
  ['shanxiongxin', ['u1']],
  ['shanxx', ['u1']],
  ['sxx', ['u1']],
  ['danxiongxin', ['u1']],
  ['dxx', ['u1']],
  ['xiongxin', ['u1']],
  ['Shan Xiong', ['u1']],
  ['zhangwei', ['u2', 'u3']],
  ['zhang', ['u2', 'u3']],
  ['wei', ['u2', 'u3']],
  ['张', ['u2', 'u3']],
  ['vivian', ['u3']],
  ['viv', ['u3']],
  ['A0042', ['u2']],
  ['a00', ['u2']],
  ['13800138000', ['u2']],
  ['138 0013', ['u2']],
  ['8000', ['u2']],
  ['zw@corp', ['u2']],
  ['gone', []],
  ['', []],
])('people by "%s"', (query, ids) => {
  using cache = freshCache()
  fixedNames(cache.db, [
    employee('u1', '单雄信'),
    employee('u2', '张伟', { staffNo: 'A0042', phone: '+86 138-0013-8000', mail: 'zw@corp.example' }),
    employee('u3', '张薇', { latinName: 'Vivian Zhang' }),
    employee('u4', 'Gone', { deleted: true }),
  ])
  expect(cache.db.searchDirectory({ query, limit: 10 }).people.map(person => person.id)).toEqual(ids)
})

test.each(['lv', 'lü', 'LÜ', 'lu', 'lyu', 'lvbu', 'lübu', 'lubu', 'lyubu', 'lb', 'l'])('吕布 by "%s"', query => {
  using cache = freshCache()
  fixedNames(cache.db, [employee('u1', '吕布'), employee('u2', '张飞')])
  expect(cache.db.searchDirectory({ query, limit: 10 }).people.map(person => person.id)).toEqual(['u1'])
})

test('people are sorted by their names as surnames', () => {
  using cache = freshCache()
  fixedNames(cache.db, [employee('u1', '单田芳'), employee('u2', '李明'), employee('u3', '丁一')])
  const { items } = cache.db.people({ departmentId: null, offset: 0, limit: 5 })
  expect(items.map(person => person.name)).toEqual(['丁一', '李明', '单田芳'])
})

test.each([
  ['区域', 'quyu', 'qy', 'ouyu'],
  ['解决方案', 'jiejue', 'jjfa', 'xiejue'],
  ['单元测试', 'danyuan', 'dycs', 'shanyuan'],
  ['查询', 'chaxun', 'cx', 'zhaxun'],
  ['员工', 'yuangong', 'yg', 'yungong'],
  ['能源', 'nengyuan', 'ny', 'naiyuan'],
  ['女工', 'nvgong', 'nügong', 'nyugong'],
  ['單元', 'danyuan', 'dy', '单元'],
])('the department and the group %s by %s, %s and %s', (name, ...queries) => {
  using cache = freshCache()
  cache.db.applyHeads(heads(head(0, { conversation: { name } })))
  const value = {
    id: 'd',
    parentId: null,
    name,
    latinName: '',
    sortOrder: 0,
    leaderIds: [],
    deleted: false,
    revision: 1,
  }
  cache.db.applyChanges(page(1, [{ entity: 'department', value }], { scope: 'directory' }), 0, null)
  for (const query of queries) {
    const { departments, conversations } = cache.db.searchDirectory({ query, limit: 5 })
    expect([query, departments.length, conversations.length]).toEqual([query, 1, 1])
  }
})

test('an exact match comes before a prefix, and a prefix before a part', () => {
  using cache = freshCache()
  fixedNames(cache.db, [employee('part', '王李娜'), employee('begins', '李娜英'), employee('exact', '李娜')])
  expect(cache.db.searchDirectory({ query: '李娜', limit: 10 }).people.map(person => person.id)).toEqual([
    'exact',
    'begins',
    'part',
  ])
  expect(cache.db.searchDirectory({ query: 'lina', limit: 2 }).people.map(person => person.id)).toEqual([
    'exact',
    'begins',
  ])
})

test('a renamed person is found by the new name only', () => {
  using cache = freshCache()
  fixedNames(cache.db, [employee('u1', '王小明')])
  const value = employee('u1', '李大光', { revision: 50 })
  const change = { entity: 'employee' as const, value }
  expect(cache.db.applyPush({ scope: 'directory', epoch, from: 2, to: 50, changes: [change] }, true).status).toBe(
    'applied',
  )
  expect(cache.db.searchDirectory({ query: '王', limit: 10 }).people).toEqual([])
  expect(cache.db.searchDirectory({ query: 'ldg', limit: 10 }).people).toHaveLength(1)
})

test('groups and departments by name, pinyin and initials', () => {
  using cache = freshCache()
  cache.db.applyHeads(
    heads(head(0, { conversation: { name: '重庆项目' } }), head(0, { conversation: { id: 'd', name: 'Ops 值班' } })),
  )
  const groups = (query: string) => cache.db.searchDirectory({ query, limit: 5 }).conversations.map(c => c.id)
  expect(groups('庆项')).toEqual(['c'])
  expect(groups('chongqing')).toEqual(['c'])
  expect(groups('cqxm')).toEqual(['c'])
  expect(groups('ops')).toEqual(['d'])
  expect(groups('zhib')).toEqual(['d'])
  expect(groups('nothing')).toEqual([])
})

test('filters: sender, conversation, kind, link, mentions of the user, time, alone and together', () => {
  using cache = freshCache()
  cache.db.setSelf('ann')
  cache.db.applyHeads(heads(head(0)))
  const file = { id: 'f', name: '报价 v2.xlsx', size: 10, mediaType: 'application/x' }
  const rows = [
    message(1, { senderId: 'bob', sentAt: 1_000, content: text('方案 https://example.com') }),
    message(2, { senderId: 'ann', sentAt: 2_000, content: text('方案') }),
    message(3, { senderId: 'bob', sentAt: 3_000, content: { type: 'file', file } }),
    message(4, {
      senderId: 'bob',
      sentAt: 4_000,
      content: { type: 'text', text: '@ann 方案', mentions: [{ userId: 'ann', offset: 0, length: 4 }] },
    }),
    message(5, { senderId: 'cat', sentAt: 5_000, content: { type: 'recalled', byId: 'cat' } }),
  ]
  cache.db.applyPush(push(1, 5, rows), false)
  const ask = (query: string, filters: object) =>
    cache.db.searchMessages({ query, filters, offset: 0, limit: 50 }).hits.map(hit => hit.seq)
  expect(ask('方案', { senderIds: ['bob'] })).toEqual([4, 1])
  expect(ask('方', { senderIds: ['bob'] })).toEqual([4, 1])
  expect(ask('', { senderIds: ['bob'], kinds: ['file', 'image'] })).toEqual([3])
  expect(ask('v2', { kinds: ['file'] })).toEqual([3])
  expect(ask('', { kinds: ['link'] })).toEqual([1])
  expect(ask('', { mentionsMe: true })).toEqual([4])
  expect(ask('', { since: 2_000, until: 3_000 })).toEqual([3, 2])
  expect(ask('方案', { until: 2_000 })).toEqual([2, 1])
  expect(ask('方案', { senderIds: [] })).toEqual([])
  expect(ask('方案', { conversationIds: ['none'] })).toEqual([])
  expect(ask('', { senderIds: ['cat'] })).toEqual([])
  expect(cache.db.findInConversation({ id: 'c', query: '方案' })).toEqual({
    seqs: [4, 2, 1],
    more: false,
    since: null,
  })
})
