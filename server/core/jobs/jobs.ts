import type { Message } from '@lianqun/protocol'
import type { JobRow } from '../../storage/tables.ts'

/** What the jobs of each kind carry, as JSON: ids, and nothing that somebody wrote. A feature declares its own here. */
export interface JobPayloads {
  /** Something happened in a conversation in which a bot is. */
  conversationHeard: { conversationId: string }
}

export type JobKind = keyof JobPayloads

/**
 * Work that a commit asks for, stored with it. `key`: of two of a kind with one key, the later one takes the place of the
 * other. `lane`: of those of one lane a process does one at a time, so that nobody holds up the others. `runAt`: not before
 * then, milliseconds; at once without it.
 */
export type NewJob = {
  [K in JobKind]: { kind: K; key: string; lane?: string; runAt?: number; payload: JobPayloads[K] }
}[JobKind]

/** The jobs that follow from messages that are stored or changed, for the same transaction. */
export type Follow = (messages: readonly Message[]) => NewJob[]

/** A job that is being done. */
export interface Job<K extends JobKind = JobKind> {
  payload: JobPayloads[K]
  /** When it was asked for, milliseconds. */
  createdAt: number
  /** The server stops, or another does the job: what is done from now on is done again. */
  signal: AbortSignal
}

/** How the jobs of a kind are done. One may be done again, also when it was done: a process may die in between. */
export interface JobSpec<K extends JobKind = JobKind> {
  /** Most that one process does at once. */
  atOnce: number
  /** How often one is begun before it is given up. */
  attempts: number
  /** Work without a commit that asks for it: done once in this time, by any of the processes. Milliseconds. */
  everyMs?: number
  run(job: Job<K>): Promise<void>
}

export type JobSpecs<K extends JobKind = JobKind> = { [P in K]: JobSpec<P> }

/** The work that follows from a change of a conversation in which a bot is: one job for many changes. */
export function heard(conversationId: string): NewJob {
  return { kind: 'conversationHeard', key: conversationId, lane: conversationId, payload: { conversationId } }
}

/** A new job as a row, due at once or at its time. */
export function jobRow(
  job: { kind: string; key: string; lane?: string; runAt?: number; payload: unknown },
  now: number,
): JobRow {
  const { kind, key, lane = '', runAt: run_at = now, payload } = job
  return { kind, key, lane, payload: JSON.stringify(payload), created_at: now, run_at, attempts: 0, token: null }
}
