import type { botEvents, botMethods } from './bots.ts'
import type { MethodExamples, NotificationExamples } from './core/feature.ts'
import { at } from './sample-rows.ts'

const conversationId = 'c_air2'
const botId = 'b_tasks'
const clientId = '0199b6f0-0000-7000-8000-000000000001'
const manifest = {
  description: '把一句话变成一项任务',
  commands: [
    {
      name: 'task',
      description: '新建任务',
      hint: '[做什么] [谁] [何时]',
      arguments: [{ name: '谁', kind: 'person' as const, required: true }],
    },
  ],
  shortcuts: [{ id: 'task', title: '设为任务' }],
  home: true,
  unfurlHosts: ['git.example.com'],
}
const bot = {
  id: botId,
  name: '任务',
  icon: 'bot',
  ownerId: 'u_heqing',
  scopes: ['messages.read', 'messages.write'],
  manifest,
  enabled: true,
  shared: true,
  manages: true,
}
const managed = {
  ...bot,
  createdAt: at,
  webhook: { url: 'https://bots.example.com/lianqun', format: 'lianqun' },
  waiting: 0,
  dead: 2,
  connected: true,
  conversations: 3,
}
const entry = {
  id: 7,
  type: 'message',
  at,
  conversationId,
  state: 'dead',
  attempts: 12,
  problem: 'HTTP 502',
  payload: '{}',
}
const view = {
  id: 'v_1',
  botId,
  version: 1,
  title: '新任务',
  card: {
    type: 'AdaptiveCard' as const,
    body: [{ type: 'Input.Text' as const, id: 'what', label: '做什么', isRequired: true }],
  },
  submit: '建立',
}

export const botMethodExamples: MethodExamples<typeof botMethods> = {
  'bot.list': {
    params: { conversationId },
    result: { bots: [bot], mayAdd: true },
    invalid: [{}],
    invalidResults: [{ bots: 1, mayAdd: true }],
  },
  'bot.mine': { params: {}, result: { bots: [managed] }, invalid: [null], invalidResults: [{}] },
  'bot.catalogue': { params: {}, result: { bots: [bot] }, invalid: [null], invalidResults: [{}] },
  'bot.create': {
    params: { clientId, name: '任务', icon: 'bot', scopes: ['messages.write'] },
    result: { bot: managed, token: 'lqb-x' },
    invalid: [
      { clientId, name: ' ', icon: 'bot', scopes: [] },
      { clientId, name: '任务', icon: 'bot', scopes: ['everything'] },
    ],
    invalidResults: [{ bot: managed }],
  },
  'bot.update': {
    params: { botId, enabled: false, webhook: { url: 'https://bots.example.com/', format: 'slack' } },
    result: { bot: managed },
    invalid: [{ botId, webhook: { url: 'ftp://example.com', format: 'slack' } }, { name: 'x' }],
    invalidResults: [{}],
  },
  'bot.secret': { params: { botId }, result: { secret: 'whsec_x' }, invalid: [{}], invalidResults: [{}] },
  'bot.renew': { params: { botId }, result: { token: 'lqb-x' }, invalid: [{}], invalidResults: [{}] },
  'bot.remove': { params: { botId }, result: {}, invalid: [{}], invalidResults: [null] },
  'bot.join': { params: { botId, conversationId }, result: {}, invalid: [{ botId }], invalidResults: [null] },
  'bot.leave': { params: { botId, conversationId }, result: {}, invalid: [{ botId }], invalidResults: [null] },
  'bot.events': {
    params: { botId, state: 'dead', limit: 50 },
    result: { events: [entry], more: false },
    invalid: [{ botId, limit: 0 }],
    invalidResults: [{ events: [] }],
  },
  'bot.replay': {
    params: { botId, ids: [7] },
    result: { count: 1 },
    invalid: [{ botId, ids: ['7'] }],
    invalidResults: [{}],
  },
  'bot.command': {
    params: { conversationId, botId, clientId, command: 'task', text: '装订线 @陈屿 周五', thread: 12 },
    result: {},
    invalid: [
      { conversationId, botId, clientId, command: 'two words', text: '' },
      { conversationId, botId, clientId, command: '', text: '' },
      { conversationId, botId, clientId, command: 'task', text: '', thread: 0 },
    ],
    invalidResults: [null],
  },
  'bot.shortcut': {
    params: { conversationId, botId, clientId, seq: 12, shortcut: 'task' },
    result: {},
    invalid: [{ conversationId, botId, clientId, seq: 0, shortcut: 'task' }],
    invalidResults: [null],
  },
  'bot.submitView': {
    params: { viewId: 'v_1', version: 1, actionId: null, inputs: { what: '装订线' }, clientId },
    result: { outcome: 'errors', errors: { what: '太短' }, view },
    invalid: [{ viewId: 'v_1', version: 0, actionId: null, inputs: {}, clientId }],
    invalidResults: [{}],
  },
  'bot.closeView': { params: { viewId: 'v_1' }, result: {}, invalid: [{}], invalidResults: [null] },
  'bot.openHome': { params: { botId }, result: { view }, invalid: [{}], invalidResults: [{}] },
}

export const botEventExamples: NotificationExamples<typeof botEvents> = {
  'bot.view': { params: { view, home: false }, invalid: [{}] },
  'bot.whisper': {
    params: {
      id: 'w_1',
      botId,
      conversationId,
      at,
      content: { type: 'text', text: '只有你看得到', mentions: [] },
    },
    invalid: [{ id: 'w_1' }],
  },
}
