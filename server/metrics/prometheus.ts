import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { GaugeName, Metrics, QueueName } from './metrics.ts'

/** Metrics that Prometheus can read. */
export interface PrometheusMetrics extends Metrics {
  /** All numbers as they are now, in Prometheus's text format. */
  text(): Promise<string>
  readonly contentType: string
}

/** From a tenth of a millisecond, which a commit on a fast disk takes, to what a person no longer waits for. */
const seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 500]

/** Metrics with a registry of their own, since several servers may run in one process. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry()
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter<L>({ name: `lianqun_${name}`, help, labelNames, registers })
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[] = []) =>
    new Histogram<L>({ name: `lianqun_${name}`, help, buckets, labelNames, registers })
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = [], read?: () => void) =>
    new Gauge<L>({ name: `lianqun_${name}`, help, labelNames, registers, ...(read && { collect: read }) })

  const requests = counter('requests_total', 'Requests that were answered.', ['method', 'outcome'])
  const durations = histogram('request_duration_seconds', 'From the start of a request to its answer.', seconds, [
    'method',
  ])
  const stored = counter('messages_stored_total', 'Messages that were stored, retries of clients included.')
  const commitTimes = histogram('commit_duration_seconds', 'Time of a transaction.', seconds, ['kind'])
  const commitSizes = histogram('commit_inputs', 'Inputs of a queue that one transaction stores.', sizes, ['queue'])
  const lockWaits = histogram('lock_wait_seconds', 'How long a write waited for its locks.', seconds)
  const pushLags = histogram('push_lag_seconds', 'From the end of a commit until its frames are written.', seconds, [
    'kind',
  ])
  const frames = counter('frames_out_total', 'Frames written to sockets.')
  const bytes = counter('bytes_out_total', 'Bytes of frames written to sockets.')
  const slowClosed = counter('slow_consumers_closed_total', 'Connections closed because their client reads too slowly.')
  const admissions = counter(
    'admissions_refused_total',
    'People who were told to come again, since too many came at once.',
  )
  const busReconnects = counter('bus_reconnects_total', 'Times the connection to the bus was made again.')
  const busRefused = counter('bus_refused_total', 'Messages of other processes that could not be read.')
  const cursorLag = gauge('cursor_lag_seconds', 'How far the commits of other processes that were read are behind.')
  const jobsWaiting = gauge('jobs_waiting', 'Jobs that are due and that nobody has taken yet.', ['kind'])
  const jobsEnded = counter('jobs_ended_total', 'Jobs that were done, or failed.', ['kind', 'outcome'])

  const reads = new Map<GaugeName, () => number>()
  const queues = new Map<QueueName, () => number>()
  const readOf = (name: GaugeName) => reads.get(name)?.() ?? 0
  const sockets = gauge('sockets', 'Open WebSockets by whether somebody is signed in.', ['state'], () => {
    sockets.set({ state: 'signed_in' }, readOf('signedIn'))
    sockets.set({ state: 'stranger' }, readOf('strangers'))
  })
  const slow = gauge('slow_consumers', 'Connections that get heads instead of bodies now.', [], () => {
    slow.set(readOf('slowConsumers'))
  })
  const elsewhere = gauge(
    'presence_people',
    'People asked for at other processes, told of by them, or asked for by them.',
    [],
    () => {
      elsewhere.set(readOf('peopleElsewhere'))
    },
  )
  const inFlight = gauge('requests_in_flight', 'Requests that are being carried out.', [], () => {
    inFlight.set(readOf('requestsInFlight'))
  })
  const lengths = gauge('commit_queue_length', 'Inputs that wait for the transaction before theirs.', ['queue'], () => {
    for (const [queue, read] of queues) lengths.set({ queue }, read())
  })

  return {
    request(method, outcome, ms) {
      requests.inc({ method, outcome })
      if (ms !== null) durations.observe({ method }, ms / 1_000)
    },
    stored: count => stored.inc(count),
    commit: (kind, ms) => commitTimes.observe({ kind }, ms / 1_000),
    group: (queue, inputs) => commitSizes.observe({ queue }, inputs),
    lockWait: ms => lockWaits.observe(ms / 1_000),
    pushLag: (kind, ms) => pushLags.observe({ kind }, ms / 1_000),
    written(count, size) {
      frames.inc(count)
      bytes.inc(size)
    },
    slowClosed: () => slowClosed.inc(),
    admissionRefused: () => admissions.inc(),
    busReconnected: () => busReconnects.inc(),
    busRefused: () => busRefused.inc(),
    cursorLag: ms => cursorLag.set(ms / 1_000),
    jobsWaiting: (kind, count) => jobsWaiting.set({ kind }, count),
    jobEnded: (kind, outcome) => jobsEnded.inc({ kind, outcome }),
    gauge: (name, read) => void reads.set(name, read),
    queue: (name, read) => void queues.set(name, read),
    contentType: registry.contentType,
    text: async () => (await Promise.all([registry.metrics(), processRegistry().metrics()])).join('\n'),
  }
}

let ofProcess: Registry | null = null

/**
 * What prom-client tells of the process (processor, memory, garbage collection, lag of the event loop), under its usual
 * names: once a process, because it observes for as long as the process lives.
 */
function processRegistry(): Registry {
  if (ofProcess === null) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}
