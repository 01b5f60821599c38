import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventExamples, methodExamples, noticeExamples } from './examples.ts'
import {
  changeSchema,
  contentPeople,
  contentSchema,
  contents,
  contentText,
  digestOfHeads,
  type ErrorName,
  encode,
  errors,
  events,
  headHash,
  isBubble,
  isCounted,
  type Method,
  methods,
  notices,
  ProtocolError,
  parseFrame,
  rpcErrorSchema,
  scopeConversation,
  scopeSchema,
  sendableContentSchema,
} from './index.ts'
import * as sampleRows from './sample-rows.ts'

describe.each(Object.keys(methods) as Method[])('method %s', name => {
  const { params, result, invalid, invalidResults } = methodExamples[name]
  test('takes its example and gives its result', () => {
    expect(methods[name].params.parse(params)).toEqual(params)
    expect(methods[name].result.parse(result)).toEqual(result)
  })
  test.each(invalid.map((value, i) => [i, value]))('refuses invalid parameters %i', (_i, value) => {
    expect(methods[name].params.safeParse(value).success).toBe(false)
  })
  test.each(invalidResults.map((value, i) => [i, value]))('refuses an invalid result %i', (_i, value) => {
    expect(methods[name].result.safeParse(value).success).toBe(false)
  })
})

describe('events and notices', () => {
  const all = [
    ...Object.entries(eventExamples).map(([name, example]) => ({
      name,
      schema: events[name as keyof typeof events].params,
      example,
    })),
    ...Object.entries(noticeExamples).map(([name, example]) => ({
      name,
      schema: notices[name as keyof typeof notices].params,
      example,
    })),
  ]
  test.each(all)('$name takes its example and refuses the others', ({ schema, example }) => {
    expect(schema.parse(example.params)).toEqual(example.params)
    expect(example.invalid.length).toBeGreaterThan(0)
    for (const value of example.invalid) expect(schema.safeParse(value).success).toBe(false)
  })
})

test('rows of every kind pass as changes', () => {
  const { department, employee, app } = sampleRows
  for (const [entity, value] of Object.entries({ department, employee, app })) {
    expect(changeSchema.parse({ entity, value }).entity).toBe(entity)
  }
  expect(
    changeSchema.parse({ entity: 'organisation', value: { name: '青屿科技', latinName: 'Qingyu Tech', revision: 1 } })
      .entity,
  ).toBe('organisation')
})

describe.each(Object.entries(contents))('the message kind %s', (name, { examples, sendable }) => {
  test('reads its good examples unchanged, with the fields of a later version, and the others as unreadable', () => {
    for (const content of examples.good) {
      expect(content.type).toBe(name)
      expect(contentSchema.parse(content)).toEqual(content)
      const later = { ...content, laterField: { a: [1] } }
      expect(contentSchema.parse(later)).toEqual(later)
    }
    for (const was of examples.unreadable) expect(contentSchema.parse(was)).toEqual({ type: 'unreadable', was })
  })

  test('can be sent only as its definition says', () => {
    for (const content of examples.good)
      expect(sendableContentSchema.safeParse(content).success).toBe(sendable !== null)
    for (const content of examples.notSendable) expect(sendableContentSchema.safeParse(content).success).toBe(false)
  })
})

test('content of a later version is kept unchanged, and so is invalid content', () => {
  const hologram = { type: 'hologram', question: '周三还是周四？', options: [1, 2] }
  expect(contentSchema.parse(hologram)).toEqual(hologram)
  for (const was of [{ type: 'recalled' }, { text: 'x' }, 'text', null, []]) {
    const content = contentSchema.parse(was)
    expect(content).toEqual({ type: 'unreadable', was })
    expect([contentText(content), contentPeople(content), isBubble(content), isCounted(content)]).toEqual([
      '',
      [],
      true,
      true,
    ])
    // Reading it again after storing changes nothing.
    expect(contentSchema.parse(content)).toEqual(content)
  }
})

test('content that is kept without being understood has a limit', () => {
  let deep: unknown = 'x'
  for (let i = 0; i < 2_000; i++) deep = { deep }
  const large = Array.from({ length: 300_000 }, (_, i) => i)
  for (const later of [deep, large, 'x'.repeat(300_000)]) {
    expect(contentSchema.parse({ type: 'hologram', later })).toEqual({ type: 'unreadable' })
    expect(contentSchema.parse({ type: 'text', text: 'x', mentions: [], later })).toEqual({ type: 'unreadable' })
  }
})

test('scopes name their conversation', () => {
  expect(scopeConversation(scopeSchema.parse('conversation:c-1_A'))).toBe('c-1_A')
  expect(scopeConversation('me')).toBeNull()
  expect(scopeSchema.safeParse('conversation:a b').success).toBe(false)
})

test('an error is the same after sending and reading', () => {
  for (const name of Object.keys(errors) as ErrorName[]) {
    const error = new ProtocolError(name, { field: 'content.text', retryAfterMs: 50 })
    const back = ProtocolError.fromBody(rpcErrorSchema.parse(JSON.parse(JSON.stringify(error.toBody()))))
    expect(back).toMatchObject({ errorName: name, field: 'content.text', retryAfterMs: 50, message: error.message })
  }
})

