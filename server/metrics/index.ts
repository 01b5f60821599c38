import { messageOf, StartupError } from '../storage/startup-error.ts'
import { type Metrics, noMetrics } from './metrics.ts'

/** The metrics of a server and where they are read. */
export interface OpenMetrics {
  metrics: Metrics
  /** Begins to serve the numbers. `failed` hears of a reading that failed. @throws StartupError */
  listen(failed: (error: unknown) => void): Promise<void>
  /** Null when nothing is counted, and before `listen`. */
  readonly url: string | null
  close(): Promise<void>
}

/** Counts for who asks at `address`; without one nothing is counted, and the library is not loaded. */
export async function openMetrics(address: { host: string; port: number } | undefined): Promise<OpenMetrics> {
  if (address === undefined) return { metrics: noMetrics, url: null, async listen() {}, async close() {} }
  const { prometheusMetrics } = await import('./prometheus.ts')
  const { listenForMetrics } = await import('./listener.ts')
  const metrics = prometheusMetrics()
  let listener: Awaited<ReturnType<typeof listenForMetrics>> | null = null
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return {
    metrics,
    async listen(failed) {
      try {
        listener = await listenForMetrics(metrics, address, failed)
      } catch (error) {
        const cause = messageOf(error)
        throw new StartupError(`The metrics cannot be served at ${host}:${address.port} (${cause}). Check --metrics.`)
      }
    },
    get url() {
      return listener && `http://${host}:${listener.port}/metrics`
    },
    close: async () => listener?.close(),
  }
}
