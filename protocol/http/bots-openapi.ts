import { z } from 'zod'
import { botEventSchemas } from '../index.ts'
import { type BotEndpoint, botApi } from './bots.ts'

type Json = Record<string, unknown>

/** What every request may be answered with besides its own errors, and the status of each. */
export const botApiErrors = {
  unauthenticated: 401,
  forbidden: 403,
  invalid_params: 400,
  rate_limited: 429,
  internal: 500,
} as const

const error = {
  type: 'object',
  required: ['error', 'message'],
  properties: { error: { type: 'string' }, message: { type: 'string' }, field: { type: 'string' } },
}

/**
 * Schemas by name as JSON Schema 2020-12. They are converted together, so that what refers to itself is there once; it is
 * added to `components` under names that begin with `prefix`.
 */
function convert(
  schemas: Record<string, z.ZodType>,
  io: 'input' | 'output',
  prefix: string,
  components: Record<string, unknown>,
): Record<string, Json> {
  const whole = z.toJSONSchema(z.object(schemas), { unrepresentable: 'any', io, reused: 'ref' })
  const text = JSON.stringify(whole).replaceAll('"#/$defs/__schema', `"#/components/schemas/${prefix}`)
  const { properties = {}, $defs = {} } = JSON.parse(text) as {
    properties?: Record<string, Json>
    $defs?: Record<string, Json>
  }
  for (const [name, schema] of Object.entries($defs)) components[name.replace('__schema', prefix)] = schema
  return properties
}

/** The parameters of an endpoint in its path or query. */
function parameters(place: 'path' | 'query', schema: Json | undefined, components: Record<string, unknown>): Json[] {
  const found = typeof schema?.$ref === 'string' ? components[schema.$ref.split('/').at(-1) ?? ''] : schema
  const { properties = {}, required = [] } = (found ?? {}) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: field,
  }))
}

/** The API of bots as a document of OpenAPI 3.1; the events that it sends are its webhooks. */
export function botOpenApi(): Json {
  const components: Record<string, unknown> = { Error: error }
  const inputs: Record<string, z.ZodType> = {}
  const results: Record<string, z.ZodType> = {}
  const endpoints = Object.entries<BotEndpoint>(botApi)
  for (const [key, endpoint] of endpoints) {
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = endpoint[part]
      if (schema !== undefined) inputs[`${key} ${part}`] = schema
    }
    results[key] = endpoint.result
  }
  const sent = convert(inputs, 'input', 'In', components)
  const answered = convert({ ...results, ...botEventSchemas }, 'output', 'Out', components)
  const paths: Record<string, Json> = {}
  for (const [key, endpoint] of endpoints) {
    const [method = '', template = ''] = key.split(' ')
    const path = template.replace(/:(\w+)/g, '{$1}')
    const body = sent[`${key} body`]
    const bytes = key === 'POST /files' ? { 'application/octet-stream': {} } : null
    const content = bytes ?? (body === undefined ? null : { 'application/json': { schema: body } })
    paths[path] ??= {}
    paths[path][method.toLowerCase()] = {
      operationId: key.replace(/\W+/g, '_').replace(/_$/, ''),
      summary: endpoint.summary,
      description: [
        endpoint.scope === null ? 'Needs no scope.' : `Needs the scope \`${endpoint.scope}\`.`,
        `Errors: ${[...endpoint.errors, ...Object.keys(botApiErrors)].join(', ')}.`,
      ].join(' '),
      parameters: [
        ...parameters('path', sent[`${key} params`], components),
        ...parameters('query', sent[`${key} query`], components),
      ],
      ...(content !== null && { requestBody: { required: true, content } }),
      responses: {
        200: { description: 'Done.', content: { 'application/json': { schema: answered[key] } } },
        default: {
          description: 'Refused.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'The API of Lianqun for bots', version: '1' },
    servers: [{ url: '/api/bots/v1' }],
    security: [{ token: [] }],
    paths,
    webhooks: Object.fromEntries(Object.keys(botEventSchemas).map(type => [type, webhook(type, answered[type] ?? {})])),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: components },
  }
}

function webhook(type: string, data: Json): Json {
  const properties = {
    type: { const: type },
    timestamp: { type: 'string', format: 'date-time' },
    id: { type: 'integer' },
    attempt: { type: 'integer' },
    data,
  }
  const schema = { type: 'object', required: Object.keys(properties), properties }
  return {
    post: {
      requestBody: { content: { 'application/json': { schema } } },
      responses: { '2XX': { description: 'Taken.' }, 410: { description: 'The address is gone: it is switched off.' } },
    },
  }
}
