import type { Json, JsonObject } from '../../../cards/index.ts'
import type { BotRow } from '../../tables.ts'
import type { VendorParts } from '../index.ts'
import { toAppId, toBotId, toTeamId, toUserId } from './ids.ts'

/** What all of it works with. */
export type SlackParts = Pick<VendorParts, 'services' | 'service'>

/** The paths below which Slack's words are spoken. */
export const slackPath = '/api/slack'
export const socketPath = `${slackPath}/socket`
/** How long an answer may be posted to a `response_url`, and how often; until when a socket may be opened. Milliseconds. */
export const responseMs = 30 * 60_000
export const mostResponses = 5
export const ticketMs = 60_000

export const teamOf = ({ services }: SlackParts): string => toTeamId(services.store.meta('workspace_id'))

/** The name of the workspace. */
export async function teamNameOf({ services }: SlackParts): Promise<string> {
  const row = await services.store.read(db => db.selectFrom('organisation').select('name').executeTakeFirst())
  return row?.name ?? ''
}

/** A bot by the ids that Slack has for it. */
export function idsOf(bot: Pick<BotRow, 'id'>): { user: string; bot: string; app: string } {
  return { user: toUserId(bot.id), bot: toBotId(bot.id), app: toAppId(bot.id) }
}

/** A value that was made of JSON, as such. */
export function asJson(value: unknown): Json {
  return value as Json
}

/** A text as JSON; undefined: it is none. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** An object without the fields that are undefined. */
export function defined(fields: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject
}
