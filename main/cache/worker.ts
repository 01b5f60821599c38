import { parentPort, workerData } from 'node:worker_threads'
import { type CacheDatabase, CacheError } from './api.ts'
import type { PlainError, WorkerCall, WorkerMessage, WorkerStart } from './core/worker-protocol.ts'
import { openDatabase } from './database.ts'
import { readUnsent } from './outbox/unsent-recovery.ts'

/* The thread of the cache: opens the database, then answers calls one after the other. */

function plain(error: unknown): PlainError {
  const known = error instanceof Error ? error : new Error(String(error))
  return {
    failure: known instanceof CacheError ? known.failure : null,
    name: known.name,
    message: known.message,
    stack: known.stack,
  }
}

function serve(port: NonNullable<typeof parentPort>, database: CacheDatabase): void {
  const post = (message: WorkerMessage) => port.postMessage(message)
  const methods = database as unknown as Record<string, (...args: unknown[]) => unknown>
  port.on('message', ({ id, name, args }: WorkerCall) => {
    try {
      const method = methods[name]
      if (method === undefined) throw new TypeError(`The cache has no call ${name}.`)
      post({ kind: 'value', id, value: method(...args) })
    } catch (error) {
      post({ kind: 'error', id, error: plain(error) })
    }
    if (name === 'close') port.close()
  })
  post({ kind: 'ready' })
}

function start(): void {
  const port = parentPort
  if (port === null) throw new Error('The cache worker must run as a worker thread.')
  const { path, key, purpose } = workerData as WorkerStart
  const refuse = (error: unknown) => {
    port.postMessage({ kind: 'refused', error: plain(error) } satisfies WorkerMessage)
    port.close()
  }
  try {
    if (purpose === 'unsent') {
      port.postMessage({ kind: 'unsent', unsent: readUnsent(path, key) } satisfies WorkerMessage)
      port.close()
      return
    }
    serve(
      port,
      openDatabase(path, key, change => port.postMessage({ kind: 'change', change } satisfies WorkerMessage)),
    )
  } catch (error) {
    refuse(error)
  }
}

start()
