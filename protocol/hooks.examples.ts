import type { MethodExamples } from './core/feature.ts'
import type { hookMethods } from './hooks.ts'
import { at } from './sample-rows.ts'

const conversationId = 'c_air2'
const hookId = 'h_alerts'
const hook = {
  id: hookId,
  conversationId,
  botId: 'b_alerts',
  name: '值班告警',
  icon: 'siren',
  enabled: true,
  createdBy: 'u_heqing',
  createdAt: at,
  lastAt: null,
  today: 0,
  failedToday: 0,
  manages: true,
}
const options = {
  signed: false,
  networks: ['10.20.0.0/16'],
  keywords: [],
  muted: ['alert.resolved'],
  conditions: [{ path: 'commonLabels.severity', is: 'equals' as const, value: 'P1' }],
  mapping: {
    title: '订单 {{no}}',
    key: 'no',
    tone: { path: 'state', values: { late: 'failing' as const } },
    facts: [{ title: '数量', value: '{{count}}' }],
  },
  language: 'zh' as const,
}
const delivery = {
  id: 'd_1',
  at,
  ms: 86,
  dialect: 'alertmanager',
  event: 'alert.firing',
  title: '支付回调 P95 超过 1 s',
  verdict: 'shown' as const,
  status: 200,
  problem: '',
  resent: false,
  times: 1,
}
const clientId = '0199b6f0-0000-7000-8000-000000000001'

export const hookMethodExamples: MethodExamples<typeof hookMethods> = {
  'hook.list': {
    params: { conversationId },
    result: { hooks: [hook], mayAdd: true },
    invalid: [{}],
    invalidResults: [{}, { hooks: 1, mayAdd: true }],
  },
  'hook.create': {
    params: { conversationId, clientId, name: '值班告警', icon: 'siren', language: 'zh' },
    result: { hook },
    invalid: [
      { conversationId, clientId, name: ' ', icon: 'siren', language: 'zh' },
      { conversationId, clientId, name: '值班告警', icon: 'skull', language: 'zh' },
    ],
    invalidResults: [{}, { hook: { ...hook, id: '' } }],
  },
  'hook.secrets': {
    params: { hookId },
    result: { paths: { wecom: '/cgi-bin/webhook/send?key=x' }, secret: 'SECx', options },
    invalid: [{}],
    invalidResults: [{}, { paths: [], secret: 'x', options }],
  },
  'hook.update': {
    params: {
      hookId,
      enabled: false,
      options: { networks: ['10.0.0.1', '2001:db8::/32'], mapping: options.mapping, conditions: options.conditions },
    },
    result: { hook },
    invalid: [
      { hookId, options: { networks: ['everywhere'] } },
      { hookId, name: '' },
    ],
    invalidResults: [{}],
  },
  'hook.renew': { params: { hookId }, result: {}, invalid: [{}], invalidResults: [null] },
  'hook.remove': { params: { hookId }, result: {}, invalid: [{}], invalidResults: [null] },
  'hook.deliveries': {
    params: { hookId, failed: false, limit: 50 },
    result: { deliveries: [delivery], more: false },
    invalid: [{ hookId, failed: false, limit: 0 }],
    invalidResults: [{ more: false }],
  },
  'hook.delivery': {
    params: { hookId, deliveryId: 'd_1' },
    result: {
      delivery: {
        ...delivery,
        source: '10.20.4.18',
        headers: { 'user-agent': 'Alertmanager/0.27' },
        body: '{}',
        cut: false,
        answer: '{}',
        lost: [],
        seq: 7,
        signature: 'fits' as const,
      },
    },
    invalid: [{ hookId }],
    invalidResults: [{}],
  },
  'hook.events': {
    params: { hookId },
    result: { events: [{ event: 'alert.firing', count: 21 }], total: 312, shown: 47 },
    invalid: [{}],
    invalidResults: [{ events: [] }],
  },
  'hook.resend': {
    params: { hookId, deliveryId: 'd_1' },
    result: { delivery },
    invalid: [{ hookId }],
    invalidResults: [{}],
  },
  'hook.test': {
    params: { hookId, body: '{"text":"hello"}' },
    result: {
      dialect: 'slack',
      event: '',
      contents: [{ type: 'text', text: 'hello', mentions: [] }],
      lost: [],
      problem: '',
    },
    invalid: [{ hookId, body: '' }],
    invalidResults: [{}],
  },
}
