import { methods } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { methodExamples } from '../../protocol/examples.ts'
import { botApi } from '../../protocol/http/bots.ts'
import { type Endpoint, httpEndpoints } from '../../protocol/http/index.ts'
import type { Services } from '../core/services.ts'
import { noMetrics } from '../metrics/metrics.ts'
import { defaultLimits } from '../options.ts'
import { createDispatch } from './index.ts'

test('every method has one handler and an example', () => {
  const store = { meta: () => 'epoch' }
  const services = { store, limits: defaultLimits, metrics: noMetrics } as unknown as Services
  const { methods: handlers, queued } = createDispatch(services, {
    lastSeen: {},
    commits: {},
    files: {},
    bots: {},
  } as never)
  const names = [...Object.keys(handlers), ...Object.keys(queued)]
  expect(new Set(names).size).toBe(names.length)
  expect(names.sort()).toEqual(Object.keys(methods).sort())
  expect(Object.keys(methodExamples).sort()).toEqual(Object.keys(methods).sort())
})

const endpoints = [...Object.entries(httpEndpoints), ...Object.entries(botApi)]
test.each(endpoints)('the example of %s matches its schema', (key, endpoint) => {
  expect(key).toMatch(/^(GET|POST|PUT|PATCH|DELETE) \/[a-zA-Z/:]+$/)
  const { input, result } = endpoint.example as { input: Record<string, unknown>; result: unknown }
  const schemas = endpoint as Pick<Endpoint, 'params' | 'query' | 'body'>
  for (const part of ['params', 'query', 'body'] as const) {
    if (part in endpoint) schemas[part]?.parse(input[part])
    else expect(input).not.toHaveProperty(part)
  }
  expect(endpoint.result.parse(result)).toEqual(result)
})
