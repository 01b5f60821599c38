import type { BotManifest } from '@lianqun/protocol'
import { makeBot, type TestBot, type TestSocket } from '../server/features/bots/testing.ts'
import type { World } from './world.ts'

/* Bots of the tests of the window: made by 周野, who owns the group, and told what to do by the test. */

export interface GroupBot {
  bot: TestBot
  socket: TestSocket
}

/** A bot in the group of the world that offers some commands and shortcuts. */
export async function botInGroup(world: World, name: string, offers: Partial<BotManifest>): Promise<GroupBot> {
  const owner = await world.connect('zhouye')
  const bot = await makeBot(owner, world.server.url.replace(/^ws/, 'http'), { name })
  const manifest = { description: '', commands: [], shortcuts: [], home: false, unfurlHosts: [], ...offers }
  await bot.call('PUT', '/manifest', manifest)
  await owner.request('bot.join', { botId: bot.id, conversationId: world.groupId })
  const socket = await bot.connect()
  return { bot, socket }
}

/** Says something in the group, or changes what the bot said there. */
export async function botSays(
  { bot }: GroupBot,
  world: World,
  content: unknown,
  options: { growing?: boolean; seq?: number } = {},
): Promise<number> {
  const { seq, ...rest } = options
  const path = `/conversations/${world.groupId}/messages`
  const { status, body } =
    seq === undefined
      ? await bot.call('POST', path, { content, ...rest })
      : await bot.call('PATCH', `${path}/${seq}`, { content, ...rest })
  if (status !== 200) throw new Error(`the bot could not say it: ${JSON.stringify(body)}`)
  return body.message.seq
}

/** Says something to the user of the window alone. */
export async function botWhispers({ bot }: GroupBot, world: World, content: unknown, trigger?: string): Promise<void> {
  const { status, body } = await bot.call('POST', `/conversations/${world.groupId}/whispers`, {
    userId: 'chenyu',
    content,
    ...(trigger !== undefined && { trigger }),
  })
  if (status !== 200) throw new Error(`the bot could not whisper: ${JSON.stringify(body)}`)
}

/** Opens a form by what somebody did. Returns its id. */
export async function botOpens({ bot }: GroupBot, trigger: string, view: unknown): Promise<string> {
  const { status, body } = await bot.call('POST', '/views', { trigger, view })
  if (status !== 200) throw new Error(`the bot could not open a form: ${JSON.stringify(body)}`)
  return (body as unknown as { viewId: string }).viewId
}
