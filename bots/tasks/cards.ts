import type { Card, CardAction, CardElement, CardInline, WrittenView } from '../../sdk/bot/index.ts'
import { isLate, type Task, type TaskState } from './task.ts'
import { inputsOf, type Words, whenText, words } from './words.ts'

/** Rows of a list on the board and the home page. */
const mostRows = 15
const soonMs = 2 * 86_400_000

const nameOf = (task: Task, userId: string, w: Words): string => task.names[userId] ?? w.gone

const plain = (text: string, more: object = {}): CardElement => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...more }],
})

const tones = { todo: 'todo', doing: 'running', done: 'good' } as const

/** Buttons of a task; `of`: who had it when the card was drawn. */
function actionsOf(task: Task, w: Words): CardAction[] {
  const data = { id: task.id, of: task.assigneeId }
  const button = (action: string, title: string, more: object = {}): CardAction => ({
    type: 'Action.Submit',
    title,
    data: { ...data, action },
    associatedInputs: 'none',
    ...more,
  })
  if (task.state === 'done') return [button('reopen', w.reopen)]
  const take = button('take', task.state === 'todo' ? w.take : w.takeOver)
  return [button('done', w.doneIt, { style: 'positive' }), take, button('edit', w.edit, { mode: 'secondary' })]
}

/**
 * The card that is the task. `heading`: what is said with it. `own`: it stands where the task belongs, and names its
 * assignee so that they are told.
 */
export function taskCard(task: Task, now: number, { heading, own }: { heading?: string; own: boolean }): Card {
  const w = words[task.language]
  const { title, state, due, assigneeId, source } = task
  const late = isLate(task, now)
  const done = state === 'done'
  const who: CardInline[] =
    assigneeId === null
      ? [{ type: 'TextRun', text: w.nobody, isSubtle: true }]
      : task.names[assigneeId] === undefined || !own
        ? [nameOf(task, assigneeId, w)]
        : [{ type: 'Mention', userId: assigneeId, text: `@${task.names[assigneeId]}` }]
  const fact = (label: string, inlines: CardInline[]): CardElement => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: `${label}  `, isSubtle: true }, ...inlines],
    spacing: 'small',
  })
  return {
    type: 'AdaptiveCard',
    header: {
      title: heading ?? w.states[state],
      icon: 'task',
      tone: late ? 'failing' : tones[state],
      ...(late && { tag: { text: w.late, tone: 'failing' } }),
    },
    body: [
      plain(title, { size: 'medium', weight: 'bolder', ...(done && { strikethrough: true, isSubtle: true }) }),
      fact(w.who, who),
      ...(due === null
        ? []
        : [
            fact(w.due, [
              {
                type: 'TextRun' as const,
                text: whenText(due, task.allDay, now, w),
                ...(late && { color: 'attention' as const }),
              },
            ]),
          ]),
      ...(source === null
        ? []
        : [
            {
              type: 'Container' as const,
              style: 'emphasis' as const,
              items: [
                plain(w.quoted(nameOf(task, source.senderId, w)), { size: 'small', isSubtle: true }),
                plain(source.text),
              ],
            },
          ]),
    ],
    actions: actionsOf(task, w),
    footer: done
      ? { text: w.doneBy(nameOf(task, task.changedBy, w)), state: 'done' }
      : { text: w.madeBy(nameOf(task, task.creatorId, w)) },
    fallbackText: `${w.states[state]}: ${title}`,
  }
}

/** By when they are due, those without a time last. */
export const byDue = (one: Task, other: Task): number =>
  (one.due ?? Number.POSITIVE_INFINITY) - (other.due ?? Number.POSITIVE_INFINITY) ||
  one.createdAt - other.createdAt ||
  one.id.localeCompare(other.id)

function line(task: Task, now: number, w: Words): CardElement {
  const late = isLate(task, now)
  const details = [
    ...(task.assigneeId === null ? [] : [nameOf(task, task.assigneeId, w)]),
    ...(task.due === null || task.state === 'done' ? [] : [whenText(task.due, task.allDay, now, w)]),
  ]
  return {
    type: 'Container',
    spacing: 'small',
    items: [
      plain(task.title, task.state === 'done' ? { strikethrough: true, isSubtle: true } : {}),
      ...(details.length === 0
        ? []
        : [plain(details.join(' · '), { size: 'small', isSubtle: !late, ...(late && { color: 'attention' }) })]),
    ],
  }
}

/** The tasks of a conversation in three columns; done ones of the last week. */
export function boardCard(tasks: readonly Task[], now: number, w: Words): Card {
  const column = (state: TaskState) => {
    const all = tasks.filter(task => task.state === state)
    const recent = state === 'done' ? all.filter(({ changedAt }) => changedAt > now - 7 * 86_400_000) : all
    const sorted = state === 'done' ? recent.sort((one, other) => other.changedAt - one.changedAt) : recent.sort(byDue)
    return {
      type: 'Column' as const,
      width: 'stretch',
      items: [
        plain(`${w.states[state]} ${sorted.length}`, { weight: 'bolder', size: 'small' }),
        ...sorted.slice(0, mostRows).map(task => line(task, now, w)),
        ...(sorted.length === 0 ? [plain(w.empty, { isSubtle: true, size: 'small' })] : []),
        ...(sorted.length > mostRows
          ? [plain(w.more(sorted.length - mostRows), { isSubtle: true, size: 'small' })]
          : []),
      ],
    }
  }
  return {
    type: 'AdaptiveCard',
    header: { title: w.board, icon: 'task' },
    body: [{ type: 'ColumnSet', columns: [column('todo'), column('doing'), column('done')] }],
    actions: [{ type: 'Action.Submit', title: w.refresh, data: { action: 'board' } }],
  }
}

