import { randomUUID } from 'node:crypto'
import { encode } from '@lianqun/protocol'
import { afterEach, expect, test } from 'vitest'
import { type ServerOptions, StartupError, startServer } from '../index.ts'
import { connect } from '../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../testing/workspace.ts'
import { prometheusMetrics } from './prometheus.ts'

let workspaces: TestWorkspace[] = []
afterEach(async () => {
  for (const workspace of workspaces) await workspace.end()
  workspaces = []
})
async function start(options: Partial<ServerOptions> = {}) {
  const workspace = await startWorkspace({ metrics: { host: '127.0.0.1', port: 0 }, ...options })
  workspaces.push(workspace)
  return workspace
}
/** What Prometheus reads: a number by its name with its labels. */
async function read({ server }: TestWorkspace): Promise<(sample: string) => number | undefined> {
  const text = await (await fetch(server.metricsUrl ?? '')).text()
  const samples = new Map(
    text.split('\n').flatMap(line => {
      const [, name, value] = /^([^#].*) (\S+)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, Number(value)] as const]
    }),
  )
  return sample => samples.get(sample)
}

test('requests are counted by method and outcome, and a name that is no method makes no label', async () => {
  const workspace = await start()
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  for (const text of ['一', '二', '三']) await say(a, id, text)
  const refusal = await errorOf(a.request('message.history', { conversationId: 'nowhere', limit: 5 }))
  expect(await errorOf(a.requestRaw('made.up', {}))).toBe('unknown_method')
  expect(await errorOf(a.requestRaw('message.send', { conversationId: 7 }))).toBe('invalid_params')
  const stranger = await connect(workspace.server.url)
  expect(await errorOf(stranger.request('sync.hello', {}))).toBe('unauthenticated')
  const value = await read(workspace)
  expect(refusal).toBe('not_member')
  expect(value('lianqun_requests_total{method="message.send",outcome="ok"}')).toBe(3)
  expect(value('lianqun_requests_total{method="message.send",outcome="invalid_params"}')).toBe(1)
  expect(value('lianqun_requests_total{method="message.history",outcome="not_member"}')).toBe(1)
  expect(value('lianqun_requests_total{method="unknown",outcome="unknown_method"}')).toBe(1)
  expect(value('lianqun_requests_total{method="sync.hello",outcome="unauthenticated"}')).toBe(1)
  expect(value('lianqun_request_duration_seconds_count{method="message.send"}')).toBe(3)
  expect(value('lianqun_sockets{state="signed_in"}')).toBe(1)
  expect(value('lianqun_sockets{state="stranger"}')).toBe(1)
  expect(value('lianqun_requests_in_flight')).toBe(0)
})

test('messages, their commits and what they wait for are counted', async () => {
  const workspace = await start()
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const id = await makeGroup(a, ['b'])
  const before = await read(workspace)
  const content = (text: string) => ({ type: 'text', text, mentions: [] })
  const sends = ['一', '二', '三', '四'].map((text, i) =>
    encode.request(900 + i, 'message.send', { conversationId: id, clientId: randomUUID(), content: content(text) }),
  )
  const last = b.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes('四'))
  a.sendRaw(encode.batch(sends))
  await last
  await b.request('membership.update', { conversationId: id, readSeq: 1 })
  const value = await read(workspace)
  const grown = (sample: string) => (value(sample) ?? 0) - (before(sample) ?? 0)
  expect(grown('lianqun_messages_stored_total')).toBe(4)
  expect(grown('lianqun_commit_inputs_sum{queue="sends"}')).toBe(4)
  expect(grown('lianqun_commit_inputs_count{queue="sends"}')).toBe(1)
  expect(grown('lianqun_commit_inputs_sum{queue="marks"}')).toBe(1)
  expect(grown('lianqun_commit_duration_seconds_count{kind="sends"}')).toBe(1)
  expect(grown('lianqun_push_lag_seconds_count{kind="sends"}')).toBe(1)
  expect(grown('lianqun_commit_duration_seconds_count{kind="write"}')).toBe(1)
  expect(grown('lianqun_lock_wait_seconds_count')).toBe(1)
  expect(value('lianqun_commit_queue_length{queue="sends"}')).toBe(0)
})

test('frames and bytes are counted as the clients get them', async () => {
  const workspace = await start()
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const id = await makeGroup(a, ['b'])
  await b.waitFor('sync.joined')
  const before = await read(workspace)
  const seen = a.frames + b.frames
  let bytes = 0
  for (const client of [a, b]) client.ws.on('message', data => (bytes += (data as Buffer).length))
  await say(a, id, '好'.repeat(1_000))
  await b.waitFor('sync.push', ({ scope }) => scope === `conversation:${id}`)
  // What the person has of their own is pushed before the answer to what they ask next.
  for (const client of [a, b]) await client.request('sync.heartbeat', { heads: { count: 0, hash: 0 } })
  const value = await read(workspace)
  const grown = (sample: string) => (value(sample) ?? 0) - (before(sample) ?? 0)
  const frames = a.frames + b.frames - seen
  expect(grown('lianqun_frames_out_total')).toBe(frames)
  // A frame of up to 125 bytes has two more of its own, of up to 65,535 four.
  const heads = grown('lianqun_bytes_out_total') - bytes
  expect(heads).toBeGreaterThanOrEqual(2 * frames)
  expect(heads).toBeLessThanOrEqual(4 * frames)
})

test('a client that does not read is counted as slow, and as closed', async () => {
  const workspace = await start({ limits: { softBuffer: 1_000, hardBuffer: 200_000, inFlight: 1_000 } })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  for (let i = 0; i < 30; i++) await say(a, id, '长'.repeat(8_000))
  a.ws.pause()
  const params = { conversationId: id, limit: 200 }
  a.sendRaw(encode.batch(Array.from({ length: 40 }, (_, i) => encode.request(1_000 + i, 'message.history', params))))
  const other = await workspace.client('b')
  for (let i = 0; i < 50; i++) await other.request('sync.heartbeat', { heads: { count: 0, hash: 0 } })
  expect((await read(workspace))('lianqun_slow_consumers_closed_total')).toBe(1)
  a.ws.resume()
  await a.closed
})

test('each server counts for itself, and what the process is counted as comes along', async () => {
  const [one, other] = [await start(), await start()]
  await one.client('a')
  const [value, quiet] = [await read(one), await read(other)]
  expect(value('lianqun_sockets{state="signed_in"}')).toBe(1)
  expect(quiet('lianqun_sockets{state="signed_in"}')).toBe(0)
  expect(quiet('lianqun_requests_total{method="auth.resume",outcome="ok"}')).toBeUndefined()
  for (const each of [value, quiet]) {
    expect(each('process_resident_memory_bytes')).toBeGreaterThan(0)
    expect(each('nodejs_eventloop_lag_p99_seconds')).toBeDefined()
  }
})

test('what the bus, the cursor and the jobs will tell is there from the first reading', async () => {
  const metrics = prometheusMetrics()
  expect(await metrics.text()).toMatch(/^lianqun_bus_reconnects_total 0$/m)
  metrics.busReconnected()
  metrics.busRefused()
  metrics.admissionRefused()
  metrics.gauge('peopleElsewhere', () => 9)
  metrics.cursorLag(1_500)
  metrics.jobsWaiting('linkPreview', 7)
  metrics.jobEnded('linkPreview', 'failed')
  const text = await metrics.text()
  expect(text).toMatch(/^lianqun_bus_reconnects_total 1$/m)
  expect(text).toMatch(/^lianqun_bus_refused_total 1$/m)
  expect(text).toMatch(/^lianqun_admissions_refused_total 1$/m)
  expect(text).toMatch(/^lianqun_presence_people 9$/m)
  expect(text).toMatch(/^lianqun_cursor_lag_seconds 1.5$/m)
  expect(text).toMatch(/^lianqun_jobs_waiting\{kind="linkPreview"\} 7$/m)
  expect(text).toMatch(/^lianqun_jobs_ended_total\{kind="linkPreview",outcome="failed"\} 1$/m)
})

test('the metrics are at their own address alone, and without one nothing is served', async () => {
  const workspace = await start()
  const statusOf = async (url: string, init?: RequestInit) => (await fetch(url, init)).status
  const { server } = workspace
  expect(await statusOf(`${server.httpUrl}/metrics`)).toBe(404)
  expect(await statusOf(server.metricsUrl ?? '')).toBe(200)
  expect(await statusOf(`${server.metricsUrl}?x=1`)).toBe(200)
  expect(await statusOf(`${server.metricsUrl}/more`)).toBe(404)
  expect(await statusOf(server.metricsUrl ?? '', { method: 'POST', body: 'x' })).toBe(404)
  await server.close()
  await expect(fetch(server.metricsUrl ?? '')).rejects.toThrow()
  const silent = await startWorkspace()
  workspaces.push(silent)
  expect(silent.server.metricsUrl).toBeNull()
  expect(await statusOf(`${silent.server.httpUrl}/metrics`)).toBe(404)
})

test('an address that is in use stops the start with a sentence, and leaves nothing open', async () => {
  const workspace = await start()
  const metrics = { host: '127.0.0.1', port: Number(new URL(workspace.server.metricsUrl ?? '').port) }
  const { dataDir } = workspace
  await workspace.server.close()
  const other = await start({ metrics })
  const starting = startServer({ dataDir, metrics })
  await expect(starting).rejects.toThrow(StartupError)
  await expect(starting).rejects.toThrow(/--metrics/)
  await other.server.close()
  // The folder is free again.
  const again = await startServer({ dataDir, metrics })
  await again.close()
})
