import { type ActionContext, Bot, type FormContext, type Message } from '../../sdk/bot/index.ts'
import type { BotSettings, Companion, RunningBot } from '../shared/companion.ts'
import { homeView, readForm, taskForm } from './cards.ts'
import { TaskKeeper } from './keeper.ts'
import { defaultRemind, quoteOf, readTask, type Task, type TaskChange, titleOf } from './task.ts'
import { languageOf, words } from './words.ts'

type Source = Task['source']
/** Where a task is asked for. */
type Where = { conversationId: string; thread?: number | undefined }

const placeOf = ({ conversationId, thread }: Where): Pick<Task, 'conversationId' | 'thread'> => ({
  conversationId,
  ...(thread !== undefined && { thread }),
})

/** What a message says, in words; those of another kind by their title or name. */
function textOf({ content }: Message): string {
  const { text, caption, title, name, file, card } = content as Record<string, unknown>
  const inner = (of: unknown, key: string) => (of as Record<string, unknown> | undefined)?.[key]
  const said = [text, caption, title, inner(inner(card, 'header'), 'title'), inner(file, 'name'), name]
  return said.find((each): each is string => typeof each === 'string' && each !== '') ?? ''
}

/** Tasks: made of messages and by `/task`; the card in the group is the task. */
function makeTasks({ language, now = Date.now, ...options }: BotSettings): RunningBot {
  const w = words[language]
  const failed = options.failed ?? (error => console.error(error))
  const bot = new Bot({ ...options, failed, description: w.about })
  const keeper = new TaskKeeper(bot.api, { now, failed })

  const made = (id: string, of: Pick<Task, 'conversationId' | 'creatorId' | 'language'> & Partial<Task>): Task => {
    const at = now()
    const task = { title: '', assigneeId: null, due: null, allDay: false, remind: defaultRemind, source: null, ...of }
    const kept = { cards: [], reminded: [], names: {}, createdAt: at, dueSetAt: at, changedAt: at }
    return { ...task, ...kept, id, changedBy: of.creatorId, state: 'todo' }
  }

  bot.command(
    {
      name: 'task',
      description: w.commandTask,
      hint: w.hintTask,
      arguments: [
        { name: w.what, kind: 'text' },
        { name: w.whom, kind: 'person' },
        { name: w.when, kind: 'date' },
      ],
    },
    async ({ event, text, userId, open }) => {
      const place = placeOf(event.data)
      const people = await keeper.people.members(place.conversationId)
      const told = readTask(text, people, now())
      // In a conversation with the bot alone there is nobody else.
      const assigneeId = told.assigneeId ?? (people.length === 1 ? userId : null)
      const spoken = languageOf(text, language)
      if (told.title !== '') {
        await keeper.create(
          made(`c${event.id}`, { ...told, ...place, assigneeId, creatorId: userId, language: spoken }),
        )
        return
      }
      const data = { form: 'new', ...place, language: spoken, source: null }
      await open(taskForm({ ...told, assigneeId, remind: defaultRemind }, { data, w: words[spoken], editing: false }))
    },
  )
  bot.command({ name: 'tasks', description: w.commandTasks }, ({ event, text }) =>
    keeper.showBoard(placeOf(event.data), languageOf(text, language), `board ${event.id}`),
  )
  bot.shortcut({ id: 'task', title: w.shortcut }, async ({ event, message, open }) => {
    const { conversationId, seq, senderId, attributes } = message
    const text = textOf(message)
    const people = await keeper.people.members(conversationId)
    const told = readTask(text, people, now())
    const spoken = languageOf(text, language)
    const source: Source = { conversationId, seq, senderId: senderId ?? '', text: quoteOf(text) }
    const place = placeOf({ conversationId: event.data.conversationId, thread: attributes?.thread })
    const data = { form: 'new', ...place, language: spoken, source }
    const values = { ...told, title: titleOf(text), remind: defaultRemind }
    await open(taskForm(values, { data, w: words[spoken], editing: false }))
  })

  bot.form('new', async context => {
    const { source, language: spoken, ...kept } = context.viewData as Where & { source: Source; language: 'zh' | 'en' }
    const place = placeOf(kept)
    const values = await filled(context, place.conversationId, spoken)
    if (values === null) return
    const from = { ...place, creatorId: context.userId, language: spoken, source }
    await keeper.create(made(`f${context.event.id}`, { ...values, title: titleOf(values.title), ...from }))
  })
  bot.form('edit', async context => {
    const id = String(context.viewData.id)
    const task = await keeper.get(id)
    if (task === null) return
    const values = await filled(context, task.conversationId, task.language)
    if (values === null) return
    await keeper.change(id, { type: 'edit', details: { ...values, title: titleOf(values.title) } }, context.userId)
  })
  /** What was filled in; null: it is wrong, and who filled it in is told. */
  async function filled(context: FormContext, conversationId: string, spoken: 'zh' | 'en') {
    const people = await keeper.people.members(conversationId)
    const read = readForm(
      context.inputs,
      people.map(({ id }) => id),
      words[spoken],
    )
    if ('values' in read) return read.values
    await context.answer({ errors: read.errors })
    return null
  }

  /** Does what a button says. Who was too late is told who was quicker; in any case the card shows how it stands. */
  async function press(context: ActionContext, change: TaskChange): Promise<void> {
    const { conversationId, seq } = context.event.data
    const outcome = await keeper.change(String(context.data.id), change, context.userId, { conversationId, seq })
    if (outcome === null) return context.whisper(w.missing)
    const { task, did } = outcome
    const spoken = words[task.language]
    const nameOf = (userId: string) => task.names[userId] ?? spoken.gone
    if (did) return
    if (task.state === 'done' && task.changedBy !== context.userId)
      return context.whisper(spoken.doneAlready(nameOf(task.changedBy)))
    if (change.type === 'take' && task.assigneeId !== null && task.assigneeId !== context.userId)
      return context.whisper(spoken.takenBy(nameOf(task.assigneeId)))
  }
  bot.action('done', context => press(context, { type: 'done' }))
  bot.action('reopen', context => press(context, { type: 'reopen' }))
  bot.action('take', context => press(context, { type: 'take', of: (context.data.of ?? null) as string | null }))
  bot.action('edit', async context => {
    const id = String(context.data.id)
    const task = await keeper.get(id)
    if (task === null) return context.whisper(w.missing)
    await context.open(taskForm(task, { data: { form: 'edit', id }, w: words[task.language], editing: true }))
    // Nothing has changed yet, but who pressed waits for the card.
    await keeper.draw(id)
  })
  bot.action('board', ({ event }) => keeper.refreshBoard(event.data.conversationId, event.data.seq))

  const homeOf = (userId: string) => homeView(keeper.list(), userId, now(), w)
  bot.home(context => context.show(homeOf(context.userId)))
  bot.form('tick', async context => {
    const { id, action } = context.data
    if (action === 'done' || action === 'reopen') await keeper.change(String(id), { type: action }, context.userId)
    await context.answer({ view: homeOf(context.userId) })
  })

  bot.on('members.changed', async ({ event }) => {
    const { conversationId, left } = event.data
    for (const { id, assigneeId } of keeper.list(conversationId))
      if (assigneeId !== null && left.includes(assigneeId))
        await keeper.change(id, { type: 'left', userId: assigneeId }, assigneeId)
  })

  return {
    async start() {
      await keeper.start()
      await bot.start()
    },
    async stop() {
      await bot.stop()
      await keeper.stop()
    },
  }
}

export const tasks: Companion = {
  key: 'tasks',
  icon: 'clipboard',
  names: { zh: '任务', en: 'Tasks' },
  scopes: ['messages.write', 'members.read'],
  make: makeTasks,
}