/** The page of a person: what is theirs to do, and what they did today. */
export function homeView(tasks: readonly Task[], userId: string, now: number, w: Words): WrittenView {
  const own = tasks.filter(({ assigneeId }) => assigneeId === userId)
  const open = own.filter(({ state }) => state !== 'done').sort(byDue)
  const isSoon = ({ due }: Task) => due !== null && due < now + soonMs
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const done = own.filter(({ state, changedAt }) => state === 'done' && changedAt >= midnight)
  const row = (task: Task): CardElement => {
    const action = task.state === 'done' ? 'reopen' : 'done'
    const title = task.state === 'done' ? w.reopen : w.doneIt
    const data = { form: 'tick', action, id: task.id }
    return {
      type: 'ColumnSet',
      columns: [
        { width: 'stretch', items: [line(task, now, w)] },
        { width: 'auto', items: [{ type: 'ActionSet', actions: [{ type: 'Action.Submit', title, data }] }] },
      ],
    }
  }
  const part = (title: string, some: readonly Task[]): CardElement[] => {
    if (some.length === 0) return []
    const rest = some.length - mostRows
    return [
      plain(`${title} ${some.length}`, { weight: 'bolder' }),
      ...some.slice(0, mostRows).map(row),
      ...(rest > 0 ? [plain(w.more(rest), { isSubtle: true })] : []),
    ]
  }
  const body = [
    ...part(w.dueSoon, open.filter(isSoon)),
    ...part(
      w.open,
      open.filter(task => !isSoon(task)),
    ),
    ...part(w.doneToday, done),
  ]
  return {
    title: w.home,
    card: { type: 'AdaptiveCard', body: body.length > 0 ? body : [plain(w.nothing, { isSubtle: true })] },
  }
}

export interface FormValues {
  title: string
  assigneeId: string | null
  due: number | null
  allDay: boolean
  remind: number | null
}

/** The form of a task. `data`: what comes back with it. */
export function taskForm(
  values: FormValues,
  { data, editing, w }: { data: Record<string, unknown>; editing: boolean; w: Words },
): WrittenView {
  const { day, time } = values.due === null ? { day: '', time: '' } : inputsOf(values.due, values.allDay)
  const remind = String(values.remind ?? '')
  return {
    title: editing ? w.editTask : w.newTask,
    submit: editing ? w.save : w.create,
    data,
    card: {
      type: 'AdaptiveCard',
      body: [
        {
          type: 'Input.Text',
          id: 'title',
          label: w.what,
          isRequired: true,
          errorMessage: w.titleMissing,
          maxLength: 200,
          value: values.title,
        },
        {
          type: 'Input.Person',
          id: 'who',
          label: w.who,
          placeholder: w.nobody,
          ...(values.assigneeId !== null && { value: values.assigneeId }),
        },
        {
          type: 'ColumnSet',
          columns: [
            {
              width: 'stretch',
              items: [{ type: 'Input.Date', id: 'day', label: w.day, ...(day !== '' && { value: day }) }],
            },
            {
              width: 'stretch',
              items: [{ type: 'Input.Time', id: 'time', label: w.time, ...(time !== '' && { value: time }) }],
            },
          ],
        },
        {
          type: 'Input.ChoiceSet',
          id: 'remind',
          label: w.remind,
          choices: Object.entries(w.reminds).map(([value, title]) => ({ title, value: value === '' ? 'none' : value })),
          value: remind === '' ? 'none' : remind,
        },
      ],
    },
  }
}

/** What was filled in, or what is wrong by input. `people`: the ids of those who may have it. */
export function readForm(
  inputs: Readonly<Record<string, string>>,
  people: readonly string[],
  w: Words,
): { values: FormValues } | { errors: Record<string, string> } {
  const { title = '', who = '', day = '', time = '', remind = 'none' } = inputs
  if (title.trim() === '') return { errors: { title: w.titleMissing } }
  if (who !== '' && !people.includes(who)) return { errors: { who: w.noMember } }
  if (day === '' && time !== '') return { errors: { day: w.timeAlone } }
  const due = day === '' ? null : new Date(`${day}T${time === '' ? '23:59:59' : time}`).getTime()
  if (Number.isNaN(due)) return { errors: { day: w.dayUnclear } }
  return {
    values: {
      title,
      assigneeId: who === '' ? null : who,
      due,
      allDay: due !== null && time === '',
      remind: Number(remind) > 0 ? Number(remind) : null,
    },
  }
}
