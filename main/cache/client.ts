import { Worker } from 'node:worker_threads'
import { type Cache, type CacheChange, CacheError, type OpenFailure, type Unsent } from './api.ts'
import type { PlainError, WorkerCall, WorkerMessage, WorkerStart } from './core/worker-protocol.ts'

export interface OpenOptions {
  /** The database file; its folder is created. */
  path: string
  /** 32 random bytes. */
  key: Uint8Array
  /** The thread's entry script; by default the bundle beside this one. */
  workerUrl?: URL | string
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Opens the cache in its own thread. Rejects with a `CacheError` when it cannot be opened. Calls of the cache reject
 * with a `CacheError` (`full`, `corrupt`, `io`) when the file fails.
 */
export function openCache(options: OpenOptions): Promise<Cache> {
  return new CacheClient(startWorker(options, 'serve')).opened()
}

/**
 * Reads the unsent messages and drafts of an abandoned cache, in its own thread: when this resolves, the file is
 * closed. Rejects with a `CacheError` `full` when it may work later.
 */
export async function readUnsent(options: OpenOptions): Promise<Unsent> {
  const worker = startWorker(options, 'unsent')
  const answer = new Promise<Unsent>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'unsent') resolve(message.unsent)
      else if (message.kind === 'refused') reject(revive(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', code => reject(new CacheError('io', `The thread that reads unsent messages ended (${code}).`)))
  })
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()))
  try {
    return await answer
  } finally {
    await exited
  }
}

function startWorker(options: OpenOptions, purpose: WorkerStart['purpose']): Worker {
  const url = options.workerUrl ?? new URL('./worker.js', import.meta.url)
  const start: WorkerStart = { path: options.path, key: options.key, purpose }
  return new Worker(url, { workerData: start, name: 'cache' })
}

/** After these failures of a call the file must not be used any more. */
const fatalFailures: ReadonlySet<OpenFailure> = new Set<OpenFailure>(['full', 'corrupt', 'io'])

function revive(error: PlainError): Error {
  if (error.failure !== null) return new CacheError(error.failure, error.message)
  const revived = new Error(error.message)
  revived.name = error.name
  if (error.stack !== undefined) revived.stack = error.stack
  return revived
}

/** Property names that the runtime reads from an awaited or printed proxy; they are not calls. */
const notCalls = new Set(['then', 'catch', 'finally', 'toJSON', 'constructor'])

class CacheClient {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #changed = new Set<(change: CacheChange) => void>()
  readonly #failed = new Set<(failure: CacheError) => void>()
  /** Why the thread ended, or null while it runs. */
  #failure: CacheError | null = null
  #failureNotified = false
  #closing: Promise<void> | null = null
  #lastId = 0

  constructor(worker: Worker) {
    this.#worker = worker
  }

  opened(): Promise<Cache> {
    return new Promise((resolve, reject) => {
      const refuse = (failure: Error) => {
        this.#failed.delete(refuse)
        reject(failure)
      }
      this.#failed.add(refuse)
      this.#worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'ready') {
          this.#failed.delete(refuse)
          resolve(this.#proxy())
        } else if (message.kind === 'refused') {
          refuse(revive(message.error))
        } else if (message.kind !== 'unsent') {
          this.#receive(message)
        }
      })
      this.#worker.on('error', error =>
        this.#died(`The cache thread failed: ${error instanceof Error ? error.message : error}`),
      )
      // An answer could not be deserialized. It is not known which call it was for, so all of them fail.
      this.#worker.on('messageerror', error =>
        this.#rejectPending(new Error(`An answer of the cache cannot be read: ${error.message}`)),
      )
      this.#worker.on('exit', code => this.#died(`The cache thread ended (${code}).`))
    })
  }

  #receive(message: Exclude<WorkerMessage, { kind: 'ready' | 'refused' | 'unsent' }>): void {
    if (message.kind === 'change') {
      for (const listener of this.#changed) listener(message.change)
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.kind === 'value') pending?.resolve(message.value)
    else {
      const error = revive(message.error)
      pending?.reject(error)
      if (error instanceof CacheError && fatalFailures.has(error.failure)) this.#notifyFailure(error)
    }
  }

  #rejectPending(error: Error): void {
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of pending) reject(error)
  }

  #notifyFailure(failure: CacheError): void {
    if (this.#failureNotified || this.#closing !== null) return
    this.#failureNotified = true
    for (const listener of this.#failed) listener(failure)
  }

  #died(reason: string): void {
    if (this.#failure !== null) return
    this.#failure = new CacheError('io', reason)
    this.#rejectPending(this.#failure)
    this.#notifyFailure(this.#failure)
  }

  #call(name: string, args: unknown[]): Promise<unknown> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    if (this.#closing !== null) return Promise.reject(new CacheError('io', 'The cache is closed.'))
    return this.#send(name, args)
  }

  #send(name: string, args: unknown[]): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#worker.postMessage({ id, name, args } as WorkerCall)
    })
  }

  /** Waits for the calls before it, closes the file and ends the thread. */
  #close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    if (this.#failure !== null) return
    const exited = new Promise<void>(resolve => this.#worker.once('exit', () => resolve()))
    try {
      await this.#send('close', [])
    } finally {
      await exited
    }
  }

  #proxy(): Cache {
    const own: Pick<Cache, 'onChange' | 'onFailure' | 'close'> = {
      onChange: listener => {
        this.#changed.add(listener)
        return () => this.#changed.delete(listener)
      },
      onFailure: listener => {
        this.#failed.add(listener)
        return () => this.#failed.delete(listener)
      },
      close: () => this.#close(),
    }
    const calls = new Map<string, (...args: unknown[]) => Promise<unknown>>()
    return new Proxy(own as Cache, {
      get: (target, name) => {
        if (name in target) return target[name as keyof Cache]
        if (typeof name !== 'string' || notCalls.has(name)) return undefined
        let call = calls.get(name)
        if (call === undefined) {
          call = (...args) => this.#call(name, args)
          calls.set(name, call)
        }
        return call
      },
    })
  }
}
