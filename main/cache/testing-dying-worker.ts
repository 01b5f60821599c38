import { parentPort } from 'node:worker_threads'

/* A cache thread that opens and fails at the first call. */
parentPort?.on('message', () => {
  throw new Error('It dies.')
})
parentPort?.postMessage({ kind: 'ready' })