test('an error of a later version is final unless it says otherwise, whatever its other fields are', () => {
  const read = (body: unknown) => ProtocolError.fromBody(rpcErrorSchema.parse(body))
  expect(read({ code: -1, message: 'x' })).toMatchObject({ errorName: 'refused', message: 'x', retry: false })
  expect(read({ code: -1, message: 'x', data: { retry: true } })).toMatchObject({ errorName: 'refused', retry: true })
  expect(read({ code: -32603, message: 'x' })).toMatchObject({ errorName: 'internal', retry: true })
  for (const data of ['why', null, { name: 5, field: null, retryAfterMs: 'soon', retry: 'no' }])
    expect(read({ code: -32011, message: null, data })).toMatchObject({ errorName: 'not_member', field: undefined })
})

describe('frames', () => {
  test('each kind is read back as it was written', () => {
    expect(parseFrame(encode.request(3, 'sync.hello', {}))).toEqual([
      { kind: 'request', id: 3, method: 'sync.hello', params: {} },
    ])
    expect(parseFrame(encode.notification('x', { a: 1 }))).toEqual([
      { kind: 'notification', method: 'x', params: { a: 1 } },
    ])
    expect(parseFrame(encode.result(9, null))).toEqual([{ kind: 'result', id: 9, result: null }])
    const error = new ProtocolError('not_member').toBody()
    expect(parseFrame(encode.error(null, error))).toEqual([{ kind: 'error', id: null, error }])
    const batch = encode.batch([encode.result(1, 'a'), encode.notification('n', 2)])
    expect(parseFrame(batch).map(message => message.kind)).toEqual(['result', 'notification'])
  })

  test.each([
    ['', 'parse_error'],
    ['{', 'parse_error'],
    ['[]', 'invalid_request'],
    ['7', 'invalid_request'],
    ['null', 'invalid_request'],
    ['{"jsonrpc":"1.0","id":1,"method":"x"}', 'invalid_request'],
    ['{"jsonrpc":"2.0","id":"1","method":"x"}', 'invalid_request'],
    ['{"jsonrpc":"2.0","id":1,"method":""}', 'invalid_request'],
    ['{"jsonrpc":"2.0","id":1,"method":{}}', 'invalid_request'],
    ['{"jsonrpc":"2.0","id":0,"result":1}', 'invalid_request'],
  ])('%s is refused as %s', (text, reason) => {
    expect(parseFrame(text)).toEqual([expect.objectContaining({ kind: 'invalid', reason })])
  })

  test('a refusal whose body cannot be read is one all the same', () => {
    const [frame] = parseFrame('{"jsonrpc":"2.0","id":1,"error":{"code":"x","message":""}}')
    expect(frame).toMatchObject({ kind: 'error', id: 1, error: { code: errors.refused.code } })
  })

  test('no text makes the reader throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => parseFrame(text).length > 0))
    fc.assert(fc.property(fc.jsonValue(), value => parseFrame(JSON.stringify(value)).length > 0))
  })

  test('no damage to a valid frame makes the reader or a schema throw', () => {
    const names = Object.keys(methods) as Method[]
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.nat(), fc.jsonValue(), (name, pick, cut, junk) => {
        const frame = encode.request(1, name, damage(methodExamples[name].params, pick, junk))
        for (const text of [frame, frame.slice(0, cut % frame.length)]) {
          for (const message of parseFrame(text)) {
            if (message.kind === 'request') methods[name].params.safeParse(message.params)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

test('the digest of a set of heads does not depend on their order and changes with every revision', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.uuid(), fc.nat(1_000_000)), { minLength: 1, maxLength: 40, selector: ([id]) => id }),
      heads => {
        const digest = (list: typeof heads): number => digestOfHeads(list).hash
        expect(digestOfHeads([...heads].reverse())).toEqual(digestOfHeads(heads))
        expect(digestOfHeads(heads).count).toBe(heads.length)
        const moved = heads.map(([id, revision], i): [string, number] => [id, i === 0 ? revision + 1 : revision])
        expect(digest(moved)).not.toBe(digest(heads))
      },
    ),
  )
})

test('two heads that advance together by one do not cancel out', () => {
  // With a 32-bit hash one pair in 4 billion may; none of 40,000 should.
  const ids = Array.from({ length: 200 }, (_, i) => `c_${i.toString(36)}x${(i * 7919) % 104_729}`)
  const delta = (id: string, revision: number) => headHash(id, revision) ^ headHash(id, revision + 1)
  for (const revision of [0, 2, 8, 40, 1_204]) {
    expect(new Set(ids.map(id => delta(id, revision))).size).toBe(ids.length)
  }
  const head = fc.tuple(fc.uuid(), fc.nat(100_000))
  fc.assert(
    fc.property(head, head, ([a, from], [b, other]) => {
      fc.pre(a !== b)
      expect((delta(a, from * 2) ^ delta(b, other * 2)) >>> 0).not.toBe(0)
    }),
    { numRuns: 2_000 },
  )
})

/** Replaces one value of a JSON tree with junk. */
function damage(value: unknown, pick: number, junk: unknown): unknown {
  if (typeof value !== 'object' || value === null || pick % 5 === 0) return junk
  const keys = Object.keys(value)
  const key = keys[pick % Math.max(keys.length, 1)]
  if (key === undefined) return junk
  const copy: Record<string, unknown> = { ...value }
  copy[key] = damage(copy[key], Math.floor(pick / 5), junk)
  return copy
}
