import type { AnyBotEvent, BotEventOf } from '@lianqun/protocol'
import { convertSlack, type JsonObject, objectOf, readCardRow, type SlackInput, textOf } from '../../../cards/index.ts'
import type { BotRow } from '../../tables.ts'
import { elementAt, optionOf } from './blocks.ts'
import { type Channel, channelOf } from './channels.ts'
import type { Delivery } from './events.ts'
import { toTs } from './ids.ts'
import { messageObjects, tsOf, writtenOf } from './messages.ts'
import { asJson, defined, idsOf, responseMs, type SlackParts, slackPath, teamNameOf, teamOf } from './parts.ts'
import { actorOf } from './people.ts'
import { stateValues } from './state.ts'
import { inputsOfView, originalOf, viewObject } from './views.ts'

/*
 * What people do with what a bot shows: https://docs.slack.dev/reference/interaction-payloads, and commands:
 * https://docs.slack.dev/interactivity/implementing-slash-commands.
 */

/** What somebody did; null: the event is nothing that is done. */
export async function interactionOf(
  parts: SlackParts,
  bot: BotRow,
  event: AnyBotEvent,
  base: string | null,
): Promise<Delivery | null> {
  switch (event.type) {
    case 'command':
      return { kind: 'slash_commands', payload: await commandOf(parts, bot, event.data, base) }
    case 'shortcut':
      return { kind: 'interactive', payload: await shortcutOf(parts, bot, event.data, event.at, base) }
    case 'card.action':
      return { kind: 'interactive', payload: await clickOf(parts, bot, event.data, event.at, base) }
    case 'view.submitted':
      return { kind: 'interactive', payload: await viewOf(parts, bot, event.data, event.at) }
    case 'view.closed': {
      const { viewId, userId, viewData } = event.data
      const view = viewObject(parts, bot, { id: viewId, version: 1, original: originalOf(viewData) })
      return {
        kind: 'interactive',
        payload: { ...(await commonOf(parts, bot, userId)), type: 'view_closed', view, is_cleared: false },
      }
    }
    default:
      return null
  }
}

async function commonOf(parts: SlackParts, bot: BotRow, userId: string): Promise<JsonObject> {
  return {
    team: { id: teamOf(parts), domain: await teamNameOf(parts) },
    enterprise: null,
    is_enterprise_install: false,
    user: await actorOf(parts, userId),
    api_app_id: idsOf(bot).app,
    token: '',
  }
}

/** Where an answer to what somebody did is posted; nothing where the bot's address of the workspace is not known. */
async function responseUrl(
  { services }: SlackParts,
  bot: BotRow,
  base: string | null,
  claims: { userId: string; conversationId: string; seq?: number; thread?: number | undefined },
): Promise<{ response_url?: string }> {
  if (base === null) return {}
  const token = await services.tokens.ofBot(bot.id, 'slack-response', claims, Date.now(), responseMs)
  return { response_url: `${base}${slackPath}/response/${token}` }
}

/** A command. At Slack none is given in a thread: `thread_ts` says in which it was here, and answers go there by themselves. */
async function commandOf(
  parts: SlackParts,
  bot: BotRow,
  { conversationId, userId, command, text, thread, trigger }: BotEventOf<'command'>,
  base: string | null,
): Promise<JsonObject> {
  const channel = await channelOf(parts, conversationId)
  const user = await actorOf(parts, userId)
  const thread_ts =
    thread === undefined
      ? undefined
      : await parts.services.store.read(async db => (await tsOf(db, conversationId, [thread])).get(thread))
  return {
    token: '',
    team_id: teamOf(parts),
    team_domain: await teamNameOf(parts),
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: user.id ?? '',
    user_name: user.name ?? '',
    command: `/${command}`,
    text,
    api_app_id: idsOf(bot).app,
    is_enterprise_install: 'false',
    ...(await responseUrl(parts, bot, base, { userId, conversationId, thread })),
    trigger_id: trigger,
    ...(thread_ts !== undefined && { thread_ts }),
  }
}

const channelPart = ({ id, name }: Channel): JsonObject => ({ id, name })
const actionTs = (at: number): string => `${Math.floor(at / 1_000)}.${String(at % 1_000).padStart(3, '0')}000`

