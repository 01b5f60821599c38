import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isContent, type Message } from '@lianqun/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { startServer, type WorkspaceServer } from '../index.ts'
import { toMessage } from '../storage/rows.ts'
import { happen } from './hook-runner.ts'
import { groupIdOf } from './ids.ts'
import { larkfield } from './larkfield/index.ts'
import { loadDemo } from './load.ts'
import { hookEventsToCome, hookSceneAt, nextHookScene } from './narrator.ts'
import { qingyu } from './qingyu/index.ts'
import type { DemoCompany } from './types.ts'

const pagesUrl = 'http://127.0.0.1:1'
/** A Tuesday, late enough for the whole story, and in the middle of it. */
const evening = new Date(2026, 5, 9, 23, 0).getTime()
const morning = new Date(2026, 5, 9, 10, 0).getTime()
const companies = [qingyu, larkfield]

const open: { server: WorkspaceServer; folder: string }[] = []
afterEach(async () => {
  for (const { server, folder } of open.splice(0)) {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function start(company: DemoCompany, now: number): Promise<WorkspaceServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-hooks-'))
  const server = await startServer({ dataDir: folder })
  open.push({ server, folder })
  await loadDemo(server.domain, company, { now, pagesUrl })
  return server
}

const deliveriesOf = ({ domain }: WorkspaceServer) =>
  domain.write('workspace', w => w.db.selectFrom('hook_deliveries').selectAll().orderBy('id').execute())

async function messagesOf({ domain }: WorkspaceServer, group: string): Promise<Message[]> {
  const rows = await domain.write('workspace', w =>
    w.db.selectFrom('messages').selectAll().where('conversation_id', '=', groupIdOf(group)).orderBy('seq').execute(),
  )
  return rows.map(toMessage)
}

/** What the heads of the cards of a group say: their titles and tags. */
async function cardsOf(server: WorkspaceServer, group: string): Promise<string[]> {
  const messages = await messagesOf(server, group)
  return messages.flatMap(({ content }) => {
    if (!isContent(content, 'card')) return []
    const { title = '', tag } = content.card.header ?? {}
    return [[title, tag?.text].filter(Boolean).join(' · ')]
  })
}

describe.each(companies)('$name', company => {
  test('all that came is in its group at its time, shown as it was meant, and in the log', async () => {
    const server = await start(company, evening)
    const log = await deliveriesOf(server)
    expect(log).toHaveLength(company.hooks.flatMap(({ deliveries }) => deliveries).length)
    expect(log.filter(({ lost, status }) => lost !== '[]' || status !== 200)).toEqual([])
    expect(new Set(log.map(({ verdict }) => verdict))).toEqual(new Set(['shown', 'updated']))
    for (const { group } of company.hooks) {
      const times = (await messagesOf(server, group)).map(({ sentAt }) => sentAt)
      expect(times, group).toEqual(times.toSorted((a, b) => a - b))
    }
  })

  test('nothing comes twice, and what came meanwhile is there when the demo opens again', async () => {
    const server = await start(company, morning)
    const early = await deliveriesOf(server)
    await loadDemo(server.domain, company, { now: morning, pagesUrl })
    expect(await deliveriesOf(server)).toHaveLength(early.length)
    await loadDemo(server.domain, company, { now: evening, pagesUrl })
    const late = await deliveriesOf(server)
    expect(late.length).toBeGreaterThan(early.length)
    const straight = await start(company, evening)
    expect(late).toHaveLength((await deliveriesOf(straight)).length)
    for (const { group } of company.hooks)
      expect(await cardsOf(server, group), group).toEqual(await cardsOf(straight, group))
    // The log forgets, and what was in it does not come again.
    await server.domain.write('workspace', w => w.db.deleteFrom('hook_deliveries').execute())
    await loadDemo(server.domain, company, { now: evening, pagesUrl })
    expect(await deliveriesOf(server)).toEqual([])
  })

  test('a folder of an earlier version stays without hooks', async () => {
    const server = await start({ ...company, hooks: [] }, morning)
    await loadDemo(server.domain, company, { now: evening, pagesUrl })
    expect(await deliveriesOf(server)).toEqual([])
    const [first] = hookEventsToCome(company, morning, 0)
    if (first) await happen(server, company, first)
    expect(await deliveriesOf(server)).toEqual([])
  })

  test('what comes later is posted to the hook, and is over at its end', async () => {
    const server = await start(company, evening)
    const before = await deliveriesOf(server)
    for (const [slot, scene] of company.hookScenes.entries())
      for (const event of hookSceneAt(company, scene, evening + slot, slot)) await happen(server, company, event)
    const log = (await deliveriesOf(server)).filter(({ id }) => !before.some(row => row.id === id))
    expect(log).toHaveLength(company.hookScenes.flatMap(({ deliveries }) => deliveries).length)
    expect(log.filter(({ status, verdict }) => status !== 200 || !['shown', 'updated'].includes(verdict))).toEqual([])
    expect(log.some(({ title }) => /[<>]/.test(title))).toBe(false)
    const cards = await server.domain.write('workspace', w => w.db.selectFrom('hook_cards').selectAll().execute())
    const begun = cards.filter(({ at }) => Number(at) > evening)
    expect(begun).toHaveLength(company.hookScenes.length)
    expect(begun.every(({ closed }) => closed === 1)).toBe(true)
  })
})

test('an alert is one card, which says who sees to it and that it is over', async () => {
  const early = await start(qingyu, new Date(2026, 5, 9, 10, 0).getTime())
  expect((await cardsOf(early, 'oncall')).slice(-2)).toEqual([
    '支付回调 P95 超过 60 秒 · 处理中',
    '图片 CDN 命中率低于 95% · 处理中',
  ])
  const late = await start(qingyu, new Date(2026, 5, 9, 12, 0).getTime())
  expect((await cardsOf(late, 'oncall')).slice(-2)).toEqual([
    '支付回调 P95 超过 60 秒 · 已恢复',
    '图片 CDN 命中率低于 95% · 已恢复',
  ])
  const taken = (await messagesOf(late, 'oncall')).findLast(({ content }) => isContent(content, 'card'))
  expect(JSON.stringify(taken?.content)).toContain('严冬 09:43 接手')
})

test('what is to come in the story comes at its time, and what comes now and then at the same times', () => {
  const day = new Date(2026, 5, 9).getTime()
  const coming = hookEventsToCome(qingyu, day, morning)
  expect(coming.length).toBeGreaterThan(5)
  expect(coming.every(({ at }) => at > morning)).toBe(true)
  for (const company of companies) {
    const [first, ...more] = nextHookScene(company, morning)
    expect(more.every(({ at }) => at >= (first?.at ?? 0))).toBe(true)
    expect(first?.at).toBeGreaterThan(morning)
    expect(nextHookScene(company, (first?.at ?? 0) - 1)).toEqual(nextHookScene(company, morning))
    // At night too.
    expect(nextHookScene(company, new Date(2026, 5, 9, 22, 0).getTime())[0]?.at).toBeLessThan(
      new Date(2026, 5, 10, 9, 0).getTime(),
    )
  }
})
