import { type Endpoint, httpEndpoints } from '../protocol/http/index.ts'
import { example, fields } from './docs-page.ts'

/** The page of the mini-apps' HTTP API. */
export function httpApiPage(): string[] {
  const lines = [
    '# The HTTP API of mini-apps',
    '',
    'Generated from `protocol/http/` by `npm run docs`; do not edit.',
    '',
    'Paths are below `/api/apps` of the workspace server. Send the token of `app.token` as `Authorization: Bearer …`; the SDK does. Errors are `{error, message, field?}` with the names of [protocol.md](protocol.md#errors). Every request may be answered with `unauthenticated`, `token_expired`, `session_revoked`, `forbidden` (the permission is missing), `invalid_params`, `rate_limited` and `internal`.',
  ]
  for (const [key, endpoint] of Object.entries<Endpoint>(httpEndpoints)) {
    lines.push('', `## ${key}`, '', endpoint.summary, '', `Permission: \`${endpoint.permission}\`.`, '')
    if (endpoint.errors.length > 0) lines.push(`Errors: ${endpoint.errors.map(name => `\`${name}\``).join(', ')}.`, '')
    const parts = { Path: endpoint.params, Query: endpoint.query, Body: endpoint.body }
    for (const [name, schema] of Object.entries(parts)) {
      if (schema) lines.push(`**${name}**`, '', fields(schema, 'input'))
    }
    lines.push(example(endpoint.example.input))
    lines.push(`**Result** (${endpoint.status ?? 200})`, '', fields(endpoint.result), example(endpoint.example.result))
  }
  return lines
}