async function shortcutOf(
  parts: SlackParts,
  bot: BotRow,
  { conversationId, userId, shortcut, message, trigger }: BotEventOf<'shortcut'>,
  at: number,
  base: string | null,
): Promise<JsonObject> {
  const [said] = await messageObjects(parts, bot, [message])
  return {
    ...(await commonOf(parts, bot, userId)),
    type: 'message_action',
    action_ts: actionTs(at),
    callback_id: shortcut,
    trigger_id: trigger,
    ...(await responseUrl(parts, bot, base, { userId, conversationId })),
    message_ts: toTs(message),
    channel: channelPart(await channelOf(parts, conversationId)),
    message: asJson(said),
  }
}

/** The inputs of a card, by which what is filled in is told. */
function inputsOfCard(written: JsonObject): SlackInput[] {
  try {
    return convertSlack(written).inputs
  } catch {
    return []
  }
}

async function clickOf(
  parts: SlackParts,
  bot: BotRow,
  { conversationId, seq, userId, data, inputs, trigger }: BotEventOf<'card.action'>,
  at: number,
  base: string | null,
): Promise<JsonObject> {
  const { store } = parts.services
  const row = await store.read(db => readCardRow(db, { conversationId, seq }))
  const written = writtenOf(row?.original ?? null)
  const message = await parts.service.message(bot, conversationId, seq).catch(() => null)
  const [said] = message === null ? [] : await messageObjects(parts, bot, [message])
  const channel = await channelOf(parts, conversationId)
  const ts = toTs(message ?? { seq, sentAt: at })
  const values = stateValues([written.blocks ?? [], written.attachments ?? []], inputsOfCard(written), inputs)
  const common = {
    ...(await commonOf(parts, bot, userId)),
    trigger_id: trigger,
    ...(await responseUrl(parts, bot, base, { userId, conversationId, seq })),
    channel: channelPart(channel),
  }
  const did = objectOf(objectOf(data).slack)
  if (did.type === 'interactive_message') {
    const chosen = Object.values(values[`attachment-${textOf(did.attachment_id)}`] ?? {})
    const value = did.of === 'select' ? textOf(objectOf(chosen[0]).value) : textOf(did.value)
    return {
      ...common,
      type: 'interactive_message',
      actions: [
        did.of === 'select'
          ? { name: textOf(did.name), type: 'select', selected_options: [{ value }] }
          : { name: textOf(did.name), type: 'button', value },
      ],
      callback_id: textOf(did.callback_id),
      attachment_id: textOf(did.attachment_id),
      action_ts: actionTs(at),
      message_ts: ts,
      is_app_unfurl: false,
      original_message: asJson(said ?? {}),
    }
  }
  return {
    ...common,
    type: 'block_actions',
    container: defined({
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: false,
      thread_ts: said?.thread_ts,
    }),
    message: asJson(said ?? {}),
    state: { values: asJson(values) },
    actions: [actionOf(did, [written.blocks ?? [], written.attachments ?? []], values, at)],
  }
}

/** One action of `block_actions`. */
function actionOf(
  did: JsonObject,
  blocks: JsonObject['blocks'],
  values: Record<string, JsonObject>,
  at: number,
): JsonObject {
  const [block_id, action_id, type] = [textOf(did.block_id), textOf(did.action_id), textOf(did.type)]
  const element = elementAt(blocks, block_id, action_id)
  const value = did.value === undefined ? undefined : textOf(did.value)
  return defined({
    ...objectOf(values[block_id]?.[action_id]),
    type,
    block_id,
    action_id,
    ...(type === 'overflow' ? { selected_option: optionOf(element, value ?? '') } : value !== undefined && { value }),
    text: element?.text,
    action_ts: actionTs(at),
  })
}

/** A form that was sent, or an action in it or in the page of the bot. */
async function viewOf(
  parts: SlackParts,
  bot: BotRow,
  { viewId, version, userId, actionId, data, viewData, inputs, trigger }: BotEventOf<'view.submitted'>,
  at: number,
): Promise<JsonObject> {
  const original = originalOf(viewData)
  const view = viewObject(parts, bot, { id: viewId, version, original, filled: inputs })
  const common = { ...(await commonOf(parts, bot, userId)), trigger_id: trigger, view }
  if (actionId === null) return { ...common, type: 'view_submission', response_urls: [] }
  const values = stateValues(original.blocks, inputsOfView(original), inputs)
  return {
    ...common,
    type: 'block_actions',
    container: { type: 'view', view_id: view.id ?? '' },
    actions: [actionOf(objectOf(objectOf(data).slack), original.blocks ?? [], values, at)],
  }
}
