import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Card, Message } from '@lianqun/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestClient } from '../../../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../../../testing/workspace.ts'
import { makeBot, type TestBot } from '../../testing.ts'
import { toChannelId, toTs, toUserId } from './ids.ts'
import { type BoltBot, boltByHttp, boltBySocket, Heard } from './testing.ts'

/* One bot, as its author wrote it for Slack, by both ways in which Bolt hears. */

const manifest = {
  description: '任务',
  commands: ['task', 'shout', 'slow'].map(name => ({ name, description: name })),
  shortcuts: [{ id: 'task_from_message', title: '设为任务' }],
  home: true,
  unfurlHosts: ['git.example.com'],
}
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const form = {
  type: 'modal' as const,
  callback_id: 'new_task',
  private_metadata: 'from-command',
  notify_on_close: true,
  title: plain('新任务'),
  submit: plain('建立'),
  close: plain('算了'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'what',
      label: plain('做什么'),
      element: { type: 'plain_text_input' as const, action_id: 'title' },
    },
    {
      type: 'input' as const,
      block_id: 'when',
      optional: true,
      label: plain('何时'),
      element: {
        type: 'static_select' as const,
        action_id: 'day',
        options: ['today', 'later'].map(value => ({ text: plain(value), value })),
      },
    },
  ],
}
const buttons = (text: string) => [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text } },
  {
    type: 'actions' as const,
    block_id: 'choice',
    elements: [
      { type: 'button' as const, action_id: 'approve', text: plain('同意'), value: 'n-7', style: 'primary' as const },
      { type: 'button' as const, action_id: 'whisper', text: plain('悄悄说'), value: 'w' },
    ],
  },
]

/** What the author wrote. */
function program({ app }: BoltBot, heard: Heard): void {
  app.message('echo', async ({ message, say }) => {
    heard.add('message', message)
    if (!('text' in message)) return
    await say({ text: `*you said* ${message.text}`, thread_ts: message.ts })
  })
  app.message('buttons', async ({ say }) => void (await say({ text: '同意吗', blocks: buttons('同意 *吗*') })))
  app.event('app_mention', async ({ event, say }) => {
    heard.add('app_mention', event)
    await say(`在，<@${event.user}>`)
  })
  app.event('member_joined_channel', async ({ event }) => heard.add('member_joined_channel', event))
  app.event('reaction_added', async ({ event }) => heard.add('reaction_added', event))
  app.event('reaction_removed', async ({ event }) => heard.add('reaction_removed', event))
  app.event('link_shared', async ({ event }) => heard.add('link_shared', event))
  app.event('app_home_opened', async ({ event, client }) => {
    heard.add('app_home_opened', event)
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: buttons('今天三项') } })
  })
  app.event('message', async ({ event }) => heard.add(`message ${'subtype' in event ? event.subtype : ''}`, event))
  app.action('approve', async ({ ack, body, action, client, respond }) => {
    await ack()
    heard.add('block_actions', { body, action })
    if (body.type !== 'block_actions') return
    if (body.container.type === 'view') {
      await client.views.publish({ user_id: body.user.id, view: { type: 'home', blocks: buttons('都同意了') } })
      return
    }
    await respond({ text: `<@${body.user.id}> 同意了`, replace_original: true })
  })
  app.action('whisper', async ({ ack, respond }) => {
    await ack()
    await respond('只有你看得到')
  })
  app.command('/task', async ({ ack, command, client }) => {
    await ack('记下了')
    heard.add('command', command)
    heard.add('opened', await client.views.open({ trigger_id: command.trigger_id, view: form }))
  })
  app.command(
    '/shout',
    async ({ ack, command }) => void (await ack({ response_type: 'in_channel', text: command.text })),
  )
  app.command('/slow', async ({ ack, command, respond }) => {
    await ack()
    await respond({ response_type: 'in_channel', text: `慢慢说：${command.text}` })
  })
  app.view('new_task', async ({ ack, view, body }) => {
    const title = view.state.values.what?.title?.value ?? ''
    heard.add('view_submission', { view, body })
    if (title === '再来')
      return void (await ack({ response_action: 'update', view: { ...form, title: plain('第二步') } }))
    if (title.length < 3) return void (await ack({ response_action: 'errors', errors: { what: '太短' } }))
    await ack()
  })
  app.view({ callback_id: 'new_task', type: 'view_closed' }, async ({ ack, view }) => {
    await ack()
    heard.add('view_closed', view)
  })
  app.shortcut('task_from_message', async ({ ack, shortcut, client }) => {
    await ack()
    heard.add('shortcut', shortcut)
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form })
  })
}

