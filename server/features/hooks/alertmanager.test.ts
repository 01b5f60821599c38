import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { contentText, type Message } from '@lianqun/protocol'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findPrometheus } from '../../testing/programs.ts'
import { startAlertmanager, startPrometheus } from '../../testing/prometheus.ts'
import { startWorkspace } from '../../testing/workspace.ts'
import { cardOf, makePlace } from './testing.ts'

/** A page of numbers for Prometheus. The seconds by the path that takes them. */
async function startExporter(seconds: Record<string, number>): Promise<string> {
  const site = createServer((_request, response) => {
    const lines = Object.entries(seconds).map(([path, value]) => `answer_seconds{path="${path}"} ${value}\n`)
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(lines.join(''))
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  onTestFinished(() => {
    site.closeAllConnections()
    site.close()
  })
  return `127.0.0.1:${(site.address() as AddressInfo).port}`
}

const rules = `
groups:
  - name: pay
    rules:
      - alert: PaySlow
        expr: answer_seconds > 1
        for: 0s
        labels: {severity: critical, service: pay-gateway}
        annotations:
          summary: '支付回调 {{ $labels.path }} 要 {{ $value }} 秒'
`

describe.skipIf(!findPrometheus())('Prometheus and Alertmanager, as they come', { timeout: 120_000 }, () => {
  test('an alert fires, another joins it, and both end: on one card; by Slack and WeCom with each notice', async () => {
    const workspace = await startWorkspace()
    onTestFinished(() => workspace.end())
    const client = await workspace.client('a')
    const [own, slack, wecom] = [
      await makePlace(client, '告警'),
      await makePlace(client, 'Slack'),
      await makePlace(client, '企业微信'),
    ]
    const base = workspace.server.httpUrl
    const seconds: Record<string, number> = { '/callback': 0.2, '/refund': 0.2 }
    const exporter = await startExporter(seconds)
    const alertmanager = await startAlertmanager(`
route: {receiver: groups, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: groups
    webhook_configs:
      - url: ${base}${own.paths.any}
        send_resolved: true
    slack_configs:
      - api_url: ${base}${slack.paths.slack}
        channel: '#alerts'
        send_resolved: true
    wechat_configs:
      - api_url: ${base}/cgi-bin/
        corp_id: ww0123456789
        api_secret: ${wecom.key}
        agent_id: '1000002'
        to_user: '@all'
        send_resolved: true
`)
    onTestFinished(() => alertmanager.stop())
    const prometheus = await startPrometheus({
      'rules.yml': rules,
      'prometheus.yml': `
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ['${alertmanager.address}']}]}]}
scrape_configs: [{job_name: pay, static_configs: [{targets: ['${exporter}']}]}]
`,
    })
    onTestFinished(() => prometheus.stop())

    seconds['/callback'] = 2.5
    const [fired] = await own.until('an alert', ([first]) => first !== undefined)
    expect(cardOf(fired)?.header).toMatchObject({ title: '支付回调 /callback 要 2.5 秒', tone: 'failing' })
    // Somebody can say that they see to it.
    expect(cardOf(fired)?.actions?.[0]).toMatchObject({ type: 'Action.Submit' })
    const says = (messages: Message[], words: string) =>
      messages.some(({ content }) => contentText(content).includes(words))
    await slack.until('an alert by Slack', messages => says(messages, 'FIRING:1'))
    await wecom.until('an alert by WeCom', messages => says(messages, '/callback'))

    seconds['/refund'] = 3
    const both = await own.until('the second alert', ([first]) =>
      contentText(first?.content as never).includes('/refund'),
    )
    expect(both.map(({ seq }) => seq)).toEqual([fired?.seq])
    expect(cardOf(both[0])?.header?.tone).toBe('failing')
    await slack.until('the second alert by Slack', messages => says(messages, 'FIRING:2'))

    Object.assign(seconds, { '/callback': 0.1, '/refund': 0.1 })
    const over = await own.until('the end', ([first]) => cardOf(first)?.header?.tone === 'good')
    expect(over.map(({ seq }) => seq)).toEqual([fired?.seq])
    expect(cardOf(over[0])?.actions ?? []).toEqual([])
    await slack.until('the end by Slack', messages => says(messages, 'RESOLVED'))
    await wecom.until('the end by WeCom', messages => says(messages, 'Alerts Resolved'))

    // What comes after the end is a new card.
    seconds['/callback'] = 9
    const again = await own.until('the alert again', messages => messages.length === 2)
    expect(again[0]).toMatchObject({ seq: fired?.seq })
    expect(cardOf(again[1])?.header?.tone).toBe('failing')

    for (const { hook } of [own, slack, wecom]) {
      const { deliveries } = await client.request('hook.deliveries', { hookId: hook.id, failed: true, limit: 50 })
      expect(deliveries).toEqual([])
    }
    expect(alertmanager.log()).not.toMatch(/level=(warn|error)/)
  })
})

test('what WeCom calls an app gets the key of its hook for it, and posts into its group', async () => {
  const workspace = await startWorkspace()
  onTestFinished(() => workspace.end())
  const client = await workspace.client('a')
  const { hook, key, until } = await makePlace(client, '企业微信')
  const base = `${workspace.server.httpUrl}/cgi-bin`
  const ask = async (path: string, init?: RequestInit) => (await fetch(`${base}${path}`, init)).json()
  expect(await ask(`/gettoken?corpid=ww1&corpsecret=${randomUUID()}`)).toMatchObject({ errcode: 40001 })
  expect(await ask('/gettoken?corpid=ww1')).toMatchObject({ errcode: 40001 })
  const token = await ask(`/gettoken?corpid=ww1&corpsecret=${key}`)
  expect(token).toMatchObject({ errcode: 0, expires_in: 7_200, access_token: expect.any(String) })
  const { access_token: access } = token as { access_token: string }
  const post = (accessToken: string) =>
    ask(`/message/send?access_token=${accessToken}`, {
      method: 'POST',
      body: JSON.stringify({ touser: '@all', agentid: 1, msgtype: 'text', text: { content: '库存不足' }, safe: '0' }),
    })
  expect(await post(randomUUID())).toMatchObject({ errcode: 93000 })
  expect(await post(access)).toMatchObject({ errcode: 0 })
  const [message] = await until('the message', ([first]) => first !== undefined)
  expect(message?.content).toMatchObject({ type: 'text', text: '库存不足' })
  await client.request('hook.update', { hookId: hook.id, enabled: false })
  expect(await ask(`/gettoken?corpid=ww1&corpsecret=${key}`)).toMatchObject({ errcode: 93004 })
})
