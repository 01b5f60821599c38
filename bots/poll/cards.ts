import type { Card, CardAction, CardElement } from '../../sdk/bot/index.ts'
import { timeText } from '../shared/clock.ts'
import type { Language } from '../shared/companion.ts'
import { cut, heading, listed, plain } from '../shared/text.ts'
import { type Ballot, counts, type Poll, places, type Signup } from './ballot.ts'

const all = {
  zh: {
    about: '投票和接龙',
    pollAbout: '发起投票',
    signupAbout: '发起接龙',
    pollHint: '问题 | 甲 | 乙 [| 多选 | 匿名 | 截止 18:00]',
    signupHint: '标题 [| 人数]',
    pollUsage: '这样写：/poll 几点开会 | 三点 | 四点 | 多选 | 匿名 | 截止 18:00（2 到 10 个选项，截止在将来）',
    signupUsage: '这样写：/signup 周五聚餐 | 12',
    several: '可多选',
    anonymous: '匿名',
    until: (time: string) => `${time} 截止`,
    by: (name: string) => `${name} 发起`,
    votes: (n: number) => `${n} 人投票`,
    close: '结束',
    closed: '已结束',
    join: '参加',
    leave: '退出',
    change: '修改备注',
    note: '备注',
    exportText: '导出文字',
    waiting: '候补',
    joined: (n: number, limit: number | null) => (limit === null ? `${n} 人参加` : `${Math.min(n, limit)}/${limit}`),
    notYours: '只有发起人能结束',
  },
  en: {
    about: 'Polls and sign-up lists',
    pollAbout: 'Start a poll',
    signupAbout: 'Start a sign-up list',
    pollHint: 'question | a | b [| several | anonymous | until 18:00]',
    signupHint: 'title [| limit]',
    pollUsage: 'Write /poll When? | at 3 | at 4 | several | anonymous | until 18:00 (2 to 10 options, a time to come)',
    signupUsage: 'Write /signup Dinner on Friday | 12',
    several: 'Several may be chosen',
    anonymous: 'Anonymous',
    until: (time: string) => `Until ${time}`,
    by: (name: string) => `By ${name}`,
    votes: (n: number) => `${n} voted`,
    close: 'Close',
    closed: 'Closed',
    join: 'Join',
    leave: 'Leave',
    change: 'Change my note',
    note: 'Note',
    exportText: 'As text',
    waiting: 'Waiting',
    joined: (n: number, limit: number | null) => (limit === null ? `${n} joined` : `${Math.min(n, limit)}/${limit}`),
    notYours: 'Only who made it may close it',
  },
}
export const wordsOf = (language: Language) => all[language]

const barCells = 12
/** An option and how many chose it; below it, where somebody did, a bar beside those of the others, and who. */
const result = (option: string, count: number, most: number, names: string): CardElement[] => [
  {
    type: 'ColumnSet',
    columns: [
      { width: 'stretch', items: [heading(option)] },
      { width: 'auto', items: [heading(`${count}`)] },
    ],
  },
  ...(count === 0
    ? []
    : [
        {
          type: 'RichTextBlock' as const,
          spacing: 'none' as const,
          inlines: [
            {
              type: 'TextRun' as const,
              text: '█'.repeat(Math.ceil((count / most) * barCells)),
              color: 'accent' as const,
              size: 'small' as const,
            },
            ...(names === ''
              ? []
              : [{ type: 'TextRun' as const, text: `  ${names}`, isSubtle: true, size: 'small' as const }]),
          ],
        },
      ]),
]

/** A ballot as everybody sees it, or as `viewer` alone does: with what they chose, and only the buttons that are theirs. */
export function ballotCard(ballot: Ballot, viewer?: string): Card {
  const card = ballot.kind === 'poll' ? pollCard(ballot, viewer) : signupCard(ballot, viewer)
  if (ballot.closed === true || viewer !== undefined) return card
  const data = { refresh: 'ballot', id: ballot.id }
  return { ...card, refresh: { action: { type: 'Action.Execute', data } } }
}

const mayClose = ({ by }: Ballot, viewer: string | undefined) => viewer === undefined || viewer === by.id

const act = (title: string, data: Record<string, unknown>, more: object = {}): CardAction =>
  ({ type: 'Action.Submit', title, data, ...more }) as CardAction

function pollCard(poll: Poll, viewer?: string): Card {
  const { id, title, options, several, anonymous, until, zone, by, votes, language, closed } = poll
  const words = wordsOf(language)
  const chosen = counts(poll)
  const own = (viewer === undefined ? undefined : votes[viewer]?.chosen) ?? []
  const marked = (option: string, n: number) => (own.includes(n) ? `✓ ${option}` : option)
  const most = Math.max(...chosen.map(names => names.length))
  const facts = [
    words.by(by.name),
    ...(several ? [words.several] : []),
    ...(anonymous ? [words.anonymous] : []),
    ...(until === undefined ? [] : [words.until(timeText(until, zone))]),
  ]
  return {
    type: 'AdaptiveCard',
    header: { title, icon: 'poll', tone: closed === true ? 'over' : 'running' },
    body: [
      ...options.flatMap((option, n): CardElement[] => {
        const names = chosen[n] ?? []
        const who = anonymous ? '' : cut(listed(names, language), 300)
        return result(marked(option, n), names.length, most, who)
      }),
      plain(facts.join(' · '), { isSubtle: true }),
    ],
    ...(closed !== true && {
      actions: [
        ...options.map((option, n) => act(marked(option, n), { action: 'poll.vote', id, option: n })),
        ...(mayClose(poll, viewer) ? [act(words.close, { action: 'ballot.close', id })] : []),
      ],
    }),
    footer: {
      text: `${words.votes(Object.keys(votes).length)}${closed === true ? ` · ${words.closed}` : ''}`,
      ...(closed === true && { state: 'done' }),
    },
  }
}

/** Most people whom a card shows; all of them are in the text. */
const mostShown = 60

function signupCard(signup: Signup, viewer?: string): Card {
  const { id, title, limit, entries, by, language, closed } = signup
  const words = wordsOf(language)
  const { in: joined, waiting } = places(signup)
  const line = ({ person, note }: Signup['entries'][number], n: number) =>
    plain(`${n + 1}. ${person.name}${note === '' ? '' : ` · ${note}`}`)
  const data = (action: string) => ({ action, id })
  const without = { associatedInputs: 'none' }
  const own = entries.find(({ person }) => person.id === viewer)
  return {
    type: 'AdaptiveCard',
    header: {
      title,
      subtitle: words.by(by.name),
      icon: 'users',
      tone: closed === true ? 'over' : 'running',
      tag: { text: words.joined(entries.length, limit) },
    },
    body: [
      ...joined.slice(0, mostShown).map(line),
      ...(waiting.length === 0 ? [] : [heading(words.waiting), ...waiting.slice(0, mostShown).map(line)]),
      ...(closed === true
        ? []
        : [
            {
              type: 'Input.Text' as const,
              id: 'note',
              label: words.note,
              maxLength: 60,
              ...(own && { value: own.note }),
            },
          ]),
    ],
    actions: [
      ...(closed === true
        ? []
        : [
            act(own === undefined ? words.join : words.change, data('signup.join'), { style: 'positive' }),
            ...(viewer === undefined || own !== undefined ? [act(words.leave, data('signup.leave'), without)] : []),
            ...(mayClose(signup, viewer) ? [act(words.close, data('ballot.close'), without)] : []),
          ]),
      act(words.exportText, data('signup.export'), without),
    ],
    ...(closed === true && { footer: { text: words.closed, state: 'done' } }),
  }
}
