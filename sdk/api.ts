import type { HttpApi, HttpRequest, HttpResult } from '../protocol/http/index.ts'
import { LianqunError } from './errors.ts'

/** An endpoint of the workspace's HTTP API: method and path, as in `docs/http-api.md`. */
export type Endpoint = keyof HttpApi
export type ApiRequest<K extends Endpoint> = HttpRequest<K>
export type ApiResult<K extends Endpoint> = HttpResult<K>

/** The method, path and body of a request. @throws LianqunError `bad_arguments` for an invalid path parameter */
export function requestOf<K extends Endpoint>(
  endpoint: K,
  request: ApiRequest<K>,
): { method: string; path: string; body: unknown } {
  const [method = 'GET', template = '/'] = endpoint.split(' ')
  const {
    params = {},
    query = {},
    body,
  } = request as {
    params?: Record<string, unknown>
    query?: Record<string, unknown>
    body?: unknown
  }
  const path = template.replace(/:(\w+)/g, (_match, name: string) => pathPart(name, params[name]))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return { method, path: search.size > 0 ? `${path}?${search}` : path, body }
}

/** Encodes a path parameter. Refuses `.`, `..` and empty values, because `fetch` would request another path. */
function pathPart(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new LianqunError('bad_arguments', `The parameter ${name} cannot be a part of a path.`)
  }
  return encodeURIComponent(value)
}
