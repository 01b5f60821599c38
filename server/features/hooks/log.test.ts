import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Write } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Store } from '../../storage/store.ts'
import type { TestClient } from '../../testing/client.ts'
import { openTestStore, type TestStore } from '../../testing/store.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import type { FileKeeper } from '../files/index.ts'
import { answerIn } from './answers.ts'
import { deliveryId, deliveryRow, noteDelivery } from './deliveries.ts'
import { hookJobs } from './jobs.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'
import { makePlace, type Place } from './testing.ts'
import { HookUploads } from './uploads.ts'

/* The log of a hook has bounds, and keeps no secrets. */

describe('over HTTP', () => {
  let workspace: TestWorkspace
  let client: TestClient
  let place: Place

  beforeEach(async () => {
    workspace = await startWorkspace()
    client = await workspace.client('a')
    place = await makePlace(client, '告警')
  })
  afterEach(() => workspace.end())

  const post = (body: string, headers: Record<string, string> = {}, more = '') =>
    fetch(workspace.server.httpUrl + place.paths.any + more, { method: 'POST', body, headers })
  const detail = async () => {
    const [entry] = await place.log()
    return (await client.request('hook.delivery', { hookId: place.hook.id, deliveryId: entry?.id ?? '' })).delivery
  }

  it('the same refusal is counted, and another one is not with it', async () => {
    for (let i = 0; i < 5; i++) await post(`<xml>${i}</xml>`)
    await post('[]')
    const log = await place.log()
    expect(log.map(({ verdict, times }) => [verdict, times])).toEqual([
      ['refused', 1],
      ['refused', 5],
    ])
    const { hooks } = await client.request('hook.list', { conversationId: place.hook.conversationId })
    expect(hooks).toMatchObject([{ today: 6, failedToday: 6 }])
    const { deliveries } = await client.request('hook.deliveries', { hookId: place.hook.id, failed: true, limit: 5 })
    expect(deliveries.map(({ id }) => id)).toEqual(log.map(({ id }) => id))
  })

  it('of what is refused only the beginning is kept', async () => {
    await post('x'.repeat(60_000))
    const { body, cut, id } = await detail()
    expect([body.length, cut]).toEqual([2_048, true])
    expect(await errorOf(client.request('hook.resend', { hookId: place.hook.id, deliveryId: id }))).toBe('too_large')
  })

  it('neither the key nor the secret of the hook stand in it', async () => {
    const { key, secret, paths } = place
    const address = workspace.server.httpUrl + paths.dingtalk
    const headers = {
      referer: `${address}&timestamp=1&sign=abcdef`,
      'x-original-uri': `${paths.any}?sign=abcdef`,
      'x-forwarded-uri': paths.slack.toUpperCase(),
      'x-padded': `${'x'.repeat(490)}${key}`,
      'x-escaped': key.replaceAll('-', '%2D'),
      'x-own': secret,
    }
    await post(JSON.stringify({ text: `${address} ${secret}` }), headers)
    const shown = JSON.stringify(await detail()).toLowerCase()
    expect(shown).toContain('x-original-uri')
    for (const part of [key, key.slice(0, 8), key.replaceAll('-', '%2d'), secret.toLowerCase(), 'abcdef'])
      expect(shown).not.toContain(part)
  })

  it('how the signature was stands in it', async () => {
    await post('{"text":"x"}')
    expect((await detail()).signature).toBe('unchecked')
    await client.request('hook.update', { hookId: place.hook.id, options: { signed: true } })
    await post('{"text":"x"}')
    expect((await detail()).signature).toBe('wrong')
    await post('{"text":"x"}', { authorization: `Bearer ${place.secret}` })
    expect((await detail()).signature).toBe('fits')
  })

  it('words alone are called text, whichever dialect they are like', async () => {
    await post('{"text":"x"}')
    await post('{"text":"x","blocks":[]}')
    expect((await place.log()).map(({ dialect }) => dialect)).toEqual(['slack', 'text'])
  })
})

