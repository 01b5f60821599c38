import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { makeBot, type TestBot, type TestSocket } from '../server/features/bots/testing.ts'
import { makeGroup, startWorkspace } from '../server/testing/workspace.ts'
import { alone, type Bench, quantile, type Report } from './report.ts'

/*
 * Measures bots that listen by sockets: from a message to the bot's event and from a command to its answer while the others
 * are idle, what idle sockets cost, and events a second through one bot. Server and bots share this process.
 */

const bots = 500
const rounds = 100
const idleMs = 10_000

export const run: Bench = async (report, { scale = 1 }) => {
  const count = Math.max(10, Math.round(bots * scale))
  const workspace = await startWorkspace({ limits: { rate: false } })
  try {
    const { httpUrl, domain } = workspace.server
    const client = await workspace.client('a')
    const all: TestBot[] = []
    let owner = client
    for (let i = 0; i < count; i++) {
      // One person makes fifty at most.
      if (i % 50 === 0)
        await domain.transaction(async d => void (await d.createEmployee({ id: `o${i}`, name: `O${i}` })))
      if (i % 50 === 0) owner = await workspace.client(`o${i}`)
      all.push(await makeBot(owner, httpUrl, { name: `Bot ${i}` }))
    }
    const before = process.memoryUsage().rss
    const sockets: TestSocket[] = []
    for (const bot of all) sockets.push(await bot.connect())
    report({
      name: `${count} sockets of bots: memory, both ends`,
      unit: 'KiB each',
      value: (process.memoryUsage().rss - before) / 1_024 / count,
      ...alone,
    })
    const used = process.cpuUsage()
    await wait(idleMs * scale)
    const { user, system } = process.cpuUsage(used)
    report({
      name: `${count} idle sockets of bots: processor`,
      unit: '%',
      value: (user + system) / 10 / (idleMs * scale),
      ...alone,
    })
    const [bot, socket] = [all[0] as TestBot, sockets[0] as TestSocket]
    const id = await makeGroup(client, ['b'], 'Bench')
    await client.request('bot.join', { botId: bot.id, conversationId: id })
    await bot.call('PUT', '/manifest', {
      description: '',
      commands: [{ name: 'echo', description: '' }],
      shortcuts: [],
      home: false,
      unfurlHosts: [],
    })
    const say = (text: string) =>
      client.request('message.send', {
        conversationId: id,
        clientId: randomUUID(),
        content: { type: 'text', text, mentions: [] },
      })
    const heard: number[] = []
    const answered: number[] = []
    for (let i = 0; i < Math.max(10, rounds * scale); i++) {
      let began = performance.now()
      const event = socket.waitFor(
        'message',
        ({ data }) => (data.message.content as { text?: string }).text === `m${i}`,
      )
      await say(`m${i}`)
      await event
      heard.push(performance.now() - began)
      began = performance.now()
      const answer = client.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes(`"r${i}"`))
      await client.request('bot.command', {
        conversationId: id,
        botId: bot.id,
        clientId: randomUUID(),
        command: 'echo',
        text: `r${i}`,
      })
      await socket.waitFor('command', ({ data }) => data.text === `r${i}`)
      await bot.call('POST', `/conversations/${id}/messages`, { content: { type: 'text', text: `r${i}` } })
      await answer
      answered.push(performance.now() - began)
    }
    tell(report, 'a message to the event of a bot', heard)
    tell(report, 'a command to its answer', answered)
    const many = Math.max(200, Math.round(5_000 * scale))
    const began = performance.now()
    const last = socket.waitFor(
      'message',
      ({ data }) => (data.message.content as { text?: string }).text === `e${many - 1}`,
    )
    const content = (n: number) => ({ type: 'text' as const, text: `e${n}`, mentions: [] })
    await domain.sendMessages(
      Array.from({ length: many }, (_, n) => ({
        conversationId: id,
        senderId: 'b',
        clientId: randomUUID(),
        content: content(n),
      })),
    )
    await last
    report({
      name: 'events through one bot',
      unit: '/s',
      value: many / ((performance.now() - began) / 1_000),
      ...alone,
    })
    for (const one of sockets) await one.close()
  } finally {
    await workspace.end()
  }
}

function tell(report: Report, what: string, times: readonly number[]): void {
  for (const [name, q] of [
    ['half of them', 0.5],
    ['95 %', 0.95],
  ] as const)
    report({ name: `from ${what}, ${name}`, unit: 'ms', value: quantile(times, q), ...alone })
}
