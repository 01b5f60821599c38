import type { AnyBotEvent } from '@lianqun/protocol'
import { isObject, type JsonObject, textOf } from '../../../cards/index.ts'
import { toEvent } from '../../queue.ts'
import type { BotEventRow, BotRow } from '../../tables.ts'
import { fromTs } from './ids.ts'
import type { SlackParts } from './parts.ts'
import { saysSomething, slackSaid } from './say.ts'
import { errorsByInput, originalOf, writtenView } from './views.ts'

/**
 * Takes what a bot answered when it acknowledged an event: words to a command, or what becomes of a form.
 * https://docs.slack.dev/surfaces/modals#updating_views
 */
export async function takeAnswer(parts: SlackParts, bot: BotRow, row: BotEventRow, answer: unknown): Promise<void> {
  const event = toEvent(row)
  const payload: JsonObject = isObject(answer) ? answer : typeof answer === 'string' ? { text: answer } : {}
  if (event.type === 'command') {
    const { conversationId, userId, thread } = event.data
    if (saysSomething(payload)) await say(parts, bot, { conversationId, userId, thread }, payload)
  } else if (event.type === 'view.submitted') await answerView(parts, bot, event, payload)
}

/** Says something in a conversation, or to one person in it alone; in `thread` where it names no other. */
export async function say(
  parts: SlackParts,
  bot: BotRow,
  { conversationId, userId, thread }: { conversationId: string; userId: string; thread: number | undefined },
  payload: JsonObject,
): Promise<void> {
  const { content, original } = await parts.services.store.read(db => slackSaid(db, payload, { conversationId }))
  const replyTo = fromTs(textOf(payload.thread_ts)) ?? thread
  if (payload.response_type === 'in_channel') {
    await parts.service.send(bot, { conversationId, content, original, replyTo })
  } else await parts.service.prompts.whisper(bot, { conversationId, userId, content, thread: replyTo })
}

async function answerView(
  parts: SlackParts,
  bot: BotRow,
  { id, data }: Extract<AnyBotEvent, { type: 'view.submitted' }>,
  payload: JsonObject,
): Promise<void> {
  const original = originalOf(data.viewData)
  switch (data.actionId === null ? payload.response_action : undefined) {
    case 'errors':
      return parts.service.prompts.answer(bot, id, { errors: errorsByInput(original, payload.errors) })
    case 'update':
    case 'push': {
      const { view } = await parts.services.store.read(db => writtenView(db, payload.view, { name: '', type: 'modal' }))
      return parts.service.prompts.answer(bot, id, { view })
    }
    default:
      return parts.service.prompts.answer(bot, id, {})
  }
}
