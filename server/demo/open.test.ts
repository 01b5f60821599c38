import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startServer } from '../index.ts'
import { makeDemo } from './open.ts'

const silent = pino({ level: 'silent' })

test('the company is that of the language, its pages are served, and it stays the one of the folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const open = async (language: 'zh' | 'en') => {
    const demo = makeDemo(language)
    const server = await startServer({ dataDir, routes: demo.routes })
    const { line, stop } = await demo.open(server, silent)
    return {
      server,
      description: JSON.parse(line.slice('demo '.length)) as { name: string; account: string },
      end: async () => {
        stop()
        await server.close()
      },
    }
  }
  const first = await open('en')
  expect(first.description).toMatchObject({ name: 'Larkfield', account: 'morgan' })
  const page = await fetch(`${first.server.httpUrl}/demo/doc/checklist`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('<h1>Lark 2 checklist</h1>')
  for (const missing of ['doc/none', '__proto__', 'constructor']) {
    expect((await fetch(`${first.server.httpUrl}/demo/${missing}`)).status).toBe(404)
  }
  await first.end()
  const again = await open('zh')
  expect(again.description.name).toBe('Larkfield')
  await again.end()
  rmSync(dataDir, { recursive: true, force: true })
})
