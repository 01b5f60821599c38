import { ProtocolError } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { toMessage } from '../../storage/rows.ts'
import { scopesOf } from './domain.ts'
import { isToldAnyway } from './heard.ts'
import type { BotRow } from './tables.ts'

/** How often bots may answer each other in a conversation with no person between. */
const mostTurns = 20
/** How long they are silent until they may again, milliseconds. */
const pauseMs = 5 * 60_000
/** The newest messages that are looked at: a bot may say more than one at its turn. */
const lookedAt = 3 * mostTurns

interface Said {
  seq: number
  at: number
  senderId: string
}

/** What bots have said since a person did, newest first. What hooks say, which answer nobody, is left out. */
async function saidByBots(db: Reader, conversationId: string, now: number): Promise<Said[]> {
  const rows = await db
    .selectFrom('messages')
    .leftJoin('employees', 'employees.id', 'messages.sender_id')
    .select(['messages.seq', 'messages.sent_at', 'messages.sender_id', 'employees.bot'])
    .where('messages.conversation_id', '=', conversationId)
    .orderBy('messages.seq', 'desc')
    .limit(lookedAt)
    .execute()
  const said: Said[] = []
  let after = now
  for (const { seq, sent_at, sender_id: senderId, bot } of rows) {
    const at = Number(sent_at)
    if (bot === 'hook') continue
    if (bot === null || after - at > pauseMs) break
    said.push({ seq: Number(seq), at, senderId })
    after = at
  }
  return said
}

/** How often another bot spoke than the one before. */
function turnsIn(said: readonly Said[]): number {
  return said.filter(({ senderId }, n) => senderId !== said[n - 1]?.senderId).length
}

/**
 * Ends that bots answer each other for ever: after many turns with no person between, one that hears the others is
 * refused. What one bot says alone, however much, and one that only tells, such as of alarms, is no part of that.
 * @throws limit_reached
 */
export async function requireNoLoop(
  db: Reader,
  { bot, conversationId, now }: { bot: BotRow; conversationId: string; now: number },
): Promise<void> {
  const said = await saidByBots(db, conversationId, now)
  if (turnsIn(said) < mostTurns) return
  // Who gives a command or presses a button asks for an answer as one who says something does.
  const asked = await db
    .selectFrom('card_clicks')
    .select(eb => eb.fn.max('at').as('at'))
    .where('conversation_id', '=', conversationId)
    .where('at', '>', said.at(-1)?.at ?? now)
    .executeTakeFirst()
  const since = said.filter(({ at }) => at > Number(asked?.at ?? 0))
  if (turnsIn(since) < mostTurns || !(await hearsAny(db, bot, conversationId, since))) return
  throw new ProtocolError('limit_reached', {
    message: `Bots have answered each other ${mostTurns} times here. Wait until a person says something, or ${pauseMs / 60_000} minutes.`,
  })
}

/** Whether a bot hears any of what other bots said. */
async function hearsAny(db: Reader, bot: BotRow, conversationId: string, said: readonly Said[]): Promise<boolean> {
  if (scopesOf(bot).includes('messages.read')) return true
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '>=', said.at(-1)?.seq ?? 0)
    .where('sender_id', '!=', bot.id)
    .orderBy('seq')
    .limit(lookedAt)
    .execute()
  for (const row of rows) if (await isToldAnyway(db, toMessage(row), bot.id)) return true
  return false
}
