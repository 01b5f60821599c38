import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from '../tracing/tracing.ts'

/** The request that is being carried out, as logs and traces name it. */
export interface RequestContext {
  /** The id of its connection; a request over HTTP has none. */
  connection?: string
  request: number | string
  /** Null where nothing is traced. */
  span: Span | null
  /** It was answered: what it left behind, such as a timer, is no part of it. */
  ended: boolean
}

const contexts = new AsyncLocalStorage<RequestContext>()

/** Calls `fn`, and what it waits for, as part of a request. */
export function inRequest<T>(context: RequestContext, fn: () => T): T {
  return contexts.run(context, fn)
}

/** Calls `fn` as part of no request: for work that one request begins for many. */
export function outsideRequest<T>(fn: () => T): T {
  return contexts.exit(fn)
}

function current(): RequestContext | null {
  const context = contexts.getStore()
  return context === undefined || context.ended ? null : context
}

/** Names the request in a log line; nothing outside of one. */
export function requestIds(): { connection?: string; request?: number | string } {
  const context = current()
  if (context === null) return {}
  const { connection, request } = context
  return connection === undefined ? { request } : { connection, request }
}

/** Begins a part of the request that is being carried out. Null outside of one, and where nothing is traced. */
export function childSpan(name: string): Span | null {
  return current()?.span?.child(name) ?? null
}
