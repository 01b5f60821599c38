import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openSignedIn } from '../e2e/app.ts'
import { open, row } from '../e2e/locators.ts'
import { World } from '../e2e/world.ts'
import { postCard, understand } from '../server/features/cards/index.ts'
import { against, alone, type Bench, quantile, type Report } from './report.ts'
import { scrollAgainstEmpty } from './scroll.ts'

/*
 * Measures cards: from the request of a tool to the card on the screen, against a plain message; scrolling through a
 * conversation of cards, against an empty page; and how many payloads a second become cards.
 */

const rounds = 60
const scrolled = { step: 60, frameMs: 1_000 / 60, scrollMs: 60_000 }
const group = 'Alerts'
const fixtures = join(import.meta.dirname, '..', 'server', 'features', 'cards', 'events', 'fixtures')

export const run: Bench = async (report, { scale = 1 }) => {
  convert(report, Math.max(200, Math.round(5_000 * scale)))
  const cards = Math.max(100, Math.round(1_000 * scale))
  const world = await World.start()
  try {
    const { domain } = world.server
    const { id } = await domain.createGroup({ ownerId: 'zhouye', userIds: ['chenyu', 'linwan'], name: group })
    const { address, botId } = await makeHook(world, id)
    await fill(world, id, botId, cards)
    const app = await openSignedIn(world, { timeoutMs: 120_000 })
    try {
      await open(app.page, group)
      // It opens at the first unread card.
      await app.page.getByRole('button', { name: /new messages$/ }).click()
      await app.page.getByRole('heading', { name: `card ${cards - 1} ` }).waitFor()
      await measureArrival(report, world, app.page, { id, address, count: Math.max(10, Math.round(rounds * scale)) })
      await measureScrolling(report, app.page, cards)
    } finally {
      await app.kill()
    }
  } finally {
    await world.close()
  }
}

/** How many payloads of tools become cards in a second, on one processor. */
function convert(report: Report, count: number): void {
  const payloads = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(fixtures, name), 'utf8')) as unknown)
  const context = { headers: {}, language: 'zh' as const, timeZone: 'Asia/Shanghai', receivedAt: Date.now() }
  const of = (n: number) => {
    for (let i = 0; i < n; i++)
      try {
        understand('any', payloads[i % payloads.length], context)
      } catch {
        // Some are known by their headers alone.
      }
  }
  of(count / 5)
  const began = performance.now()
  of(count)
  const value = count / ((performance.now() - began) / 1_000)
  report({ name: 'payloads of tools that become cards', unit: '/s', value, ...alone })
}

async function makeHook(world: World, conversationId: string): Promise<{ address: string; botId: string }> {
  const client = await world.connect('zhouye')
  const clientId = crypto.randomUUID()
  const { hook } = await client.request('hook.create', {
    conversationId,
    clientId,
    name: 'Alert desk',
    icon: 'siren',
    language: 'en',
  })
  const { paths } = await client.request('hook.secrets', { hookId: hook.id })
  return { address: `${world.server.httpUrl}${paths.any}`, botId: hook.botId }
}

async function fill(world: World, id: string, botId: string, count: number): Promise<void> {
  await world.server.domain.write('workspace', async w => {
    const c = await w.conversation(id)
    for (let i = 0; i < count; i++)
      await postCard(w, c, {
        botId,
        card: {
          type: 'AdaptiveCard',
          header: {
            title: `card ${i} of the payment service`,
            icon: 'siren',
            tone: i % 3 === 0 ? 'failing' : 'good',
            tag: { text: 'P1' },
          },
          body: [
            { type: 'TextBlock', text: `**Latency** is ${i} ms, [graph](https://grafana.example/d/${i})`, wrap: true },
            {
              type: 'FactSet',
              facts: [
                { title: 'Service', value: 'pay-gateway' },
                { title: 'Region', value: 'EU' },
              ],
            },
            { type: 'Sparkline', values: Array.from({ length: 24 }, (_, n) => Math.sin(i + n)), altText: 'Latency' },
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://grafana.example/' }],
          footer: { text: 'Alertmanager' },
        },
      })
  })
}

async function measureScrolling(report: Report, page: Page, cards: number): Promise<void> {
  const { found, empty } = await scrollAgainstEmpty(page, scrolled)
  report({
    ...alone,
    name: `scrolling up through ${cards.toLocaleString('en')} cards: frames over 16.7 ms`,
    value: found.lateShare,
    unit: '%',
    baseline: empty.lateShare,
  })
}

/** From the request of a tool to its card on the screen, against a message that is sent at the same time of day. */
async function measureArrival(
  report: Report,
  world: World,
  page: Page,
  { id, address, count }: { id: string; address: string; count: number },
): Promise<void> {
  const times = { plain: [] as number[], card: [] as number[] }
  await open(page, group)
  for (let i = 0; i < count; i++) {
    const said = painted(page, `plain ${i} said`)
    let began = Date.now()
    await world.say('zhouye', `plain ${i} said`, id)
    times.plain.push((await said) - began)
    const alarm = painted(page, `alarm ${i} fired`)
    began = Date.now()
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alertOf(i)),
    })
    if (!answer.ok) throw new Error(`the hook answered ${answer.status}: ${await answer.text()}`)
    times.card.push((await alarm) - began)
  }
  await row(page, group).waitFor()
  for (const [name, q] of [
    ['half of them', 0.5],
    ['95 %', 0.95],
  ] as const)
    report({
      name: `from the request of a hook to its card on the screen, ${name}, against a plain message`,
      unit: 'ms',
      ...against(quantile(times.card, q), quantile(times.plain, q)),
    })
}

/** When a text was painted in the message list, by the clock of the machine. */
function painted(page: Page, text: string): Promise<number> {
  return page.evaluate(async words => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
    const there = () => document.querySelector('.messages-message-list')?.textContent?.includes(words)
    for (const began = performance.now(); !there(); await frame())
      if (performance.now() - began > 20_000) throw new Error(`${words} was not shown`)
    await frame()
    return Date.now()
  }, text)
}

function alertOf(i: number): unknown {
  const labels = { alertname: `alarm ${i} fired`, severity: 'P1', service: 'pay-gateway' }
  const startsAt = new Date().toISOString()
  return {
    version: '4',
    groupKey: `{}:{alertname="${i}"}`,
    status: 'firing',
    receiver: 'lianqun',
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: { summary: `alarm ${i} fired` },
    externalURL: 'https://alerts.example',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: {},
        startsAt,
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.example/graph',
      },
    ],
  }
}
