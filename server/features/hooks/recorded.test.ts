import { createHmac, randomUUID } from 'node:crypto'
import { isContent } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { samples as feishu } from '../cards/dialects/feishu/feishu.fixtures.ts'
import { approval, attachments, controls } from '../cards/dialects/slack/samples.ts'
import { examples as wecom } from '../cards/dialects/wecom.examples.ts'
import { fixtures } from '../cards/events/fixtures.ts'
import { makePlace } from './testing.ts'

/* What other systems post, over HTTP to a running server: each is answered as its sender wants it, and shown. */

type Path = 'any' | 'wecom' | 'feishu' | 'slack'
interface Recorded {
  name: string
  path: Path
  payload: object
  headers: Record<string, string>
}

const { cards, ...messages } = wecom
const named = (path: Path, payloads: object): Recorded[] =>
  Object.entries(payloads).map(([name, payload]) => ({
    name: `${path}/${name}`,
    path,
    payload: payload as object,
    headers: {},
  }))
const recorded: Recorded[] = [
  ...fixtures.map(({ name, payload, headers }): Recorded => ({ name, path: 'any', payload, headers })),
  ...named('wecom', messages),
  ...named('wecom', Object.fromEntries(Object.entries(cards).map(([name, card]) => [name, cardMessage(card)]))),
  ...named('feishu', feishu),
  ...named('slack', { approval, controls, attachments }),
]

function cardMessage(card: object): object {
  return 'msgtype' in card ? card : { msgtype: 'template_card', template_card: card }
}

const answers: Record<Path, unknown> = {
  any: { status: 'ok' },
  wecom: { errcode: 0, errmsg: 'ok' },
  feishu: { code: 0, msg: 'success', data: {}, StatusCode: 0, StatusMessage: 'success' },
  slack: 'ok',
}

let workspace: TestWorkspace
/** Of each: how it was read, and how it is shown. */
const shown: string[] = []

beforeAll(async () => {
  workspace = await startWorkspace()
})
afterAll(() => workspace.end())

it.each(recorded)('$name', async ({ name, path, payload, headers }) => {
  const client = await workspace.client('a')
  const place = await makePlace(client, '记录')
  // GitHub, Gitea and Sentry sign what they send; the hook asks for it where they do.
  const body = JSON.stringify(payload)
  const mac = createHmac('sha256', place.secret).update(body).digest('hex')
  const signature: Record<string, string> | null = name.startsWith('github/')
    ? { 'x-hub-signature-256': `sha256=${mac}`, 'x-github-delivery': randomUUID() }
    : name.startsWith('gitea/')
      ? { 'x-gitea-signature': mac, 'x-gitea-delivery': randomUUID() }
      : name.startsWith('sentry/')
        ? { 'sentry-hook-signature': mac, 'request-id': randomUUID() }
        : null
  if (signature !== null) await client.request('hook.update', { hookId: place.hook.id, options: { signed: true } })
  const response = await fetch(workspace.server.httpUrl + place.paths[path], {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...signature },
    body,
  })
  const said = await response.text()
  expect(response.status, said).toBe(200)
  expect(path === 'slack' ? said : JSON.parse(said)).toEqual(answers[path])
  const [delivery] = await place.log()
  expect(delivery).toMatchObject({ status: 200, verdict: 'shown', problem: '' })
  expect(delivery?.title).not.toBe('')
  const all = await place.read()
  expect(all.length).toBeGreaterThan(0)
  const tool = name.split('/')[0]
  if (path === 'any') expect(delivery?.dialect).toBe(tool)
  // What a tool tells is a card with a head of one of its tones.
  if (path === 'any') expect(all.every(({ content }) => isContent(content, 'card') && content.card.header)).toBeTruthy()
  shown.push(`${tool}: ${all.map(({ content }) => content.type).join(', ')}`)
  await client.close()
})

it('so many of each are shown', () => {
  const counts = Object.groupBy(shown, line => line)
  expect(Object.entries(counts).map(([line, all = []]) => `${line} × ${all.length}`)).toMatchInlineSnapshot(`
    [
      "alertmanager: card × 3",
      "gitea: card × 13",
      "github: card × 36",
      "gitlab: card × 21",
      "grafana: card × 5",
      "jenkins: card × 5",
      "sentry: card × 11",
      "wecom: text × 1",
      "wecom: card × 8",
      "feishu: card × 6",
      "feishu: text × 1",
      "slack: card × 3",
    ]
  `)
})
