import { companions, runBots } from '../../bots/run.ts'
import { taskCard } from '../../bots/tasks/cards.ts'
import type { Task } from '../../bots/tasks/task.ts'
import type { Writer } from '../core/writer.ts'
import { createBot, joinBot, putValue, updateBot } from '../features/bots/index.ts'
import { postCard } from '../features/cards/index.ts'
import type { WorkspaceServer } from '../index.ts'
import { groupIdOf, userIdOf } from './ids.ts'
import { lineId } from './story.ts'
import type { DemoCompany, DemoGroup } from './types.ts'

/*
 * The bots that come along (`bots/`): they belong to the demo's administrator, are in a few groups, and run in this
 * process. A folder of an earlier version stays without them.
 */

const botIdOf = (key: string): string => `b_${key}`
const bot = (company: DemoCompany, { key, names, icon, scopes }: (typeof companions)[number]) => ({
  actorId: userIdOf(company.account),
  botId: botIdOf(key),
  clientId: lineId('bot', key),
  name: names[company.language],
  icon: icon as never,
  scopes: [...scopes],
})

/** Groups by the ends of their keys: where the launch is talked about, and where people try things. */
const isHome = (group: DemoGroup): boolean => group.department === undefined && /-launch$|^it-desk$/.test(group.key)

/** Makes the bots, for everybody to add, and lets them into their groups. */
export async function makeCompanions(w: Writer, company: DemoCompany, maxMembers: number): Promise<void> {
  for (const companion of companions) {
    const made = bot(company, companion)
    await createBot(w, made)
    await updateBot(w, { actorId: made.actorId, botId: made.botId, shared: true })
    for (const group of company.groups.filter(isHome))
      await joinBot(
        w,
        { botId: made.botId, conversationId: groupIdOf(group.key), actorId: userIdOf(group.owner) },
        maxMembers,
      )
  }
}

const told = {
  zh: ['核对发布会的邀请名单', '更新上市清单里的包装尺寸'],
  en: ['Check the guest list of the launch', 'Update the box size in the launch checklist'],
} as const

/** Two tasks in the group of the launch, of which one is done. Without the group there are none. */
export async function stageTasks(w: Writer, company: DemoCompany, conversationId: string): Promise<void> {
  const group = company.groups.find(({ key }) => groupIdOf(key) === conversationId)
  if (group === undefined || !/-launch$/.test(group.key)) return
  const newest = await w.db
    .selectFrom('messages')
    .select(({ fn }) => fn.max('sent_at').as('at'))
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  const at = Number(newest?.at ?? w.now)
  const creatorId = userIdOf(group.owner)
  const others = group.members.map(userIdOf).filter(id => id !== creatorId)
  const names = Object.fromEntries(company.people.map(({ key, name }) => [userIdOf(key), name]))
  const c = await w.conversation(conversationId)
  for (const [n, title] of told[company.language].entries()) {
    const done = n === 0
    const assigneeId = others[n] ?? creatorId
    const due = new Date(at)
    due.setDate(due.getDate() + 2)
    const task: Task = {
      id: `demo-${n}`,
      title,
      conversationId,
      creatorId,
      assigneeId,
      due: due.setHours(18, 0, 0, 0),
      allDay: false,
      remind: 60,
      state: done ? 'done' : 'doing',
      source: null,
      cards: [],
      language: company.language,
      createdAt: at,
      dueSetAt: at,
      changedBy: assigneeId,
      changedAt: at,
      reminded: [],
      names: { [creatorId]: names[creatorId] ?? '', [assigneeId]: names[assigneeId] ?? '' },
    }
    const botId = botIdOf('tasks')
    const { seq } = await postCard(w, c, { botId, card: taskCard(task, at, { own: true }), sentAt: at })
    await putValue(w, botId, `task:${task.id}`, { value: { ...task, cards: [{ conversationId, seq }] } })
  }
}

/**
 * Runs the bots that the workspace has, with tokens that are made for this start. Returns the function that ends them.
 */
export function startCompanions(
  server: WorkspaceServer,
  company: DemoCompany,
  failed: (error: unknown) => void,
): () => void {
  let stop: (() => Promise<void>) | null = null
  let stopped = false
  const start = async () => {
    const there = await server.domain.write('workspace', w =>
      w.db.selectFrom('bots').select('id').where('owner_id', '=', userIdOf(company.account)).execute(),
    )
    const tokens: Record<string, string> = {}
    for (const companion of companions) {
      const made = bot(company, companion)
      // One that was removed stays so.
      if (!there.some(({ id }) => id === made.botId)) continue
      tokens[companion.key] = (await server.domain.createBot(made)).token
    }
    if (stopped) return
    stop = await runBots({ url: server.httpUrl, tokens, language: company.language, failed })
    if (stopped) await stop()
  }
  start().catch(failed)
  return () => {
    stopped = true
    stop?.().catch(failed)
  }
}
