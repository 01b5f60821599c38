import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeCodes, errors, events, limits, methods, notices, socketPath, subprotocol } from '@lianqun/protocol'
import { z } from 'zod'
import { eventExamples, methodExamples, noticeExamples } from '../protocol/examples.ts'

/*
 * Writes docs/protocol.md from the schemas of protocol/. With --check it writes nothing and fails when the page is
 * not what the schemas say.
 */

interface JsonSchema {
  type?: string
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  additionalProperties?: boolean | JsonSchema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  pattern?: string
  format?: string
}

/** A schema as one line of type notation, with its bounds. */
function notation(schema: JsonSchema, depth = 0): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(value => JSON.stringify(value)).join(' \\| ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map(choice => notation(choice, depth + 1)))].join(' \\| ')
  if (schema.type === 'array')
    return `${notation(schema.items ?? {}, depth + 1)}[]${schema.maxItems === undefined ? '' : ` (≤ ${schema.maxItems})`}`
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {})
    if (properties.length === 0) return '{}'
    if (depth > 2) return '{…}'
    const required = new Set(schema.required ?? [])
    return `{ ${properties.map(([name, value]) => `${name}${required.has(name) ? '' : '?'}: ${notation(value, depth + 1)}`).join(', ')} }`
  }
  if (schema.type === 'string')
    return schema.format ?? `string${schema.maxLength === undefined ? '' : ` (≤ ${schema.maxLength})`}`
  if (schema.type === 'integer' || schema.type === 'number') {
    const max = schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? ` ≤ ${schema.maximum}` : ''
    return `${schema.type === 'integer' ? 'int' : 'number'}${max}`
  }
  return schema.type ?? 'any'
}

function fields(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as JsonSchema
  const required = new Set(json.required ?? [])
  const rows = Object.entries(json.properties ?? {})
  if (rows.length === 0) return 'Nothing.\n'
  return `| field | type | |\n|---|---|---|\n${rows.map(([name, value]) => `| \`${name}\` | ${notation(value)} | ${required.has(name) ? '' : 'optional'} |`).join('\n')}\n`
}

function example(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\n`
}

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
lines.push('## Errors', '', '| name | code | the same request may succeed later | message |', '|---|---|---|---|')
for (const [name, error] of Object.entries(errors))
  lines.push(`| \`${name}\` | ${error.code} | ${error.retry ? 'yes' : 'no'} | ${error.message} |`)
lines.push('', '## Close codes', '', '| name | code |', '|---|---|')
for (const [name, code] of Object.entries(closeCodes)) lines.push(`| \`${name}\` | ${code} |`)
lines.push('', '## Limits', '', '| name | value |', '|---|---|')
for (const [name, value] of Object.entries(limits)) lines.push(`| \`${name}\` | ${value} |`)

const file = join(import.meta.dirname, '..', 'docs', 'protocol.md')
const text = `${lines.join('\n')}\n`
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write('docs/protocol.md is not what protocol/ says: run npm run docs\n')
    process.exit(1)
  }
} else writeFileSync(file, text)
