import type { Card, CardElement } from '../../sdk/bot/index.ts'
import { localTime } from '../shared/clock.ts'
import type { Person } from '../shared/people.ts'
import { heading, listed, plain } from '../shared/text.ts'
import { type Answer, answerChars, missing, type Round } from './round.ts'
import { wordsOf } from './words.ts'

/** What somebody is asked, in the conversation with them alone. It keeps what they said, so that it can be changed. */
export function questionCard(round: Round, { id: userId }: Person, groupName: string): Card {
  const { id, language, zone, at, answers, ended } = round
  const words = wordsOf(language)
  const said = answers[userId]
  const field = (name: 'yesterday' | 'today' | 'blocked'): CardElement => ({
    type: 'Input.Text',
    id: name,
    label: words[name],
    maxLength: answerChars,
    isMultiline: true,
    ...(said?.[name] !== undefined && { value: said[name] }),
  })
  const act = (title: string, action: string, more: object = {}) =>
    ({ type: 'Action.Submit', title, data: { action, id }, ...more }) as const
  const footer =
    said === undefined
      ? undefined
      : { answered: words.answered, skipped: words.skipped, away: words.isAway }[said.state]
  return {
    type: 'AdaptiveCard',
    header: {
      title: words.asks(groupName),
      subtitle: localTime(at, zone).day,
      icon: 'users',
      tone: ended === true ? 'over' : said === undefined ? 'todo' : 'good',
    },
    ...(ended === true
      ? { body: [plain(words.ended, { isSubtle: true })] }
      : {
          body: [field('yesterday'), field('today'), field('blocked')],
          actions: [
            act(said?.state === 'answered' ? words.sendAgain : words.send, 'standup.answer', { style: 'positive' }),
            ...(said === undefined
              ? [
                  act(words.skip, 'standup.skip', { associatedInputs: 'none' }),
                  act(words.away, 'standup.away', { associatedInputs: 'none' }),
                ]
              : []),
          ],
        }),
    ...(footer !== undefined && { footer: { text: footer, state: 'done' } }),
  }
}

function linesOf({ state, yesterday, today, blocked }: Answer, round: Round): CardElement[] {
  const words = wordsOf(round.language)
  if (state !== 'answered') return [plain(state === 'away' ? words.isAway : words.skipped, { isSubtle: true })]
  return [
    ...(yesterday === undefined ? [] : [plain(yesterday, { isSubtle: true })]),
    ...(today === undefined ? [] : [plain(today)]),
    ...(blocked === undefined ? [] : [plain(`⚠ ${words.isBlocked(blocked)}`, { weight: 'bolder' })]),
  ]
}

/** The card in the group, which fills in as answers come. */
export function roundCard(round: Round): Card {
  const { language, zone, at, people, answers, ended } = round
  const words = wordsOf(language)
  const late = missing(round)
  const spoken = people
    .filter(({ id }) => answers[id] !== undefined)
    .sort((x, y) => (answers[x.id]?.at ?? 0) - (answers[y.id]?.at ?? 0))
  return {
    type: 'AdaptiveCard',
    header: {
      title: words.title,
      subtitle: localTime(at, zone).day,
      icon: 'users',
      tone: ended === true ? 'over' : late.length === 0 ? 'good' : 'running',
      tag: { text: `${people.length - late.length}/${people.length}` },
    },
    body: [
      ...spoken.map(
        ({ id, name }): CardElement => ({
          type: 'Container',
          items: [heading(name), ...linesOf(answers[id] as Answer, round)],
        }),
      ),
      plain(
        late.length === 0
          ? words.nobodyWaits
          : words.waiting(
              listed(
                late.map(({ name }) => name),
                language,
              ),
            ),
        {
          isSubtle: true,
        },
      ),
    ],
    footer: { text: words.count(people.length - late.length, people.length), ...(ended && { state: 'done' }) },
  }
}
