import { StartupError } from '../storage/startup-error.ts'
import type { OtlpOptions } from './otlp.ts'
import { noTracer, type Tracer } from './tracing.ts'

export type { OtlpOptions }

/** The tracer of a server. */
export interface OpenTracing {
  tracer: Tracer
  /** Sends what waits. */
  close(): Promise<void>
}

/** Traces to a collector; without one nothing is traced, and the code is not loaded. */
export async function openTracing(
  options: OtlpOptions | undefined,
  failed: (reason: string) => void,
): Promise<OpenTracing> {
  if (options === undefined) return { tracer: noTracer, async close() {} }
  const { otlpTracer } = await import('./otlp.ts')
  const tracer = otlpTracer(options, failed)
  return { tracer, close: () => tracer.close() }
}

/**
 * Where traces go: `endpoint`, or what OpenTelemetry's variables say; undefined for nowhere. @throws StartupError for
 * what cannot be used
 */
export function readTracing(endpoint: string | undefined, env: NodeJS.ProcessEnv): OtlpOptions | undefined {
  const base = endpoint ?? env.OTEL_EXPORTER_OTLP_ENDPOINT
  const whole = endpoint === undefined ? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT : undefined
  const text = whole || base
  if (!text) return undefined
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new StartupError(`Traces go to an address such as http://127.0.0.1:4318, not to "${text}".`)
  }
  if (!whole) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`
  const service = env.OTEL_SERVICE_NAME || 'lianqun-server'
  return { url: url.href, headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS), service, ratio: ratioOf(env) }
}

/** The share of the traces that are sent. The argument means something only to samplers by ratio. @throws StartupError */
function ratioOf({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share }: NodeJS.ProcessEnv): number {
  if (!sampler?.endsWith('traceidratio')) return sampler?.endsWith('always_off') ? 0 : 1
  const ratio = Number(share || '1')
  if (ratio >= 0 && ratio <= 1) return ratio
  throw new StartupError(`OTEL_TRACES_SAMPLER_ARG is a share from 0 to 1, not "${share}".`)
}

/** `name=value` with commas between, the values percent-encoded. @throws StartupError */
function headersOf(text = ''): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const entry of text.split(',').filter(each => each.trim() !== '')) {
    const at = entry.indexOf('=')
    const name = entry.slice(0, at).trim()
    // The value may be a key, so the sentence does not quote it.
    const wrong = new StartupError('OTEL_EXPORTER_OTLP_HEADERS is a list such as name=value,other=value.')
    if (at < 1 || !/^[\w-]+$/.test(name)) throw wrong
    try {
      headers[name] = decodeURIComponent(entry.slice(at + 1).trim())
    } catch {
      throw wrong
    }
  }
  return headers
}
