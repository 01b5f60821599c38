import type { JsonObject } from '../converted.ts'
import { isObject, objectOf, objectsOf, textOf } from '../json.ts'

/** Tools whose payloads have a converter here. */
export const nativeTools = ['alertmanager', 'grafana', 'github', 'gitlab', 'gitea', 'jenkins', 'sentry'] as const
/** Dialects of robots and cards, which have one of their own. */
const dialects = ['wecom', 'dingtalk', 'feishu', 'slack', 'teams', 'mattermost', 'rocketchat', 'adaptive'] as const

export type NativeTool = (typeof nativeTools)[number]
type Dialect = (typeof dialects)[number]

/** Headers that one sender alone has. Gitea and Forgejo send those of GitHub too, so they come first. */
const senderHeaders: readonly (readonly [header: string, tool: NativeTool])[] = [
  ['x-forgejo-event', 'gitea'],
  ['x-gitea-event', 'gitea'],
  ['x-gogs-event', 'gitea'],
  ['x-gitlab-event', 'gitlab'],
  ['x-github-event', 'github'],
  ['sentry-hook-resource', 'sentry'],
  ['x-grafana-alerting-signature', 'grafana'],
]

/**
 * Whose payload it is, so that one address can take them all: by the headers of a sender first, then by fields that only
 * one form has. Null where nothing tells, as for JSON that a mapping reads. `headers`: names in lower case.
 */
export function recognise(
  headers: Readonly<Record<string, string | undefined>>,
  payload: JsonObject,
): NativeTool | Dialect | null {
  // These may be set to write in the dialect of a robot; then the body says so, and no event of theirs has such a field.
  const robot = robotOf(payload)
  if (robot !== null) return robot
  const sender = senderHeaders.find(([header]) => headers[header] !== undefined)
  if (sender) return sender[1]
  return nativeOf(payload) ?? chatOf(payload)
}

/** The dialects that name the type of their message. */
function robotOf(payload: JsonObject): Dialect | null {
  if (typeof payload.msgtype === 'string') return isDingTalk(payload) ? 'dingtalk' : 'wecom'
  if (typeof payload.msg_type === 'string') return 'feishu'
  if (payload.type === 'AdaptiveCard') return 'adaptive'
  if (payload['@type'] === 'MessageCard') return 'teams'
  const isEnvelope = objectsOf(payload.attachments).some(({ contentType }) =>
    textOf(contentType).startsWith('application/vnd.microsoft.'),
  )
  return isEnvelope ? 'teams' : null
}

/** DingTalk and WeCom both write `msgtype`, and share `text` and `markdown`. */
function isDingTalk(payload: JsonObject): boolean {
  const type = textOf(payload.msgtype)
  if (['link', 'actionCard', 'feedCard'].includes(type)) return true
  const markdown = objectOf(payload.markdown)
  if (type === 'markdown') return typeof markdown.content !== 'string' && typeof markdown.text === 'string'
  return type === 'text' && isObject(payload.at)
}

function nativeOf(payload: JsonObject): NativeTool | null {
  if (Array.isArray(payload.alerts) && typeof payload.groupKey === 'string')
    return payload.version === '1' || 'orgId' in payload ? 'grafana' : 'alertmanager'
  if (typeof payload.object_kind === 'string') return 'gitlab'
  if (isObject(payload.build) && ('phase' in payload.build || 'full_url' in payload.build)) return 'jenkins'
  if (isObject(payload.data) && typeof objectOf(payload.installation).uuid === 'string') return 'sentry'
  const { repository, sender } = payload
  if (isObject(repository) && isObject(sender) && typeof repository.full_name === 'string') return 'github'
  return typeof payload.zen === 'string' && 'hook_id' in payload ? 'github' : null
}

/** Slack's form and the two that began as it. */
function chatOf(payload: JsonObject): Dialect | null {
  const attachments = objectsOf(payload.attachments)
  if (Array.isArray(payload.blocks)) return 'slack'
  const rocket = ['msg', 'alias', 'avatar', 'emoji', 'roomId', 'parseUrls'].some(name => name in payload)
  if (rocket && ('text' in payload || 'msg' in payload || attachments.length > 0)) return 'rocketchat'
  if (isObject(payload.props) || isObject(payload.priority)) return 'mattermost'
  return typeof payload.text === 'string' || attachments.length > 0 ? 'slack' : null
}
