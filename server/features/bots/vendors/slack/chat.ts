import { clientIdSchema, emojiSchema, isContent, type Message } from '@lianqun/protocol'
import { emojiOf, objectOf, textOf, toned } from '../../../cards/index.ts'
import type { BotRow } from '../../tables.ts'
import { channelOf } from './channels.ts'
import { SlackError } from './errors.ts'
import { fromUserId, toChannelId, toTs } from './ids.ts'
import { messageObjects } from './messages.ts'
import type { Call, SlackMethod } from './methods.ts'
import type { SlackParts } from './parts.ts'
import { slackSaid } from './say.ts'

/** The conversation that is named by its id, or by the person whom a bot speaks with there. @throws SlackError */
async function placeOf({ parts, bot, args }: Call, name = 'channel'): Promise<string> {
  const userId = fromUserId(args.text(name))
  if (userId === null) return args.channel(name)
  return (await parts.service.direct(bot, userId)).id
}

/** What is not shown as it was meant, for whoever reads the log of the bot. */
function warnings(lost: readonly string[]): Record<string, unknown> {
  if (lost.length === 0) return {}
  return { response_metadata: { messages: lost.slice(0, 10).map(words => `[WARN] ${words}`) } }
}

async function saidResult(
  parts: SlackParts,
  bot: BotRow,
  message: Message,
  lost: readonly string[],
): Promise<Record<string, unknown>> {
  const direct = await parts.service.isDirect(message.conversationId)
  const [said] = await messageObjects(parts, bot, [message])
  return { channel: toChannelId(message.conversationId, direct), ts: toTs(message), message: said, ...warnings(lost) }
}

async function post(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const conversationId = await placeOf(call)
  const { content, original, lost } = await parts.services.store.read(db =>
    slackSaid(db, args.fields, { conversationId }),
  )
  const clientId = clientIdSchema.safeParse(args.text('client_msg_id')).data
  const replyTo = args.optionalSeq('thread_ts')
  const message = await parts.service.send(bot, { conversationId, content, original, clientId, replyTo })
  return saidResult(parts, bot, message, lost)
}

async function update({ parts, bot, args }: Call): Promise<Record<string, unknown>> {
  const on = { conversationId: args.channel(), seq: args.seq() }
  const before = await parts.service.message(bot, on.conversationId, on.seq)
  const asCard = isContent(before.content, 'card')
  const { content, original, lost } = await parts.services.store.read(db =>
    slackSaid(db, args.fields, { conversationId: on.conversationId, asCard }),
  )
  const message = await parts.service.change(bot, { ...on, content, original })
  return { ...(await saidResult(parts, bot, message, lost)), text: args.text('text') }
}

/** The emoji of a name such as `+1::skin-tone-3`, or one as it is. @throws SlackError */
function emojiNamed(name: string): string {
  const [plain = '', tone] = name.replace(/^:|:$/g, '').split('::skin-tone-')
  const emoji = emojiOf(plain) ?? emojiSchema.safeParse(name).data
  if (emoji === undefined) throw new SlackError('invalid_name')
  return tone === undefined ? emoji : toned(emoji, Number(tone))
}

async function react({ parts, bot, args }: Call, on: boolean): Promise<Record<string, unknown>> {
  const at = { conversationId: args.channel(), seq: args.seq('timestamp') }
  await parts.service.react(bot, { ...at, emoji: emojiNamed(args.text('name')), on })
  return {}
}

const missingMessage = { notFound: 'message_not_found' }

export const chatMethods: Record<string, SlackMethod> = {
  'chat.postMessage': { run: post, notFound: 'thread_not_found' },
  'chat.update': { run: update, ...missingMessage, forbidden: 'cant_update_message' },
  'chat.delete': {
    ...missingMessage,
    forbidden: 'cant_delete_message',
    run: async ({ parts, bot, args }) => {
      const [conversationId, seq] = [args.channel(), args.seq()]
      await parts.service.recall(bot, conversationId, seq)
      return { channel: args.text('channel'), ts: args.text('ts') }
    },
  },
  'chat.postEphemeral': {
    notFound: 'thread_not_found',
    run: async ({ parts, bot, args }) => {
      const [conversationId, userId] = [args.channel(), args.user()]
      const { content, lost } = await parts.services.store.read(db => slackSaid(db, args.fields, { conversationId }))
      await parts.service.prompts.whisper(bot, {
        conversationId,
        userId,
        content,
        thread: args.optionalSeq('thread_ts'),
      })
      return { message_ts: `${Math.floor(Date.now() / 1_000)}.000000`, ...warnings(lost) }
    },
  },
  'chat.getPermalink': {
    ...missingMessage,
    run: async ({ parts, bot, args, base }) => {
      const message = await parts.service.message(bot, args.channel(), args.seq('message_ts'))
      const { id } = await channelOf(parts, message.conversationId)
      return { channel: id, permalink: `${base}/archives/${id}/p${toTs(message).replace('.', '')}` }
    },
  },
  'chat.unfurl': {
    notFound: 'cannot_unfurl_url',
    forbidden: 'cannot_unfurl_url',
    run: async ({ parts, bot, args }) => {
      const at = { conversationId: args.channel(), seq: args.seq() }
      for (const [url, one] of Object.entries(objectOf(args.json('unfurls'))).slice(0, 10)) {
        const { title, text, author_name, fallback } = objectOf(one)
        const shown = textOf(title) || textOf(fallback) || url
        const description = textOf(text).slice(0, 1_000)
        const siteName = textOf(author_name).slice(0, 200)
        await parts.service.preview(bot, at, {
          url,
          title: shown.slice(0, 300),
          ...(description !== '' && { description }),
          ...(siteName !== '' && { siteName }),
        })
      }
      return {}
    },
  },
  'reactions.add': { run: call => react(call, true), ...missingMessage },
  'reactions.remove': { run: call => react(call, false), ...missingMessage },
  'reactions.get': {
    ...missingMessage,
    run: async ({ parts, bot, args }) => {
      const message = await parts.service.message(bot, args.channel(), args.seq('timestamp'))
      const [said] = await messageObjects(parts, bot, [message])
      return { type: 'message', channel: args.text('channel'), message: said }
    },
  },
}
