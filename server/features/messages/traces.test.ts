import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Content, type FileRef, fileRoutes, type SendableContent } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

/* What is recalled leaves no trace on the server: neither in what it answers nor on its disk. */

/** The files of a folder that contain a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => readFileSync(path).includes(text))
}

const text = (words: string) => ({ type: 'text' as const, text: words, mentions: [] })
const send = async (client: TestClient, conversationId: string, content: SendableContent) =>
  (await client.request('message.send', { conversationId, clientId: randomUUID(), content })).message

/** Uploads a text as a file. */
async function upload({ server }: TestWorkspace, userId: string, name: string, words: string): Promise<FileRef> {
  const { accessToken } = await server.domain.issueSession(userId, { id: 'd', name: 'test', platform: 'linux' })
  const headers = { authorization: `Bearer ${accessToken}`, 'tus-resumable': '1.0.0' }
  const metadata = `name ${Buffer.from(name).toString('base64')}`
  const made = await fetch(server.httpUrl + fileRoutes.uploads, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(words.length), 'upload-metadata': metadata },
  })
  const url = server.httpUrl + new URL(made.headers.get('location') ?? '', server.httpUrl).pathname
  const type = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
  await fetch(url, { method: 'PATCH', headers: { ...headers, ...type }, body: words })
  return ((await (await fetch(`${url}/file`, { headers })).json()) as { file: FileRef }).file
}

/** What a person gets of a file, or why they get nothing. */
async function load({ server }: TestWorkspace, userId: string, file: FileRef): Promise<string> {
  const { accessToken } = await server.domain.issueSession(userId, { id: 'd', name: 'test', platform: 'linux' })
  const headers = { authorization: `Bearer ${accessToken}` }
  return (await fetch(server.httpUrl + fileRoutes.file(file.id), { headers })).text()
}

