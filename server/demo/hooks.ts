import type { Writer } from '../core/writer.ts'
import {
  createHook,
  type HookRow,
  hookStands,
  pathsOf,
  type StagedDelivery,
  stageDelivery,
  stageTaking,
} from '../features/hooks/index.ts'
import { groupIdOf, userIdOf } from './ids.ts'
import { linkPages } from './pages.ts'
import { lineId, timeOf } from './story.ts'
import type { DemoCompany, DemoHook, DemoPayload } from './types.ts'

/** What happens at a hook at a time, in milliseconds: a payload comes, or somebody sees to what one told of. */
export interface HookEvent {
  at: number
  hook: DemoHook
  /** What the sender calls the delivery: it is taken once. */
  name: string
  does: { payload: DemoPayload } | { takenBy: string }
}

/** What happens at the hook of a group in the story, in order. */
export function storyOf(hook: DemoHook, lastDay: number): HookEvent[] {
  const events = hook.deliveries.flatMap((payload, index): HookEvent[] => {
    const name = lineId('hook', hook.group, index)
    const posted = { at: timeOf(payload.at, lastDay), hook, name, does: { payload } }
    const { taken } = payload
    return taken ? [posted, { ...posted, at: timeOf(taken.at, lastDay), does: { takenBy: taken.by } }] : [posted]
  })
  return events.toSorted((a, b) => a.at - b.at)
}

/** A payload as it is posted at a time: with its times, and with links to the pages at `pagesUrl`. */
export function payloadOf(
  company: DemoCompany,
  { name, at }: Pick<HookEvent, 'name' | 'at'>,
  { dialect = 'any', headers = {}, body }: DemoPayload,
  pagesUrl: string,
): StagedDelivery {
  const filled = mapStrings(body, text => {
    const [isTime, minutes = '0'] = /^T(?:-(\d+))?$/.exec(text) ?? []
    return isTime ? new Date(at - Number(minutes) * 60_000).toISOString() : linkPages(company, text, pagesUrl)
  })
  return { name, at, dialect, headers: { ...headers, 'idempotency-key': name }, body: filled }
}

/** JSON with each text in it changed. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => mapStrings(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]))
}

const clientIdOf = ({ group }: DemoHook): string => lineId('hook', group)

/** Makes the hook of a group. Its bot is called by the group, so that it is the same in every workspace. */
export async function makeHook(w: Writer, company: DemoCompany, hook: DemoHook, maxMembers: number): Promise<void> {
  const { group, by, name, icon } = hook
  const made = { conversationId: groupIdOf(group), actorId: userIdOf(by), clientId: clientIdOf(hook) }
  const bot = { botId: `u_hook-${group}`, name, icon, language: company.language }
  await createHook(w, { ...made, ...bot }, maxMembers)
}

/**
 * The hook of a group as the workspace has it; undefined in one of an earlier version, when it was removed or taken over,
 * and while it may not post.
 */
export async function hookRowOf(w: Pick<Writer, 'db'>, hook: DemoHook): Promise<HookRow | undefined> {
  const row = await w.db
    .selectFrom('hooks')
    .innerJoin('members', join =>
      join
        .onRef('members.conversation_id', '=', 'hooks.conversation_id')
        .onRef('members.user_id', '=', 'hooks.bot_id')
        .on('members.joined', '=', 1),
    )
    .selectAll('hooks')
    .where('created_by', '=', userIdOf(hook.by))
    .where('client_id', '=', clientIdOf(hook))
    .executeTakeFirst()
  return row !== undefined && (await hookStands(w.db, row)) ? row : undefined
}

/** What happened at the hook of a conversation by `now` and is not in it yet. */
export async function hookEventsDue(
  w: Writer,
  { id, company, day, now }: { id: string; company: DemoCompany; day: number; now: number },
): Promise<{ row: HookRow; events: HookEvent[] } | null> {
  const hook = company.hooks.find(({ group }) => groupIdOf(group) === id)
  const row = hook && (await hookRowOf(w, hook))
  if (hook === undefined || row === undefined) return null
  // Its log forgets, so the time of the last one says what is in.
  const last = Number(row.last_at ?? 0)
  const isDue = ({ at, does }: HookEvent) => at <= now && ('takenBy' in does || at > last)
  return { row, events: storyOf(hook, day).filter(isDue) }
}

/** Lets what happened at a hook be in its group at `at`, without a request. */
export async function bringIn(
  w: Writer,
  row: HookRow,
  event: HookEvent,
  { company, at, pagesUrl }: { company: DemoCompany; at: number; pagesUrl: string },
): Promise<void> {
  const { name, does } = event
  if ('takenBy' in does) await stageTaking(w, row, { name, userId: userIdOf(does.takenBy), at })
  else await stageDelivery(w, row, payloadOf(company, { name, at }, does.payload, pagesUrl))
}

/** Where a payload is posted, below the address of the workspace. */
export function pathOf(row: HookRow, { dialect = 'any' }: DemoPayload): string {
  return pathsOf(row)[dialect]
}
