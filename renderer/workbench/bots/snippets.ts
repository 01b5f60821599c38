import type { CallResult } from '../../../preload/contract/index.ts'

/** The libraries by which a bot can be written. */
export const systems = ['lianqun', 'slack', 'wecom', 'feishu'] as const
export type System = (typeof systems)[number]

export type Addresses = CallResult<'bots.addresses'>

export interface Connection {
  addresses: Addresses
  botId: string
  feishuAppId: string
  /** The token, or what stands for it. */
  token: string
}

/** What is filled in, by the name that the library has for it. */
export function valuesOf(system: System, { addresses, botId, feishuAppId, token }: Connection): [string, string][] {
  switch (system) {
    case 'lianqun':
      return [
        ['url', addresses.workspace],
        ['token', token],
      ]
    case 'slack':
      return [
        ['slackApiUrl', addresses.slack],
        ['token', `xoxb-${token}`],
        ['appToken', `xapp-${token}`],
      ]
    case 'wecom':
      return [
        ['wsUrl', addresses.wecom],
        ['botId', botId],
        ['secret', token],
      ]
    case 'feishu':
      return [
        ['domain', addresses.feishu],
        ['appId', feishuAppId],
        ['appSecret', token],
      ]
  }
}

/** A line of a shell that makes a bot of one’s own in a new folder. */
export function newProjectLine({ addresses, token }: Connection): string {
  return `npm run bot:new -- my-bot --url ${addresses.workspace} --token ${token}`
}

/** A bot that answers, whole: it runs as it is. */
export function snippetOf(system: System, connection: Connection): string {
  const values = Object.fromEntries(valuesOf(system, connection))
  const quoted = (name: string) => `'${(values[name] ?? '').replace(/[\\']/g, '\\$&')}'`
  switch (system) {
    case 'lianqun':
      return `import { Bot } from '@lianqun/bot'

const bot = new Bot({
  url: ${quoted('url')},
  token: ${quoted('token')},
  description: 'Says again what it hears',
})
bot.command({ name: 'echo', description: 'Says it again' }, ({ text, reply }) => reply(text))
bot.onMessage(({ text, reply }) => reply(text))
await bot.start()
`
    case 'slack':
      return `import bolt from '@slack/bolt'

const app = new bolt.App({
  token: ${quoted('token')},
  appToken: ${quoted('appToken')},
  socketMode: true,
  clientOptions: { slackApiUrl: ${quoted('slackApiUrl')} },
})
app.message(({ message, say }) => say(message.text))
await app.start()
`
    case 'wecom':
      return `import AiBot, { generateReqId } from '@wecom/aibot-node-sdk'

const client = new AiBot.WSClient({
  wsUrl: ${quoted('wsUrl')},
  botId: ${quoted('botId')},
  secret: ${quoted('secret')},
})
client.on('message.text', frame => {
  client.replyStream(frame, generateReqId('stream'), frame.body.text.content, true)
})
client.connect()
`
    case 'feishu':
      return `import * as lark from '@larksuiteoapi/node-sdk'

const config = {
  domain: ${quoted('domain')},
  appId: ${quoted('appId')},
  appSecret: ${quoted('appSecret')},
}
const client = new lark.Client(config)
const eventDispatcher = new lark.EventDispatcher({}).register({
  'im.message.receive_v1': ({ message: { chat_id, content } }) =>
    client.im.message.create({
      params: { receive_id_type: 'chat_id' },
      data: { receive_id: chat_id, msg_type: 'text', content },
    }),
})
new lark.WSClient(config).start({ eventDispatcher })
`
  }
}
