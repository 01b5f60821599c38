import {
  closeCodes,
  errors,
  events,
  limits,
  methods,
  notices,
  permissions,
  socketPath,
  subprotocol,
} from '@lianqun/protocol'
import { eventExamples, methodExamples, noticeExamples } from '../protocol/examples.ts'
import { botsApiPage } from './docs-bots.ts'
import { hooksPage } from './docs-hooks.ts'
import { httpApiPage } from './docs-http.ts'
import { example, fields, writePage } from './docs-page.ts'

/*
 * Writes docs/protocol.md and docs/http-api.md and docs/bots-api.md from the schemas of protocol/, and docs/hooks.md from the server's tables. With --check it writes nothing and fails
 * when a page is out of date.
 */

const lines = [
  '# The protocol of Lianqun',
  '',
  'Generated from `protocol/` by `npm run docs`; do not edit.',
  '',
  `JSON-RPC 2.0 over WebSocket at \`${socketPath}\`, subprotocol \`${subprotocol}\`. A frame is one message or an array of them. The first request signs the connection in (\`auth.*\`), the second subscribes it (\`sync.hello\`). What the ids, revisions, seqs and ordinals mean is in [architecture.md](architecture.md#sync).`,
  '',
  '## Requests',
]
for (const [name, method] of Object.entries(methods)) {
  const shown = methodExamples[name as keyof typeof methods]
  lines.push(
    '',
    `### ${name}`,
    '',
    method.summary + (method.auth ? '' : ' Needs no signed-in connection.'),
    '',
    '**Parameters**',
    '',
    fields(method.params),
    example(shown.params),
    '**Result**',
    '',
    fields(method.result),
    example(shown.result),
  )
}
lines.push('## Events (server to client)')
for (const [name, event] of Object.entries(events)) {
  lines.push(
    '',
    `### ${name}`,
    '',
    event.summary,
    '',
    fields(event.params),
    example(eventExamples[name as keyof typeof events].params),
  )
}
lines.push('## Notices (client to server)')
for (const [name, notice] of Object.entries(notices)) {
  lines.push(
    '',
    `### ${name}`,
    '',
    notice.summary,
    '',
    fields(notice.params),
    example(noticeExamples[name as keyof typeof notices].params),
  )
}
lines.push(
  '## Permissions of mini-apps',
  '',
  'A manifest names them, the person allows them.',
  '',
  '| name | the app may |',
  '|---|---|',
  ...Object.entries(permissions).map(([name, words]) => `| \`${name}\` | ${words.en} |`),
  '',
)
lines.push('## Errors', '', '| name | code | the same request may succeed later | message |', '|---|---|---|---|')
for (const [name, error] of Object.entries(errors))
  lines.push(`| \`${name}\` | ${error.code} | ${error.retry ? 'yes' : 'no'} | ${error.message} |`)
lines.push('', '## Close codes', '', '| name | code |', '|---|---|')
for (const [name, code] of Object.entries(closeCodes)) lines.push(`| \`${name}\` | ${code} |`)
lines.push('', '## Limits', '', '| name | value |', '|---|---|')
for (const [name, value] of Object.entries(limits)) lines.push(`| \`${name}\` | ${value} |`)

writePage('protocol.md', lines)
writePage('http-api.md', httpApiPage())
writePage('hooks.md', hooksPage())
writePage('bots-api.md', botsApiPage())
