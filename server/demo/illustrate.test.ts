import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversationScope, type FileRef, fileRoutes, isContent, limits, type Message } from '@lianqun/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient, testDevice } from '../testing/client.ts'
import { userIdOf } from './ids.ts'
import { illustrate } from './illustrate.ts'
import { larkfield } from './larkfield/index.ts'
import { conversationsOf, loadDemo } from './load.ts'
import { qingyu } from './qingyu/index.ts'
import type { DemoCompany } from './types.ts'

/* What the demo shows besides words: all of it is made from sources, and is what a client may see. */

/** Late enough for the whole story of that day, a Tuesday. */
const now = new Date(2026, 5, 9, 23, 0).getTime()

describe.each([qingyu, larkfield])('$name', company => {
  let folder: string
  let server: WorkspaceServer
  let client: TestClient
  let token: string
  let messages: Message[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
    server = await startServer({ dataDir: folder })
    await loadDemo(server.domain, company, { now, pagesUrl: server.httpUrl })
    await illustrate(server.domain, company, await conversations(company), new AbortController().signal)
    const session = await server.domain.issueSession(userIdOf(company.account), testDevice())
    token = session.accessToken
    client = await connectAs(server.url, session)
    messages = await readAll(company)
  }, 120_000)

  afterAll(async () => {
    client.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const conversations = (of: DemoCompany) => server.domain.write('workspace', w => conversationsOf(w, of))

  async function readAll(of: DemoCompany): Promise<Message[]> {
    const found: Message[] = []
    for (const { id } of await conversations(of)) {
      const page = { scope: conversationScope(id), since: 0, limit: limits.changesPage }
      const { changes } = await client.request('sync.changes', page)
      found.push(...changes.flatMap(change => (change.entity === 'message' ? [change.value] : [])))
    }
    return found
  }

  const of = (type: string) => messages.filter(({ content }) => content.type === type)

  test('every kind is there, and everything that one does with messages', () => {
    for (const type of ['text', 'rich', 'image', 'video', 'voice', 'file', 'poll', 'signup', 'record'])
      expect(of(type).length, type).toBeGreaterThan(0)
    const attributes = messages.flatMap(message => message.attributes ?? [])
    for (const name of ['replyTo', 'replies', 'edited', 'reactions', 'pinned', 'mark'] as const)
      expect(attributes.filter(each => each[name] !== undefined).length, name).toBeGreaterThan(0)
    expect(attributes.some(({ mark }) => mark?.kind === 'decision')).toBe(true)
    expect(attributes.some(({ mark }) => mark?.kind === 'question' && mark.answer !== undefined)).toBe(true)
  })

  test('a thread counts its replies, and an accepted answer is one of them', () => {
    const replies = messages.filter(({ attributes }) => attributes?.thread !== undefined)
    expect(replies.length).toBeGreaterThan(3)
    for (const root of messages.filter(({ attributes }) => attributes?.replies !== undefined)) {
      const own = replies.filter(
        ({ conversationId, attributes }) => conversationId === root.conversationId && attributes?.thread === root.seq,
      )
      expect(own).toHaveLength(root.attributes?.replies?.count ?? 0)
      const answer = root.attributes?.mark?.answer
      if (answer !== undefined) expect(own.map(({ seq }) => seq)).toContain(answer)
    }
  })

  test('a poll is answered by some, and counts them', () => {
    for (const { content } of of('poll')) {
      if (!isContent(content, 'poll')) continue
      expect(content.voters).toBeGreaterThan(5)
      expect(content.options.every(({ count = 0, userIds = [] }) => count === userIds.length)).toBe(true)
    }
    for (const { content } of of('signup')) expect(isContent(content, 'signup') && content.lines?.length).toBeTruthy()
  })

  test('whoever sees a message may load its files, which are what they are called', async () => {
    const files: FileRef[] = messages.flatMap(({ content }) => {
      if (isContent(content, 'image')) return content.images
      if (isContent(content, 'video')) return [content.file, ...(content.poster ? [content.poster] : [])]
      return isContent(content, 'file') || isContent(content, 'voice') ? [content.file] : []
    })
    const types: Record<string, RegExp> = {
      jpg: /^image\/jpeg$/,
      pdf: /pdf$/,
      webm: /^video\/webm$/,
      wav: /wav/,
      xlsx: /sheet$/,
    }
    for (const file of files) {
      expect(file.mediaType, file.name).toMatch(types[file.name.split('.').at(-1) ?? ''] ?? /^$/)
      const answer = await fetch(new URL(fileRoutes.file(file.id), server.httpUrl), {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(answer.status, file.name).toBe(200)
      expect((await answer.arrayBuffer()).byteLength).toBe(file.size)
    }
    expect(files.length).toBeGreaterThan(12)
  })

  test('what is there is not made again', async () => {
    await illustrate(server.domain, company, await conversations(company), new AbortController().signal)
    await loadDemo(server.domain, company, { now, pagesUrl: server.httpUrl })
    expect(await readAll(company)).toEqual(messages)
  })
})
