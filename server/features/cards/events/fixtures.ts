import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../converted.ts'
import type { NativeTool } from './sniff.ts'
import type { EventContext } from './words.ts'

/* Payloads for the tests, with the headers that come with them. See `fixtures/README.md`. */

export interface Fixture {
  /** As `github/push`. */
  name: string
  tool: NativeTool
  payload: JsonObject
  headers: Record<string, string>
}

const folder = join(import.meta.dirname, 'fixtures')

/** The header by which a tool names the event; the name of a file begins with it. */
const eventHeaders: Partial<Record<NativeTool, string>> = {
  github: 'x-github-event',
  gitea: 'x-gitea-event',
  sentry: 'sentry-hook-resource',
}
const giteaNames: Record<string, string> = {
  'pull_request-approved': 'pull_request_approved',
  'pull_request-rejected': 'pull_request_rejected',
}

export const fixtures: readonly Fixture[] = globSync('*/*.json', { cwd: folder })
  .map(path => path.replaceAll('\\', '/'))
  .sort()
  .map(path => {
    const [tool, file = ''] = path.replace(/\.json$/, '').split('/') as [NativeTool, string]
    const header = eventHeaders[tool]
    const event = (tool === 'gitea' ? giteaNames[file] : undefined) ?? file.split('-', 1)[0] ?? ''
    return {
      name: `${tool}/${file}`,
      tool,
      payload: JSON.parse(readFileSync(join(folder, path), 'utf8')) as JsonObject,
      headers: header === undefined ? {} : { [header]: event },
    }
  })

export function fixture(name: string): Fixture {
  const found = fixtures.find(one => one.name === name)
  if (!found) throw new Error(`no fixture is called ${name}`)
  return found
}

/** A context of the afternoon of 2 June 2026 in Shanghai. */
export function contextOf(headers: Record<string, string> = {}, language: 'zh' | 'en' = 'zh'): EventContext {
  return { headers, language, timeZone: 'Asia/Shanghai', receivedAt: Date.parse('2026-06-02T06:08:00Z') }
}
