import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../testing/workspace.ts'
import { readTracing } from './index.ts'
import { otlpTracer } from './otlp.ts'

interface Received {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[]
  status: { code: number }
}

/* A collector that keeps what it is sent. */
let collector: Server
let status: number
let spans: Received[]
let bodies: string[]
let headers: Record<string, unknown>[]
let workspace: TestWorkspace | null
beforeEach(async () => {
  status = 200
  spans = []
  bodies = []
  headers = []
  workspace = null
  collector = createServer((request, response) => {
    let text = ''
    request.on('data', data => {
      text += String(data)
    })
    request.on('end', () => {
      headers.push({ ...request.headers, url: request.url, method: request.method })
      bodies.push(text)
      const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Received[] }[] }[] }
      if (status === 200) spans.push(...resourceSpans.flatMap(each => each.scopeSpans.flatMap(scope => scope.spans)))
      response.writeHead(status).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
})
afterEach(async () => {
  await workspace?.end()
  collector.close()
  collector.closeAllConnections()
})
const endpoint = () => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
const attributeOf = ({ attributes }: Received, name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value
  return value?.stringValue ?? value?.intValue
}

test('each request is a trace with its method and outcome, and the commit is a part of it', async () => {
  const tracing = readTracing(endpoint(), { OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' })
  workspace = await startWorkspace({ ...(tracing && { tracing }) })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'], '秘密小组')
  await say(a, id, '不可外传')
  expect(await errorOf(a.request('message.history', { conversationId: 'nowhere', limit: 5 }))).toBe('not_member')
  // Stopping sends what waits.
  await workspace.end()
  const of = (method: string) => spans.filter(({ name }) => name === method)
  const partsOf = (span: Received | undefined) => spans.filter(each => each.parentSpanId === span?.spanId)
  for (const method of ['message.send', 'conversation.create']) {
    const [span, ...more] = of(method)
    expect(more).toEqual([])
    expect(span).toMatchObject({ kind: 2, status: { code: 0 } })
    expect(attributeOf(span as Received, 'outcome')).toBe('ok')
    expect(attributeOf(span as Received, 'request')).toMatch(/^\d+$/)
    const [commit, ...others] = partsOf(span)
    expect(others).toEqual([])
    expect(commit).toMatchObject({ name: 'commit', kind: 1, traceId: span?.traceId })
    const times = [span?.startTimeUnixNano, commit?.startTimeUnixNano, commit?.endTimeUnixNano, span?.endTimeUnixNano]
    expect(times.map(Number)).toEqual(times.map(Number).sort((one, other) => one - other))
  }
  expect(of('message.history').map(span => attributeOf(span, 'outcome'))).toEqual(['not_member'])
  expect(partsOf(of('message.history')[0])).toEqual([])
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length)
  for (const span of spans) {
    expect(span.traceId).toMatch(/^[\da-f]{32}$/)
    expect(span.spanId).toMatch(/^[\da-f]{16}$/)
  }
  expect(headers[0]).toMatchObject({ url: '/v1/traces', method: 'POST', 'x-key': 'a b' })
  expect(headers[0]?.['content-type']).toBe('application/json')
  for (const secret of ['不可外传', '秘密小组', id]) expect(bodies.join('\n')).not.toContain(secret)
})

test('sends that share a commit have each a part of their own', async () => {
  const tracing = readTracing(endpoint(), {})
  workspace = await startWorkspace({ ...(tracing && { tracing }) })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  await Promise.all(['一', '二', '三'].map(text => say(a, id, text)))
  await workspace.end()
  const sends = spans.filter(({ name }) => name === 'message.send')
  expect(sends).toHaveLength(3)
  for (const send of sends) expect(spans.filter(({ parentSpanId }) => parentSpanId === send.spanId)).toHaveLength(1)
})

test('a collector that takes nothing costs no request, and is reported once', async () => {
  status = 503
  const failures: string[] = []
  const options = { url: `${endpoint()}/v1/traces`, headers: {}, service: 'test', ratio: 1 }
  const tracer = otlpTracer(options, reason => failures.push(reason))
  // Far more than are kept, and more than one request to the collector carries.
  for (let i = 0; i < 20_000; i++) tracer.request('message.send', '1', i)?.end()
  await tracer.close()
  expect(failures).toEqual(['status 503'])
  expect(tracer.request('message.send', '1', 1)).toBeNull()
})

test('a share of the requests is traced', async () => {
  const options = { url: `${endpoint()}/v1/traces`, headers: {}, service: 'test', ratio: 0.5 }
  const tracer = otlpTracer(options, () => {})
  let traced = 0
  for (let i = 0; i < 2_000; i++) if (tracer.request('message.send', '1', i) !== null) traced += 1
  expect(traced).toBeGreaterThan(800)
  expect(traced).toBeLessThan(1_200)
  await tracer.close()
})

test('where traces go is read as OpenTelemetry names it', () => {
  expect(readTracing(undefined, {})).toBeUndefined()
  expect(readTracing(undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined()
  const plain = { headers: {}, service: 'lianqun-server', ratio: 1 }
  const local = { ...plain, url: 'http://127.0.0.1:4318/v1/traces' }
  expect(readTracing('http://127.0.0.1:4318', {})).toEqual(local)
  expect(readTracing(undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' })).toEqual(local)
  const whole = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://b/t' }
  expect(readTracing(undefined, whole)).toEqual({ ...plain, url: 'https://b/t' })
  const more = {
    OTEL_SERVICE_NAME: 'chat',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=b=c, d=e',
  }
  expect(readTracing('http://a', more)).toMatchObject({ service: 'chat', ratio: 0.1, headers: { a: 'b=c', d: 'e' } })
  expect(() => readTracing('collector:4318', {})).toThrow(/127.0.0.1:4318/)
  const by = (sampler: string, arg: string) =>
    readTracing('http://a', { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: arg })?.ratio
  expect(() => by('parentbased_traceidratio', '2')).toThrow(/from 0 to 1/)
  expect([
    by('traceidratio', ''),
    by('', '0.1'),
    by('jaeger_remote', 'endpoint=http://b'),
    by('always_off', ''),
  ]).toEqual([1, 1, 1, 0])
  const secret = () => readTracing('http://a', { OTEL_EXPORTER_OTLP_HEADERS: 'geheim' })
  expect(secret).toThrow(/OTEL_EXPORTER_OTLP_HEADERS/)
  expect(secret).not.toThrow(/geheim/)
})
