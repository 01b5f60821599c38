import type { BotPerson } from '../../../../../protocol/http/bots.ts'
import type { JsonObject } from '../../../cards/index.ts'
import { toBotId, toUserId } from './ids.ts'
import { type SlackParts, teamOf } from './parts.ts'

/** The time zone of the server, which stands for that of everybody: people have none of their own. */
function zone(now: number): JsonObject {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const named = new Intl.DateTimeFormat('en', { timeZoneName: 'long' }).formatToParts(now)
  const tz_label = named.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
  return { tz: timeZone, tz_label, tz_offset: -new Date(now).getTimezoneOffset() * 60 }
}

/** A person as Slack has users. */
export function userObject(parts: SlackParts, person: BotPerson): JsonObject {
  const { id, name, latinName, title, mail, bot } = person
  const team = teamOf(parts)
  return {
    id: toUserId(id),
    team_id: team,
    name: latinName === '' ? name : latinName,
    real_name: name,
    deleted: false,
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: bot,
    is_app_user: false,
    ...zone(Date.now()),
    updated: 0,
    profile: {
      real_name: name,
      real_name_normalized: latinName === '' ? name : latinName,
      display_name: name,
      display_name_normalized: latinName === '' ? name : latinName,
      title,
      ...(mail !== '' && { email: mail }),
      phone: '',
      team,
      status_text: '',
      status_emoji: '',
      ...(bot && { bot_id: toBotId(id) }),
    },
  }
}

/** Who did something, as interactions name them. */
export async function actorOf(parts: SlackParts, userId: string): Promise<JsonObject> {
  const row = await parts.services.store.read(db =>
    db.selectFrom('employees').select(['name', 'latin_name']).where('id', '=', userId).executeTakeFirst(),
  )
  const name = row?.latin_name || row?.name || ''
  return { id: toUserId(userId), username: name, name, team_id: teamOf(parts) }
}
