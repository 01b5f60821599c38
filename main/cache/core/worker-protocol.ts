import type { CacheChange, OpenFailure, Unsent } from './types.ts'

/*
 * Messages between main and the worker thread. One port keeps their order: the change that a call made comes before its
 * answer, and answers come in the order of the calls.
 */

/** The worker data of the thread. */
export interface WorkerStart {
  path: string
  key: Uint8Array
  /** `unsent`: only reads the unsent messages and drafts from the file, then ends. */
  purpose: 'serve' | 'unsent'
}

export interface WorkerCall {
  id: number
  name: string
  args: unknown[]
}

/** An error as sent between the threads: structured clone does not keep its class. */
export interface PlainError {
  failure: OpenFailure | null
  name: string
  message: string
  stack: string | undefined
}

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'unsent'; unsent: Unsent }
  | { kind: 'refused'; error: PlainError }
  | { kind: 'change'; change: CacheChange }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: PlainError }
