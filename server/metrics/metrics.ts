import type { ErrorName, Method } from '@lianqun/protocol'

/** What a transaction stores: messages that came together, or anything else. */
export type CommitKind = 'sends' | 'write'
/** What is stored in groups: its inputs wait for the transaction before theirs. */
export type QueueName = 'sends' | 'marks'
export type JobOutcome = 'done' | 'retried' | 'failed'
/** Numbers that are read when somebody asks for them. */
export type GaugeName = 'signedIn' | 'strangers' | 'slowConsumers' | 'requestsInFlight' | 'peopleElsewhere'

/**
 * What the server counts of itself. Calls are cheap and never throw; none is made for a single delivery. Times are in
 * milliseconds, as everywhere in the code; the names that Prometheus reads say seconds.
 */
export interface Metrics {
  /** A request was answered. `ms`: from its start; null where it was refused before. */
  request(method: Method | 'unknown', outcome: 'ok' | ErrorName, ms: number | null): void
  /** So many messages were stored, those that a client sent again included. */
  stored(messages: number): void
  /** A transaction is stored. `ms`: of sends with the wait for their locks, of a write without it. */
  commit(kind: CommitKind, ms: number): void
  /** So many inputs of a queue go into one transaction. */
  group(queue: QueueName, inputs: number): void
  /** How long a write waited for its locks. */
  lockWait(ms: number): void
  /** The frames of a commit were given to the sockets, this long after it was stored. */
  pushLag(kind: CommitKind, ms: number): void
  /** Frames and their bytes were given to sockets: once for all that are written in one turn. */
  written(frames: number, bytes: number): void
  /** A connection was closed because its client reads too slowly. */
  slowClosed(): void
  /** Somebody came faster than people are let in, and was told to come again. */
  admissionRefused(): void
  /** The connection to the bus was lost and made again. */
  busReconnected(): void
  /** A message of another process could not be read. */
  busRefused(): void
  /** How far what is read of the commits of other processes is behind. */
  cursorLag(ms: number): void
  /** Jobs of a kind that are due and that nobody has taken yet, of all processes. */
  jobsWaiting(kind: string, count: number): void
  /** A job of a kind was done, failed and will be done again, or failed for the last time. */
  jobEnded(kind: string, outcome: JobOutcome): void
  /** `read` gives the number from now on. */
  gauge(name: GaugeName, read: () => number): void
  /** `read` gives how many inputs of a queue wait, from now on. */
  queue(name: QueueName, read: () => number): void
}

/** Counts nothing: what a server has that nobody asks. */
export const noMetrics: Metrics = {
  request() {},
  stored() {},
  commit() {},
  group() {},
  lockWait() {},
  pushLag() {},
  written() {},
  slowClosed() {},
  admissionRefused() {},
  busReconnected() {},
  busRefused() {},
  cursorLag() {},
  jobsWaiting() {},
  jobEnded() {},
  gauge() {},
  queue() {},
}
