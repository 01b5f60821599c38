import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { methodExamples, noticeExamples } from './examples.ts'
import { httpEndpoints } from './http/index.ts'
import { type Method, methods, type NoticeName, notices, sendableContentSchema } from './index.ts'

/** Copies of a value, each with a control character in one of its strings. */
function spoilt(value: unknown): { path: string; value: unknown }[] {
  if (typeof value === 'string') return [{ path: '', value: `\0${value}\u001b` }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    spoilt(inner).map(each => {
      const copy = Array.isArray(value) ? [...value] : { ...value }
      Object.assign(copy, { [key]: each.value })
      return { path: each.path === '' ? key : `${key}.${each.path}`, value: copy }
    }),
  )
}

/** Never stored nor looked up as they are: hashed, verified, compared with a list, or taken apart by a pattern. */
const notStored = /^(password|current|next|accessToken|refreshToken|cursor|permissions\.\d+)$/

function refusesOrDrops(schema: z.ZodType, example: unknown): void {
  for (const { path, value } of spoilt(example)) {
    const parsed = schema.safeParse(value)
    if (!parsed.success || notStored.test(path)) continue
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(JSON.stringify(parsed.data), path).not.toMatch(/\\u00(0[0-8bcef]|1)|\\[bf]|[\u0000-\u001f]/)
  }
}

describe('control characters are refused or dropped in every string that a client sends', () => {
  test.each(Object.keys(methods) as Method[])('%s', name => {
    refusesOrDrops(methods[name].params, methodExamples[name].params)
  })
  test.each(Object.keys(notices) as NoticeName[])('%s', name => {
    refusesOrDrops(notices[name].params, noticeExamples[name].params)
  })
  test.each(Object.entries(httpEndpoints))('%s', (_name, endpoint) => {
    for (const [part, example] of Object.entries(endpoint.example.input)) {
      refusesOrDrops((endpoint as unknown as Record<string, z.ZodType>)[part] as z.ZodType, example)
    }
  })
})

test('mentions keep their words when control characters before or in them go', () => {
  const text = '\0看\r\n@陈\u001b屿 好'
  const mention = { userId: 'u_chenyu', offset: text.indexOf('@'), length: 4 }
  const sent = sendableContentSchema.parse({ type: 'text', text, mentions: [mention] })
  expect(sent).toEqual({
    type: 'text',
    text: '看\n@陈屿 好',
    mentions: [{ userId: 'u_chenyu', offset: 2, length: 3 }],
  })
})
