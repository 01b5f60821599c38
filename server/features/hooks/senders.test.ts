import { cardText, contentText } from '@lianqun/protocol'
import { IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook'
import ChatBot from 'dingtalk-robot-sender'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { cardOf, makePlace, type Place } from './testing.ts'

/* Packages that post to robots of groups, as they come: only the address is another. */

let workspace: TestWorkspace
let client: TestClient
let place: Place
let base: string

beforeEach(async () => {
  workspace = await startWorkspace()
  client = await workspace.client('a')
  place = await makePlace(client, '通知')
  base = workspace.server.httpUrl
})
afterEach(() => workspace.end())

const texts = async () => (await place.read()).map(({ content }) => contentText(content))
const lastCard = async () => {
  const card = cardOf((await place.read()).at(-1))
  if (card === null) throw new Error('the last message is no card')
  return card
}

describe('@slack/webhook', () => {
  const webhook = (defaults = {}) => new IncomingWebhook(`${base}${place.paths.slack}`, defaults)
  const failure = (sent: Promise<unknown>) =>
    sent.then(
      () => null,
      (error: unknown) => (error instanceof IncomingWebhookHTTPError ? [error.statusCode, error.body] : error),
    )

  it('sends a text', async () => {
    expect(await webhook().send('发布完成 &lt;v2&gt;')).toEqual({ text: 'ok' })
    expect(await texts()).toEqual(['发布完成 <v2>'])
  })

  it('sends blocks, under a name and with a picture of its own', async () => {
    const sent = await webhook({ username: '发布', icon_emoji: ':rocket:' }).send({
      text: '发布 pay-gateway',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '发布 pay-gateway' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*v2.3.1* 到 <https://prod.example.com|生产>' },
          fields: [
            { type: 'mrkdwn', text: '*谁*\n李雷' },
            { type: 'mrkdwn', text: '*时间*\n14:08' },
          ],
        },
        { type: 'divider' },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '第 812 次' }] },
      ],
    })
    expect(sent).toEqual({ text: 'ok' })
    const { text } = cardText(await lastCard())
    for (const words of ['发布 pay-gateway', 'v2.3.1', '生产', '李雷', '14:08', '第 812 次'])
      expect(text).toContain(words)
    expect(JSON.stringify(await lastCard())).toContain('https://prod.example.com')
  })

  it('sends attachments', async () => {
    const fields = [{ title: '环境', value: '生产', short: true }]
    await webhook().send({
      attachments: [{ color: 'danger', title: '磁盘将满', title_link: 'https://grafana.example.com/d/1', fields }],
    })
    const { text } = cardText(await lastCard())
    for (const words of ['磁盘将满', '环境', '生产']) expect(text).toContain(words)
  })

  it('tells what is wrong with its own errors', async () => {
    const elsewhere = base + place.paths.slack.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000')
    expect(await failure(new IncomingWebhook(elsewhere).send('x'))).toEqual([403, 'invalid_token'])
    expect(await failure(webhook().send(''))).toEqual([400, 'no_text'])
    await client.request('hook.update', { hookId: place.hook.id, enabled: false })
    expect(await failure(webhook().send('x'))).toEqual([404, 'no_active_hooks'])
  })

  it('is told when it is too much', async () => {
    const sent = await Promise.all(Array.from({ length: 65 }, (_, i) => failure(webhook().send(`第 ${i} 条`))))
    expect(sent.filter(failed => failed === null)).toHaveLength(60)
    expect(sent.filter(failed => failed !== null)).toEqual(Array(5).fill([429, 'rate_limited']))
    expect(await texts()).toHaveLength(60)
    expect((await place.log()).filter(({ verdict }) => verdict === 'refused')).toHaveLength(1)
  })
})

describe('dingtalk-robot-sender', () => {
  const robot = (secret?: string) =>
    new ChatBot({ baseUrl: `${base}/robot/send`, accessToken: place.key, ...(secret !== undefined && { secret }) })
  const codes = async (...sent: ReturnType<ChatBot['text']>[]) =>
    (await Promise.all(sent)).map(({ data }) => data.errcode)

  it('sends what it can', async () => {
    const bot = robot()
    const picURL = 'https://img.example.com/1.png'
    expect(
      await codes(
        bot.text('库存不足'),
        bot.link({ title: '周报', text: '第 22 周', messageUrl: 'https://wiki.example.com/22', picUrl: '' }),
        bot.markdown('磁盘', '### 磁盘 **92 %**'),
        bot.actionCard({
          title: '审批',
          text: '采购 3 台',
          btns: [{ title: '去看', actionURL: 'https://oa.example.com/1' }],
        }),
        bot.feedCard([{ title: '新闻', messageURL: 'https://news.example.com/1', picURL }]),
      ),
    ).toEqual([0, 0, 0, 0, 0])
    const said = (await texts()).join('\n')
    for (const words of ['库存不足', '周报', '92 %', '采购 3 台', '新闻']) expect(said).toContain(words)
    expect((await place.log()).map(({ verdict }) => verdict)).toEqual(Array(5).fill('shown'))
  })

  it('signs, and is refused with another secret', async () => {
    await client.request('hook.update', { hookId: place.hook.id, options: { signed: true } })
    expect(await codes(robot(place.secret).text('签了名'))).toEqual([0])
    expect(await codes(robot(`${place.secret}0`).text('伪造'), robot().text('没签'))).toEqual([310000, 310000])
    expect(await texts()).toEqual(['签了名'])
  })
})
