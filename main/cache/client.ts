import { Worker } from 'node:worker_threads'
import { type Cache, type CacheChange, CacheError, type OpenFailure, type Unsent } from './api.ts'
import type { PlainError, WorkerCall, WorkerMessage, WorkerStart } from './core/worker-protocol.ts'

export interface OpenOptions {
  /** The database file; its folder is made. */
  path: string
  /** 32 random bytes. */
  key: Uint8Array
  /** The thread's entry; in the app the bundle beside this one. */
  workerUrl?: URL | string
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Opens the cache in a thread of its own. Rejects with a `CacheError` that says why it could not be opened. A call
 * rejects with a `CacheError` too when the file fails it (`full`, `corrupt`, `io`).
 */
export function openCache(options: OpenOptions): Promise<Cache> {
  return new CacheClient(startWorker(options, 'serve')).opened()
}

/**
 * Reads what is unsent out of a cache that is given up, in a thread of its own: when this resolves nothing of the file
 * is open any more. Rejects with a `CacheError` `full` when it may work later.
 */
export async function readUnsent(options: OpenOptions): Promise<Unsent> {
  const worker = startWorker(options, 'unsent')
  const answer = new Promise<Unsent>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'unsent') resolve(message.unsent)
      else if (message.kind === 'refused') reject(revive(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', code => reject(new CacheError('io', `The thread that reads what is unsent ended (${code}).`)))
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

/** After these of any call the file is not to be gone on with. */
const ends: ReadonlySet<OpenFailure> = new Set<OpenFailure>(['full', 'corrupt', 'io'])

function revive(error: PlainError): Error {
  if (error.failure !== null) return new CacheError(error.failure, error.message)
  const revived = new Error(error.message)
  revived.name = error.name
  if (error.stack !== undefined) revived.stack = error.stack
  return revived
}

/** Names that a proxy which is awaited or printed is asked for; they are no calls. */
const notCalls = new Set(['then', 'catch', 'finally', 'toJSON', 'constructor'])

class CacheClient {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #changed = new Set<(change: CacheChange) => void>()
  readonly #failed = new Set<(failure: CacheError) => void>()
  /** The thread is gone. */
  #failure: CacheError | null = null
  #told = false
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
      // An answer that this thread cannot read: which call it was of is not known, so all end.
      this.#worker.on('messageerror', error => this.#unanswered(`The cache's answer cannot be read: ${error.message}`))
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
      if (error instanceof CacheError && ends.has(error.failure)) this.#tell(error)
    }
  }

  /** Ends the calls under way; the thread lives on. */
  #unanswered(reason: string): void {
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of pending) reject(new Error(reason))
  }

  #tell(failure: CacheError): void {
    if (this.#told || this.#closing !== null) return
    this.#told = true
    for (const listener of this.#failed) listener(failure)
  }

  #died(reason: string): void {
    if (this.#failure !== null) return
    this.#failure = new CacheError('io', reason)
    for (const pending of this.#pending.values()) pending.reject(this.#failure)
    this.#pending.clear()
    this.#tell(this.#failure)
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

  /** Answers what was asked before, closes the file and ends the thread. */
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
