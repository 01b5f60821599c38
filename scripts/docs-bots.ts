import { type BotEndpoint, botApi } from '../protocol/http/bots.ts'
import { botApiErrors } from '../protocol/http/bots-openapi.ts'
import { botEventSchemas, botScopes, limits } from '../protocol/index.ts'
import { example, fields } from './docs-page.ts'

const named = (names: readonly string[]) => names.map(name => `\`${name}\``).join(', ')

/** docs/bots-api.md: every request of bots, every event, the socket, and what is posted to an address. */
export function botsApiPage(): string[] {
  const lines = [
    '# The API of bots',
    '',
    'Generated from `protocol/` by `npm run docs`; do not edit. What a bot is says [bots.md](bots.md).',
    '',
    'Paths are below `/api/bots/v1` of the workspace server; `GET /api/bots/v1/openapi.json` is the same as OpenAPI 3.1. Send the token of the bot as `Authorization: Bearer lqb-…` and bodies as JSON. Errors are `{error, message, field?}` with the names of [protocol.md](protocol.md#errors). Every request may be answered with ' +
      `${Object.entries(botApiErrors)
        .map(([name, status]) => `\`${name}\` (${status})`)
        .join(', ')}; with 429 comes \`Retry-After\`, seconds.`,
    '',
    `Scopes: ${named(botScopes)}.`,
    '',
    '# Requests',
  ]
  for (const [key, endpoint] of Object.entries<BotEndpoint>(botApi)) {
    lines.push('', `## ${key}`, '', endpoint.summary, '')
    lines.push(endpoint.scope === null ? 'Scope: none.' : `Scope: \`${endpoint.scope}\`.`, '')
    if (endpoint.errors.length > 0) lines.push(`Errors: ${named(endpoint.errors)}.`, '')
    const parts = { Path: endpoint.params, Query: endpoint.query, Body: endpoint.body }
    for (const [name, schema] of Object.entries(parts))
      if (schema) lines.push(`**${name}**`, '', fields(schema, 'input'))
    lines.push(example(endpoint.example.input), '**Result**', '')
    lines.push(fields(endpoint.result), example(endpoint.example.result))
  }
  lines.push(
    '# Events',
    '',
    'An event is `{id, type, at, attempt, data}`: `id` rises, `at` is milliseconds, `attempt` how often it was sent before. It comes until the bot has acknowledged it, so the same one may come again; those of one conversation come in order. ' +
      `Of what waits at most ${limits.botEventsWaiting.toLocaleString('en')} events are kept, for three days.`,
  )
  for (const [type, schema] of Object.entries(botEventSchemas))
    lines.push('', `## ${type}`, '', fields(schema, 'output'))
  lines.push(
    '# The socket',
    '',
    'A WebSocket at `/api/bots/v1/socket` with the token as bearer in the request. First comes `{"type":"hello","botId"}`, then events, and `{"type":"beat"}` every 20 seconds. Send `{"acknowledge":[id, …]}`; at most 100 events are under way unacknowledged, and those of a socket that closes wait for the next one. A bot has at most ten sockets, and each event goes to one of them.',
    '',
    '| Closed with | |',
    '|---|---|',
    '| 4401 | the token is wrong, was renewed, or the bot is switched off: do not come back with it |',
    '| 4429 | more than ten sockets |',
    '| 1001 | the server stops: come back |',
    '| 1008 | too much that is no acknowledgement |',
    '| 1013 | too slow a reader |',
    '',
    '# Posts to an address',
    '',
    'As [Standard Webhooks 1.0](https://www.standardwebhooks.com): `POST` of `{type, timestamp, data, id, attempt}` as JSON with `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature` (`v1,` and HMAC-SHA256 in base64 over `id.timestamp.body`, by the secret `whsec_…` of the bot’s settings). Any library of Standard Webhooks verifies it. Repeat `webhook-id` is the same event.',
    '',
    'Any answer of 2xx within ten seconds takes the event. Otherwise it is tried again after 5 seconds, doubled each time up to 15 minutes, twelve times over about an hour, and given up; who manages the bot can have it sent again. Later events of that conversation wait for it, other conversations go on; after 429, 502, 503, 504 or no answer the whole address rests for up to a minute, or as long as `Retry-After` says (at most 15 minutes). 410 switches the address off. Redirects are not followed. Four conversations of a bot are posted at once. Addresses of the public internet are reached at the ports 80 and 443, those of the company’s network where the server’s `--outgoing` names them.',
  )
  return lines
}