/** A record of messages, as a client makes it. */
function recordOf(title: string, messages: readonly { sentAt: number; content: Content }[]): SendableContent {
  const items = messages.map(({ sentAt, content }) => ({ senderName: 'A', senderLatinName: '', sentAt, content }))
  return { type: 'record', title, items } as unknown as SendableContent
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

test('every place that said it says it no more: the list, threads, pins, saved copies, reminders, records, answers, files', async () => {
  const secret = 'quagga'
  const workspace = await startWorkspace({ limits: { rate: false, collectFilesMs: 20 } })
  try {
    const [a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
    const conversationId = await makeGroup(a, ['b', 'c'], '组')
    const elsewhere = await makeGroup(b, ['c', 'd'], '别处')
    const root = await say(a, conversationId, '开头')

    const said = await send(a, conversationId, text(`${secret} first`))
    const edited = text(`${secret} second`)
    const before = await b.request('message.get', { conversationId, seqs: [said.seq] })
    await send(b, elsewhere, recordOf('改之前', before.messages))
    const { message } = await a.request('message.edit', { conversationId, seq: said.seq, content: edited })
    const file = await upload(workspace, 'a', `${secret}.txt`, `${secret} in a file`)
    const shown = await send(a, conversationId, { type: 'file', file })
    const options = [
      { id: 'o1', text: `${secret} o1` },
      { id: 'o2', text: 'o2' },
    ]
    const rules = { multiple: false, anonymous: true, open: true }
    const poll = await send(a, conversationId, { type: 'poll', question: secret, options, ...rules })
    const list = await send(a, conversationId, { type: 'signup', title: secret, example: secret })
    const on = ({ seq }: { seq: number }) => ({ conversationId, seq })
    await b.request('message.act', { ...on(poll), act: { type: 'addOption', id: 'o3', text: `${secret} o3` } })
    await b.request('message.answer', { ...on(list), answer: { lines: [{ note: secret, number: 1 }] } })
    const reply = { conversationId, clientId: randomUUID(), content: text(secret), replyTo: root.seq }
    const replied = (await a.request('message.send', reply)).message
    const recalled = [message, shown, poll, list, replied]
    for (const one of recalled) {
      await b.request('message.save', { ...on(one), labels: ['工作'] })
      await c.request('message.remind', { ...on(one), at: Date.now() + 3_600_000 })
      await b.request('message.pin', { ...on(one), on: true })
      await c.request('message.mark', { ...on(one), kind: 'decision' })
      await a.request('message.request', { ...on(one), ask: 'done', urgent: true })
    }
    const { messages } = await b.request('message.get', { conversationId, seqs: [said.seq, shown.seq] })
    // Of a poll a record has the words.
    const asked = { sentAt: poll.sentAt, content: text(`${secret}\n${secret} o1`) }
    const inner = { sentAt: said.sentAt, content: recordOf('内', messages) as Content }
    const kept = { sentAt: root.sentAt, content: text('留下') }
    const record = await send(b, elsewhere, recordOf('外', [kept, ...messages, asked, inner]))

    const ofPerson = async (client: TestClient) =>
      (await client.request('sync.changes', { scope: 'me', since: 0, limit: 500 })).changes
    const places: Record<string, () => Promise<unknown>> = {
      'the list': () => b.request('message.history', { conversationId, limit: 50 }),
      changes: () => c.request('sync.changes', { scope: `conversation:${conversationId}`, since: 0, limit: 500 }),
      'its place': () => b.request('message.get', { conversationId, seqs: recalled.map(({ seq }) => seq) }),
      'a thread': () => b.request('message.thread', { conversationId, seq: root.seq, after: 0, limit: 50 }),
      'what it said before': () => b.request('message.edits', on(said)),
      'pins and decisions': () =>
        b.request('message.flagged', { conversationId, flags: ['pinned', 'decision'], limit: 50 }),
      search: () => b.request('message.search', { query: secret, limit: 50 }),
      'saved copies': () => ofPerson(b),
      'reminders, and what is asked': () => ofPerson(c),
      'lines of a sign-up list': () => b.request('message.answers', on(list)),
      'records made before': () => c.request('message.history', { conversationId: elsewhere, limit: 50 }),
      'search in records': () => c.request('message.search', { query: secret, conversationIds: [elsewhere], limit: 9 }),
      'the file, for who saw it': () => load(workspace, 'b', file),
      'the file, for who saw it in a record': () => load(workspace, 'd', file),
    }
    const holding = async () => {
      const found: string[] = []
      for (const [place, read] of Object.entries(places))
        if (JSON.stringify(await read()).includes(secret)) found.push(place)
      return found
    }
    expect(await holding()).toEqual(Object.keys(places))
    for (const one of recalled) await a.request('message.recall', on(one))
    expect(await holding()).toEqual([])
    expect(await errorOf(b.request('message.answers', on(list)))).toBe('no error')
    const { messages: left } = await c.request('message.get', { conversationId: elsewhere, seqs: [record.seq] })
    const types = (content: unknown): unknown[] =>
      (content as { items: { content: { type: string } }[] }).items.map(item =>
        item.content.type === 'record' ? types(item.content) : item.content.type,
      )
    expect(types(left[0]?.content)).toEqual(['text', 'recalled', 'recalled', 'recalled', ['recalled', 'recalled']])

    // The bytes of the file go with the next collection; the journal is emptied now and then, while the server runs.
    await expect.poll(() => filesWith(workspace.dataDir, secret)).toEqual([])
  } finally {
    await workspace.end()
  }
})

test('a record that is recalled is masked in records of it; what else they have stays, files too', async () => {
  const workspace = await startWorkspace({ limits: { rate: false } })
  try {
    const [a, b] = [await workspace.client('a'), await workspace.client('b')]
    const conversationId = await makeGroup(a, ['b', 'c'], '组')
    const said = await say(a, conversationId, '第一条')
    const record = await send(a, conversationId, recordOf('小记录', [said]))
    const twin = { sentAt: record.sentAt, content: text('同一时刻') }
    const outer = await send(b, conversationId, recordOf('大记录', [record, twin]))
    await a.request('message.recall', { conversationId, seq: record.seq })
    const { messages } = await b.request('message.get', { conversationId, seqs: [outer.seq] })
    expect(messages[0]).toMatchObject({
      revision: expect.any(Number),
      content: { items: [{ content: { type: 'recalled', byId: '-' } }, { content: { text: '同一时刻' } }] },
    })
    const file = await upload(workspace, 'a', '留下.txt', 'kept')
    const shown = await send(a, conversationId, { type: 'file', file })
    const elsewhere = await makeGroup(b, ['d'], '别处')
    const words = await say(a, conversationId, '撤回的话')
    await send(b, elsewhere, recordOf('文件', [words, shown]))
    await a.request('message.recall', { conversationId, seq: words.seq })
    expect(await load(workspace, 'd', file)).toBe('kept')
  } finally {
    await workspace.end()
  }
})
