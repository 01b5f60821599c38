import { randomBytes, randomUUID } from 'node:crypto'
import { messageOf } from '../storage/startup-error.ts'
import type { Span, Tracer } from './tracing.ts'

/** Where traces go, by the variables that OpenTelemetry names. */
export interface OtlpOptions {
  /** The whole address, which ends in `/v1/traces` by custom. */
  url: string
  headers: Record<string, string>
  service: string
  /** The share of requests that is traced, from 0 to 1. */
  ratio: number
}

/** A tracer that sends what it traces to a collector. */
export interface OtlpTracer extends Tracer {
  /** Sends what waits, and nothing more. */
  close(): Promise<void>
}

/** Spans are sent this often, and as soon as so many wait; above the most that are kept they are dropped. */
const everyMs = 2_000
const batch = 512
const most = 8_192
const patienceMs = 5_000

/** A finished span as OTLP has it in JSON. */
interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Attribute[]
  status: { code: number }
}
interface Attribute {
  key: string
  value: { stringValue: string } | { intValue: string }
}

/**
 * Sends spans by OTLP over HTTP, in JSON. What a collector does not take is dropped, and `failed` hears of the first of
 * several failures in a row: a trace is never worth a wait, or memory without end.
 */
export function otlpTracer(options: OtlpOptions, failed: (reason: string) => void): OtlpTracer {
  let waiting: OtlpSpan[] = []
  let sending: Promise<void> | null = null
  let failing = false
  let closed = false

  async function send(): Promise<void> {
    const spans = waiting.splice(0, batch)
    if (spans.length === 0) return
    try {
      const answer = await fetch(options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...options.headers },
        body: JSON.stringify(envelope(options.service, spans)),
        signal: AbortSignal.timeout(patienceMs),
      })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      failing = false
    } catch (error) {
      if (!failing) failed(messageOf(error))
      failing = true
    }
  }
  function flush(): Promise<void> {
    sending ??= send().finally(() => {
      sending = null
    })
    return sending
  }
  const timer = setInterval(() => void flush(), everyMs).unref()

  function add(span: OtlpSpan): void {
    if (closed || waiting.length >= most) return
    waiting.push(span)
    if (waiting.length >= batch && sending === null) void flush()
  }
  return {
    request(name, connection, request) {
      if (closed || (options.ratio < 1 && Math.random() >= options.ratio)) return null
      return new OpenSpan(add, { name, kind: server, traceId: id(16), attributes: { connection, request } })
    },
    async close() {
      closed = true
      clearInterval(timer)
      await sending
      while (waiting.length > 0 && !failing) await flush()
      waiting = []
    },
  }
}

/** Kinds of spans and states of their end, as OTLP numbers them. */
const internal = 1
const server = 2
const failedStatus = 2

/** Outcomes that are a fault of the server; the others are answers. */
const faults = new Set(['internal', 'unavailable', 'storage_full'])

interface Given {
  name: string
  kind: number
  traceId: string
  parent?: string
  attributes: Record<string, string | number>
}

class OpenSpan implements Span {
  readonly #add: (span: OtlpSpan) => void
  readonly #began = performance.now()
  readonly #id = id(8)
  readonly #given: Given

  constructor(add: (span: OtlpSpan) => void, given: Given) {
    this.#add = add
    this.#given = given
  }

  child(name: string): Span {
    const { traceId } = this.#given
    return new OpenSpan(this.#add, { name, kind: internal, traceId, parent: this.#id, attributes: {} })
  }

  end(outcome = 'ok'): void {
    const { name, kind, traceId, parent, attributes } = this.#given
    this.#add({
      traceId,
      spanId: this.#id,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name,
      kind,
      startTimeUnixNano: nanoseconds(this.#began),
      endTimeUnixNano: nanoseconds(performance.now()),
      attributes: Object.entries({ ...attributes, outcome }).map(([key, value]) => attribute(key, value)),
      status: { code: faults.has(outcome) ? failedStatus : 0 },
    })
  }
}

/** A time of `performance.now()` since 1970, in nanoseconds: as text, since numbers are exact to microseconds only. */
const nanoseconds = (time: number) => `${Math.round((performance.timeOrigin + time) * 1_000)}000`
const id = (bytes: number) => randomBytes(bytes).toString('hex')

function attribute(key: string, value: string | number): Attribute {
  return { key, value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) } }
}

/** Processes in containers all have the same number. */
const instanceId = randomUUID()

function envelope(service: string, spans: OtlpSpan[]): unknown {
  const attributes = { 'service.name': service, 'service.instance.id': instanceId, 'process.pid': process.pid }
  const resource = { attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)) }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'lianqun-server' }, spans }] }] }
}