describe.each(['socket', 'http'] as const)('a bot of Bolt by %s', way => {
  let workspace: TestWorkspace
  let a: TestClient
  let b: TestClient
  let bot: TestBot
  let bolt: BoltBot
  let group: string
  const heard = new Heard()
  const own = createServer()
  beforeAll(async () => {
    await new Promise<void>(resolve => own.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(own.address() as AddressInfo).port}`
    const outgoing = { hosts: [host], resolve: async () => [{ address: '127.0.0.1', family: 4 as const }] }
    workspace = await startWorkspace({ limits: { rate: false }, outgoing })
    a = await workspace.client('a')
    b = await workspace.client('b')
    bot = await makeBot(a, workspace.server.httpUrl, { name: '任务' })
    await bot.call('PUT', '/manifest', manifest)
    const { httpUrl } = workspace.server
    bolt =
      way === 'socket'
        ? boltBySocket(httpUrl, bot)
        : await boltByHttp(httpUrl, bot, { owner: a, server: own, url: `http://${host}/slack/events` })
    program(bolt, heard)
    await bolt.start()
    group = await makeGroup(a, ['b'], '轻羽')
    await a.request('bot.join', { botId: bot.id, conversationId: group })
  })
  beforeEach(() => {
    a.clear()
    b.clear()
  })
  afterAll(async () => {
    await bolt?.stop()
    await workspace?.end()
    own.closeAllConnections()
    await new Promise(resolve => own.close(resolve))
  })

  const send = (text: string, mentions: { userId: string; offset: number; length: number }[] = []) =>
    b.request('message.send', {
      conversationId: group,
      clientId: randomUUID(),
      content: { type: 'text', text, mentions },
    })
  /** A message of the bot, as it reaches somebody. */
  async function said(client: TestClient, matches: (message: Message) => boolean): Promise<Message> {
    const isIt = (value: unknown) => (value as Message).senderId === bot.id && matches(value as Message)
    const { changes } = await client.waitFor('sync.push', push =>
      push.changes.some(({ entity, value }) => entity === 'message' && isIt(value)),
    )
    return changes.find(({ entity, value }) => entity === 'message' && isIt(value))?.value as Message
  }
  const textOf = ({ content }: Message) => JSON.stringify(content)
  const cardOf = ({ content }: Message) => (content as { card: Card }).card
  const actionIn = (value: unknown, title: string): string => {
    const found = JSON.stringify(value).match(new RegExp(`\\{[^{}]*"title":"${title}"[^{}]*\\}`))?.[0] ?? '{}'
    return JSON.parse(found).id
  }
  const click = (message: Message, title: string) =>
    b.request('card.submit', {
      conversationId: group,
      seq: message.seq,
      version: (message.content as { version: number }).version,
      actionId: actionIn(cardOf(message), title),
      inputs: {},
      clientId: randomUUID(),
    })
  const use = () => ({ conversationId: group, botId: bot.id, clientId: randomUUID() })

  test('it learns that it came into a group', async () => {
    const { auth } = bolt.app.client
    const me = await auth.test()
    const joined = await heard.next<{ user: string; channel: string }>(
      'member_joined_channel',
      ({ user }) => user === me.user_id,
    )
    expect(joined.channel).toMatch(/^C[A-Z0-9]+$/)
  })

  test('it echoes in a thread, with what is bold', async () => {
    const { message } = await send('echo <你好>')
    const echo = await said(b, reply => reply.attributes?.replyTo === message.seq)
    expect(textOf(echo)).toContain('echo <你好>')
    expect(JSON.stringify(cardOf(echo).body)).toContain('"weight":"bolder"')
    const told = await heard.next<{ text: string; channel_type: string }>('message')
    expect(told).toMatchObject({ text: 'echo &lt;你好&gt;', channel_type: 'channel' })
  })

  test('it is named, and names who named it', async () => {
    await send('@任务 在吗', [{ userId: bot.id, offset: 0, length: 3 }])
    const me = await bolt.app.client.auth.test()
    expect((await heard.next<{ text: string }>('app_mention')).text).toBe(`<@${me.user_id}> 在吗`)
    const answer = await said(b, message => textOf(message).includes('在，'))
    expect(answer.content).toMatchObject({ text: '在，@B', mentions: [{ userId: 'b', offset: 2, length: 2 }] })
  })

  test('a button is told with its value and block, and its message is replaced', async () => {
    await send('buttons')
    const asked = await said(b, message => textOf(message).includes('同意'))
    const changed = said(b, ({ seq, content }) => seq === asked.seq && JSON.stringify(content).includes('@B'))
    expect(await click(asked, '同意')).toEqual({ answer: 'waiting' })
    const { body, action } = await heard.next<{ body: Record<string, unknown>; action: Record<string, unknown> }>(
      'block_actions',
    )
    expect(action).toMatchObject({ type: 'button', block_id: 'choice', action_id: 'approve', value: 'n-7' })
    expect(body).toMatchObject({
      container: { type: 'message' },
      message: { text: '同意吗', blocks: [{ type: 'section' }, { block_id: 'choice' }] },
      state: { values: {} },
    })
    expect(JSON.stringify((await changed).content)).toContain('同意了')
  })

  test('an answer to a button is for who pressed it alone', async () => {
    await send('buttons again')
    const asked = await said(b, message => textOf(message).includes('悄悄说') && message.content.type === 'card')
    const whispered = b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('只有你看得到'))
    await click(asked, '悄悄说')
    expect(await whispered).toMatchObject({ botId: bot.id, conversationId: group })
    expect(a.events.filter(({ event }) => event === 'bot.whisper')).toEqual([])
  })

  test('a command is answered to who gave it, and opens a form; errors stay in it, then it is sent', async () => {
    const whispered = b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('记下了'))
    const opened = b.waitFor('bot.view', ({ home }) => !home)
    await b.request('bot.command', { ...use(), command: 'task', text: '装订线 周五' })
    await whispered
    expect(await heard.next('command')).toMatchObject({ command: '/task', text: '装订线 周五', user_name: 'B' })
    const { view } = await opened
    expect(view).toMatchObject({ title: '新任务', submit: '建立', close: '算了' })
    expect(JSON.stringify(view)).not.toContain('from-command')
    const submit = (what: string, version = 1) =>
      b.request('bot.submitView', {
        viewId: view.id,
        version,
        actionId: null,
        inputs: { 'what/title': what, 'when/day': 'later' },
        clientId: randomUUID(),
      })
    expect(await submit('短')).toEqual({ outcome: 'errors', errors: { 'what/title': '太短' } })
    const { view: told } = await heard.next<{ view: Record<string, unknown> }>('view_submission')
    expect(told).toMatchObject({
      callback_id: 'new_task',
      private_metadata: 'from-command',
      state: {
        values: {
          what: { title: { type: 'plain_text_input', value: '短' } },
          when: { day: { selected_option: { value: 'later', text: { text: 'later' } } } },
        },
      },
    })
    expect(await submit('装订线')).toEqual({ outcome: 'done' })
    expect(await errorOf(submit('装订线'))).toBe('not_found')
  })

  test('a shortcut shows the message, and its form is closed unsent', async () => {
    const { message } = await send('装订线坏了')
    const opened = b.waitFor('bot.view', ({ home }) => !home)
    await b.request('bot.shortcut', { ...use(), seq: message.seq, shortcut: 'task_from_message' })
    expect(await heard.next('shortcut')).toMatchObject({
      type: 'message_action',
      callback_id: 'task_from_message',
      message: { text: '装订线坏了' },
    })
    const { view } = await opened
    const next = await b.request('bot.submitView', {
      viewId: view.id,
      version: 1,
      actionId: null,
      inputs: { 'what/title': '再来', 'when/day': '' },
      clientId: randomUUID(),
    })
    expect(next).toMatchObject({ outcome: 'view', view: { id: view.id, title: '第二步', version: 2 } })
    await b.request('bot.closeView', { viewId: view.id })
    expect(await heard.next('view_closed')).toMatchObject({ private_metadata: 'from-command' })
  })

  test('a command is answered to all, at once and later', async () => {
    await b.request('bot.command', { ...use(), command: 'shout', text: '开会' })
    expect((await said(b, message => textOf(message).includes('开会'))).content).toMatchObject({ text: '开会' })
    await b.request('bot.command', { ...use(), command: 'slow', text: '散会' })
    await said(b, message => textOf(message).includes('慢慢说：散会'))
  })

  test('a command in a thread says so, and is answered there, at once, later and to one alone', async () => {
    const { message } = await send('在话题里谈')
    const thread = message.seq
    await b.request('bot.command', { ...use(), command: 'shout', text: '话题里开会', thread })
    const loud = await said(b, each => textOf(each).includes('话题里开会'))
    expect(loud.attributes).toEqual({ replyTo: thread, thread })
    await b.request('bot.command', { ...use(), command: 'slow', text: '话题里散会', thread })
    const late = await said(b, each => textOf(each).includes('慢慢说：话题里散会'))
    expect(late.attributes).toEqual({ replyTo: thread, thread })
    const whispered = b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('记下了'))
    await b.request('bot.command', { ...use(), command: 'task', text: '话题', thread })
    expect(await whispered).toMatchObject({ thread })
    const thread_ts = toTs(message)
    expect(await heard.next<{ text: string }>('command', each => each.text === '话题')).toMatchObject({ thread_ts })
    const alone = b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('只给你'))
    const channel = toChannelId(group, false)
    await bolt.app.client.chat.postEphemeral({ channel, user: toUserId('b'), text: '只给你', thread_ts })
    expect(await alone).toMatchObject({ thread })
  })

  test('its page is made when it is looked at, and changes by what is done on it', async () => {
    const shown = b.waitFor('bot.view', ({ home }) => home)
    await b.request('bot.openHome', { botId: bot.id })
    const { view } = await shown
    expect(view.title).toBe('任务')
    const changed = b.waitFor('bot.view', ({ home, view: next }) => home && next.version > view.version)
    const done = await b.request('bot.submitView', {
      viewId: view.id,
      version: view.version,
      actionId: actionIn(view.card, '同意'),
      inputs: {},
      clientId: randomUUID(),
    })
    expect(done.outcome).toBe('done')
    expect(JSON.stringify((await changed).view.card)).toContain('都同意了')
  })

  test('it hears who reacted to what it hears and what it said, with what, and who took it back', async () => {
    const { channel = '', ts = '' } = await bolt.app.client.chat.postMessage({
      channel: toChannelId(group, false),
      text: '看这个',
    })
    const { message } = await send('谁去？')
    const on = { conversationId: group, emoji: '👍🏽' }
    const seq = Number(ts.split('.')[1])
    await b.request('message.react', { ...on, seq, on: true })
    await b.request('message.react', { ...on, seq, on: false })
    await b.request('message.react', { ...on, seq: message.seq, emoji: '🎉', on: true })
    const { user_id } = await bolt.app.client.auth.test()
    const user = await heard.next<{ user: string }>('reaction_added').then(event => event.user)
    expect(await heard.next('reaction_removed')).toMatchObject({ user, reaction: '+1::skin-tone-4', item: { ts } })
    expect(await heard.next('reaction_added')).toEqual({
      type: 'reaction_added',
      user,
      reaction: '+1::skin-tone-4',
      item_user: user_id,
      item: { type: 'message', channel, ts },
      event_ts: expect.stringMatching(/^\d+\.\d{6}$/),
    })
    expect(await heard.next<{ reaction: string }>('reaction_added', each => each.reaction === 'tada')).toMatchObject({
      item_user: user,
    })
  })

  test('it hears what is changed, recalled and linked, and in a conversation of its own', async () => {
    const { message } = await send('先这么说')
    await b.request('message.edit', {
      conversationId: group,
      seq: message.seq,
      content: { type: 'text', text: '后来这么说', mentions: [] },
    })
    expect(await heard.next('message message_changed')).toMatchObject({ message: { text: '后来这么说', edited: {} } })
    await b.request('message.recall', { conversationId: group, seq: message.seq })
    await heard.next('message message_deleted')
    await send('看 https://git.example.com/air2/pulls/7')
    expect(await heard.next('link_shared')).toMatchObject({ links: [{ domain: 'git.example.com' }] })
    const { head } = await b.request('conversation.direct', { userId: bot.id })
    await b.request('message.send', {
      conversationId: head.conversation.id,
      clientId: randomUUID(),
      content: { type: 'text', text: 'echo 悄悄', mentions: [] },
    })
    expect(await heard.next<{ channel: string }>('message', ({ channel }) => channel.startsWith('D'))).toMatchObject({
      channel_type: 'im',
    })
  })
})
