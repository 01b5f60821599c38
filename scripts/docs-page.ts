import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

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

/** The maximum of Date is not worth printing as a bound. */
const lastTime = 8_640_000_000_000_000

/** A schema as one line of type notation, with its bounds. */
function notation(schema: JsonSchema, depth = 0): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(value => JSON.stringify(value)).join(' \\| ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    // A field with a fallback has an "anything" choice for reading; the other choices say what is sent.
    const sent = choices.filter(choice => Object.keys(choice).length > 0)
    return [...new Set(sent.map(choice => notation(choice, depth)))].join(' \\| ')
  }
  if (schema.type === 'array')
    return `${notation(schema.items ?? {}, depth)}[]${schema.maxItems === undefined ? '' : ` (≤ ${schema.maxItems})`}`
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
    const max = schema.maximum !== undefined && schema.maximum < lastTime ? ` ≤ ${schema.maximum}` : ''
    return `${schema.type === 'integer' ? 'int' : 'number'}${max}`
  }
  return schema.type ?? 'any'
}

/** A table of the fields of an object. */
export function fields(schema: z.ZodType, io: 'input' | 'output' = 'input'): string {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io }) as JsonSchema
  const required = new Set(json.required ?? [])
  const rows = Object.entries(json.properties ?? {})
  if (rows.length === 0) return 'Nothing.\n'
  return `| field | type | |\n|---|---|---|\n${rows.map(([name, value]) => `| \`${name}\` | ${notation(value)} | ${required.has(name) ? '' : 'optional'} |`).join('\n')}\n`
}

/** A value as a block of JSON. */
export function example(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\n`
}

/** Writes a page of docs/. With --check it writes nothing and fails when the page is out of date. */
export function writePage(name: string, lines: readonly string[]): void {
  const file = join(import.meta.dirname, '..', 'docs', name)
  const text = `${lines.join('\n')}\n`
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text)
    return
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  process.stderr.write(`docs/${name} is not what protocol/ says: run npm run docs\n`)
  process.exitCode = 1
}
