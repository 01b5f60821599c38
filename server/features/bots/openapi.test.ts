import { botEventSchemas } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { botApi } from '../../../protocol/http/bots.ts'
import { startWorkspace } from '../../testing/workspace.ts'

test('the API is described to everybody: each request and event, and every reference leads somewhere', async () => {
  const workspace = await startWorkspace()
  try {
    const response = await fetch(`${workspace.server.httpUrl}/api/bots/v1/openapi.json`)
    expect(response.status).toBe(200)
    const document = (await response.json()) as {
      openapi: string
      paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>
      webhooks: Record<string, unknown>
      components: { schemas: Record<string, unknown> }
    }
    expect(document.openapi).toBe('3.1.0')
    const keys = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(keys.toSorted()).toEqual(Object.keys(botApi).toSorted())
    expect(Object.keys(document.webhooks)).toEqual(Object.keys(botEventSchemas))
    for (const [path, methods] of Object.entries(document.paths))
      for (const { parameters } of Object.values(methods))
        expect(parameters.filter(one => one.in === 'path').map(({ name }) => `{${name}}`)).toEqual(
          path.match(/\{\w+\}/g) ?? [],
        )
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(match => match[1] ?? '')
    expect(refs.length).toBeGreaterThan(0)
    for (const ref of new Set(refs)) {
      expect(ref).toMatch(/^#\/components\/schemas\/\w+$/)
      expect(document.components.schemas).toHaveProperty(ref.split('/').at(-1) ?? '')
    }
  } finally {
    await workspace.end()
  }
})
