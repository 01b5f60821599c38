import { objectOf, objectsOf, readCardRow, textOf } from '../../../cards/index.ts'
import { SlackError } from './errors.ts'
import { toTs } from './ids.ts'
import { writtenOf } from './messages.ts'
import type { Call, SlackMethod } from './methods.ts'
import { defined } from './parts.ts'
import { slackSaid } from './say.ts'

/* A message that is written while it is read: https://docs.slack.dev/reference/methods/chat.startStream */

/** The words that a call brings, in one text or in pieces. */
function wordsOf({ args }: Call): string {
  const chunks = objectsOf(args.json('chunks')).filter(({ type }) => type === 'markdown_text')
  return args.text('markdown_text') + chunks.map(({ text }) => textOf(text)).join('')
}

async function start(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const conversationId = args.channel()
  const replyTo = args.optionalSeq('thread_ts')
  const said = await parts.services.store.read(db =>
    slackSaid(db, { markdown_text: wordsOf(call) || '…' }, { conversationId }),
  )
  // Nothing was said yet: the words to come stand in place of the dots.
  const original = wordsOf(call) === '' ? '{}' : said.original
  const message = await parts.service.send(bot, {
    conversationId,
    content: said.content,
    original,
    replyTo,
    growing: true,
  })
  return { channel: args.text('channel'), ts: toTs(message) }
}

async function grow(call: Call, growing: boolean): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const on = { conversationId: args.channel(), seq: args.seq() }
  const before = await parts.service.message(bot, on.conversationId, on.seq)
  if (before.senderId !== bot.id || before.attributes?.growing !== true)
    throw new SlackError('message_not_in_streaming_state')
  const said = await parts.services.store.read(async db => {
    const kept = writtenOf((await readCardRow(db, on))?.original ?? null)
    const [first] = objectsOf(kept.blocks)
    const words = textOf(objectOf(first).text) + wordsOf(call)
    const more = growing ? [] : objectsOf(args.json('blocks'))
    const blocks = [...(words === '' ? [] : [{ type: 'markdown', text: words }]), ...more]
    if (blocks.length === 0) return null
    return slackSaid(db, defined({ blocks }), { conversationId: on.conversationId, asCard: true })
  })
  if (said === null && growing) throw new SlackError('no_text')
  if (said !== null) await parts.service.change(bot, { ...on, content: said.content, original: said.original, growing })
  return { channel: args.text('channel'), ts: args.text('ts') }
}

const missing = { notFound: 'message_not_found', forbidden: 'message_not_owned_by_app' }

export const streamMethods: Record<string, SlackMethod> = {
  'chat.startStream': { run: start, notFound: 'thread_not_found' },
  'chat.appendStream': { run: call => grow(call, true), ...missing },
  'chat.stopStream': { run: call => grow(call, false), ...missing },
}
