import type { CacheChange, OpenFailure, Unsent } from './types.ts'

/*
 * What main and the worker thread tell each other. One port, in order: so the change a call made comes before its
 * answer, and answers come in the order of the calls.
 */

/** What the thread starts with. */
export interface WorkerStart {
  path: string
  key: Uint8Array
  /** `unsent`: only reads what is unsent out of the file, and ends. */
  purpose: 'serve' | 'unsent'
}

export interface WorkerCall {
  id: number
  name: string
  args: unknown[]
}

/** An error across the threads: structured clone keeps no class. */
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
