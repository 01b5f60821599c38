import { limits, plainMarkdown } from '@lianqun/protocol'
import { isWebAddress } from '../addresses.ts'
import type { Json, JsonObject } from '../converted.ts'
import { withoutSlackMarks } from '../dialects/markdown-text.ts'
import { isObject, objectOf, textOf } from '../json.ts'
import type { CallAnswer, CallContext, CallReply, CallRequest } from './call.ts'
import { jsonOf, noticeOf } from './words.ts'

/*
 * Buttons and menus of Mattermost: https://developers.mattermost.com/integrate/plugins/interactive-messages/ and
 * `PostActionIntegrationRequest` of its server.
 */

/** What the data of a button or menu holds: where Mattermost would post what was done, and with what. */
export interface MattermostActionData {
  mattermost: {
    id: string
    type: 'button' | 'select'
    url: string
    context?: Json
    /** Where a menu has its choices from: `users` or `channels`; without one they are written in it. */
    dataSource?: string
    /** The input that holds what was chosen in a menu. */
    input?: string
  }
}
export type MattermostAction = MattermostActionData['mattermost']

/** The action in the data of a button; null where there is none whose address can be called. */
export function mattermostOf(value: unknown): MattermostAction | null {
  if (!isObject(value)) return null
  const { id, type, url, context, dataSource, input } = value
  if (typeof url !== 'string' || !isWebAddress(url)) return null
  return {
    id: textOf(id),
    type: type === 'select' ? 'select' : 'button',
    url,
    ...(isObject(context) && { context }),
    ...(typeof dataSource === 'string' && { dataSource }),
    ...(typeof input === 'string' && { input }),
  }
}

/** What Mattermost posts when somebody presses a button or chooses from a menu. */
export function mattermostRequest(
  { type, url, context, dataSource = '', input }: MattermostAction,
  on: CallContext,
  inputs: Readonly<Record<string, string>>,
): CallRequest {
  const chosen = input !== undefined && Object.hasOwn(inputs, input) ? inputs[input] : undefined
  const body = {
    user_id: on.userId,
    user_name: on.userName,
    channel_id: on.conversationId,
    channel_name: on.conversationName,
    team_id: on.workspaceId,
    team_domain: on.workspaceName,
    post_id: `${on.conversationId}.${on.seq}`,
    trigger_id: on.trigger,
    type,
    data_source: dataSource,
    context: { ...objectOf(context), ...(chosen !== undefined && { selected_option: chosen }) },
  }
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return { url, headers, body: JSON.stringify(body) }
}

/** What an integration answers. A post without `props` keeps the attachments that it has, as in Mattermost. */
export function mattermostAnswer({ status, body }: CallReply, original: JsonObject | null): CallAnswer {
  const taken = status >= 200 && status <= 299
  const said = jsonOf(body)
  if (said === null) {
    const isEmpty = body.toString('utf8').trim() === ''
    return { taken, ...(taken && !isEmpty && { problem: 'The answer is no JSON object, or too long.' }) }
  }
  const { error, update } = said
  const wrong = textOf(isObject(error) ? error.message : error)
  if (!taken || wrong !== '') return answer(false, wrong)
  const words = textOf(said.ephemeral_text).slice(0, limits.cardTextChars)
  const plain = plainMarkdown(said.skip_slack_parsing === true ? words : withoutSlackMarks(words))
  return { ...answer(true, plain), ...(isObject(update) && { update: nextPost(update, original ?? {}) }) }
}

function answer(taken: boolean, words: string): CallAnswer {
  const notice = noticeOf(words)
  return { taken, ...(notice !== undefined && { notice }) }
}

/** The payload of a post that an integration changed. Its name and priority stay. */
function nextPost({ message, props }: JsonObject, original: JsonObject): JsonObject {
  const { text: _text, attachments, props: before, ...rest } = original
  const kept = isObject(props)
    ? { props }
    : { ...(attachments !== undefined && { attachments }), ...(before !== undefined && { props: before }) }
  return { ...rest, text: textOf(message), ...kept }
}