describe('in the database', () => {
  let folder: string
  let opened: TestStore
  let store: Store
  let commits: number
  const hook: HookRow = {
    id: 'h',
    conversation_id: 'c',
    bot_id: 'b',
    key: '0199b6f0-0000-7000-8000-000000000001',
    secret: 'SEC0',
    enabled: 1,
    created_by: 'a',
    created_at: 0,
    client_id: 'x',
    options: '{}',
    last_at: null,
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianqun-hooks-'))
    opened = await openTestStore(folder)
    store = opened.store
    commits = 0
    await write([], async ({ db }) => {
      const empty = { latin_name: '', department_ids: '[]', title: '', mail: '', phone: '', staff_no: '', place: '' }
      await db
        .insertInto('employees')
        .values({ id: 'b', name: 'b', ...empty, revision: 1 } as never)
        .execute()
      await db
        .insertInto('users')
        .values({ id: 'b' } as never)
        .execute()
      await db.insertInto('hooks').values(hook).execute()
    })
  })
  afterEach(async () => {
    await opened.end()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Of the writer only the database is asked for here. */
  const write: Write = (_locks, fn) => {
    commits++
    return store.write([], ({ db }) => fn({ db, now: Date.now() } as unknown as Writer))
  }
  let count = 0
  function row(verdict: string, at = Date.now(), more: Partial<HookDeliveryRow> = {}): HookDeliveryRow {
    count++
    const made = deliveryRow(hook, {
      id: deliveryId(at + count),
      at,
      ms: 0,
      dialect: 'any',
      outcome: { dialect: 'json', event: '', title: `${count}`, verdict, problem: '', seq: null, lost: [] },
      answer: answerIn('any', null),
      resent: false,
      request: { method: 'POST', headers: { a: 'b' }, query: {}, body: Buffer.from('{}') },
      from: { source: '127.0.0.1', path: '/hook/:key' },
    })
    return { ...made, ...more }
  }
  const note = (rows: HookDeliveryRow[]) =>
    write([], async w => {
      for (const one of rows) await noteDelivery(w, one)
    })
  const rows = () => store.read(db => db.selectFrom('hook_deliveries').selectAll().orderBy('id').execute())
  const times = (n: number) => Array.from({ length: n })
  const job = (kind: 'forgetDeliveries' | 'forgetHook', payload: unknown) =>
    (hookJobs({ write, store })[kind] as { run(job: unknown): Promise<void> }).run({
      payload,
      createdAt: Date.now(),
      signal: new AbortController().signal,
    })

  it('the newest refused ones are kept, and all that was shown', async () => {
    await note([row('shown'), ...times(210).map(() => row('refused')), row('failed'), row('shown')])
    const kept = (await rows()).map(({ verdict }) => verdict)
    expect(kept).toEqual(['shown', ...Array<string>(199).fill('refused'), 'failed', 'shown'])
  })

  it('of the newest thousand all of it is kept', async () => {
    await note([row('shown'), row('refused'), ...times(999).map(() => row('shown'))])
    const all = await rows()
    expect(all.map(({ body, cut }) => [body, cut])).toEqual([['', 1], ...Array<unknown>(1_000).fill(['{}', 0])])
    expect(all[0]?.request).toBe('{"headers":{}}')
  })

  it('nothing is noted of a hook that is gone', async () => {
    await note([row('shown', Date.now(), { hook_id: 'gone' })])
    expect(await rows()).toEqual([])
  })

  it('what is old goes in batches, and what is too much but for the last day', async () => {
    const old = Date.now() - 15 * 86_400_000
    const before = Date.now() - 2 * 86_400_000
    const insert = (list: HookDeliveryRow[]) =>
      write([], async ({ db }) => {
        for (let i = 0; i < list.length; i += 500)
          await db
            .insertInto('hook_deliveries')
            .values(list.slice(i, i + 500))
            .execute()
      })
    await insert(times(1_200).map(() => row('shown', old)))
    await insert(times(700).map(() => row('shown', before)))
    await insert(times(19_900).map(() => row('shown')))
    commits = 0
    await job('forgetDeliveries', null)
    const left = (await rows()).map(({ at }) => Number(at))
    expect([left.length, left.filter(at => at === before).length, left.includes(old)]).toEqual([20_000, 100, false])
    // 500 of 1,200 and of 600 at a time, and four tables in which nothing is old.
    expect(commits).toBe(3 + 4 + 2)
  })

  it('files have a sum a day', async () => {
    const bytes = limits.hookMediaBytes - 30
    await write([], ({ db }) =>
      db.insertInto('finished_uploads').values({ id: 'f', user_id: 'b', bytes, at: Date.now() }).execute(),
    )
    const kept: number[] = []
    const files = {
      async addBytes(part: Uint8Array) {
        kept.push(part.length)
        return { id: 'f2' }
      },
    } as unknown as FileKeeper
    const uploads = new HookUploads({ store, write, failed: error => expect.unreachable(String(error)) }, files)
    const take = async (words: string) => {
      const form = new FormData()
      form.append('media', new Blob([words]), 'a.txt')
      const made = new Response(form)
      const headers = { 'content-type': made.headers.get('content-type') ?? '' }
      const body = Buffer.from(await made.arrayBuffer())
      return JSON.parse((await uploads.take(hook, 'file', { method: 'POST', headers, query: {}, body })).body)
    }
    expect(await take('x'.repeat(31))).toMatchObject({ errcode: 45009 })
    expect(await take('x'.repeat(30))).toMatchObject({ errcode: 0 })
    expect(kept).toEqual([30])
  })

  it('what a removed hook leaves behind goes in batches', async () => {
    await note(times(600).map(() => row('shown')))
    await write([], async ({ db }) => {
      const card = { seq: 1, closed: 0, taken_by: null, taken_at: null, at: Date.now() }
      await db
        .insertInto('hook_cards')
        .values({ hook_id: 'h', key: 'k', ...card })
        .execute()
      await db.insertInto('hook_media').values({ id: 'm', hook_id: 'h', kind: 'file', file_id: 'f', at: 1 }).execute()
    })
    commits = 0
    await job('forgetHook', { hookId: 'h' })
    expect(await rows()).toEqual([])
    for (const table of ['hook_cards', 'hook_media'] as const)
      expect(await store.read(db => db.selectFrom(table).selectAll().execute())).toEqual([])
    expect(commits).toBe(2 + 1 + 1)
  })
})
