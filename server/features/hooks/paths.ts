import type { HookDialect } from '@lianqun/protocol'
import type { HookRow } from './tables.ts'

/** A way in: its path, as the HTTP side reads it, and where the key of a hook stands: in `:key`, or in this part of the query. */
export interface Way {
  path: string
  query?: string
}

/** Where each dialect posts. The paths are those of the vendors, so that a tool needs another host and nothing else. */
export const ways: Record<HookDialect, Way> = {
  any: { path: '/hook/:key' },
  wecom: { path: '/cgi-bin/webhook/send', query: 'key' },
  dingtalk: { path: '/robot/send', query: 'access_token' },
  feishu: { path: '/open-apis/bot/v2/hook/:key' },
  slack: { path: '/services/:team/:bot/:key' },
  teams: { path: '/webhookb2/:key' },
  mattermost: { path: '/hooks/:key' },
  rocketchat: { path: '/hooks/:bot/:key' },
}

/** What WeCom has besides: messages and the token of an app, and files. */
export const wecomWays = {
  app: { path: '/cgi-bin/message/send', query: 'access_token' },
  token: { path: '/cgi-bin/gettoken', query: 'corpsecret' },
  upload: { path: '/cgi-bin/webhook/upload_media', query: 'key' },
} as const satisfies Record<string, Way>

/** Where each dialect posts to a hook, below the address of the workspace. */
export function pathsOf(hook: Pick<HookRow, 'id' | 'key'>): Record<HookDialect, string> {
  const paths = Object.entries(ways).map(([dialect, way]) => [dialect, pathOf(way, hook)])
  return Object.fromEntries(paths) as Record<HookDialect, string>
}

function pathOf({ path, query }: Way, { id, key }: Pick<HookRow, 'id' | 'key'>): string {
  const filled = path.replace(':team', 'T0LIANQUN').replace(':bot', slackId(id)).replace(':key', key)
  return query === undefined ? filled : `${filled}?${query}=${key}`
}

/** The part of a Slack address that names the hook: it is checked by nobody, the key says all. */
function slackId(id: string): string {
  return `B${id
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
    .slice(0, 10)}`
}
