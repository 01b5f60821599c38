import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PrometheusMetrics } from './prometheus.ts'

/** Where metrics are read. */
export interface MetricsListener {
  port: number
  close(): Promise<void>
}

/**
 * Serves `GET /metrics` at an address of its own and nothing else there. `failed` hears of a reading that failed.
 * @throws the error of `listen`
 */
export async function listenForMetrics(
  metrics: PrometheusMetrics,
  { host, port }: { host: string; port: number },
  failed: (error: unknown) => void,
): Promise<MetricsListener> {
  // All who ask at once are told the same: it takes the time of everybody who is served.
  let reading: Promise<string> | null = null
  const text = () => {
    reading ??= metrics.text().finally(() => {
      reading = null
    })
    return reading
  }
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('cache-control', 'no-store')
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    text().then(
      text => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        failed(error)
        response.writeHead(500).end()
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
