import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeGroup, say, startWorkspace } from '../../testing/workspace.ts'

/** The files of a folder that contain a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => readFileSync(path).includes(text))
}

test('of a recalled message no byte stays on the disk: neither what it said, nor what it said before an edit', async () => {
  const workspace = await startWorkspace({ limits: { rate: false } })
  try {
    const a = await workspace.client('a')
    const conversationId = await makeGroup(a, ['b', 'c'], '组')
    for (let i = 0; i < 30; i++) await say(a, conversationId, `before ${i} `.repeat(10))
    const { seq } = await say(a, conversationId, 'quagga-first'.repeat(3))
    const edited = { type: 'text' as const, text: 'okapi-second'.repeat(3), mentions: [] }
    await a.request('message.edit', { conversationId, seq, content: edited })
    for (let i = 0; i < 30; i++) await say(a, conversationId, `after ${i} `.repeat(10))
    const found = await a.request('message.search', { query: 'okapi', limit: 5 })
    expect(found.messages.map(message => message.seq)).toEqual([seq])
    await a.request('message.recall', { conversationId, seq })
    await workspace.server.close()
    for (const secret of ['quagga', 'okapi']) expect(filesWith(workspace.dataDir, secret)).toEqual([])
  } finally {
    await workspace.end()
  }
})
