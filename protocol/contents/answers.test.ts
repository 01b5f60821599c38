import { expect, test } from 'vitest'
import { contentAnswers } from './index.ts'
import { poll } from './poll.ts'
import { signup } from './signup.ts'

/* What a device knows of answers by itself: its own, and how a message looks once its answer is taken. */

const question = (change: object = {}) => ({
  type: 'poll' as const,
  question: '?',
  options: [
    { id: 'o1', text: '1', count: 1, userIds: ['me'] },
    { id: 'o2', text: '2', count: 2, userIds: ['ann', 'bo'] },
  ],
  multiple: false,
  anonymous: false,
  open: false,
  voters: 3,
  ...change,
})
const { own, amend } = poll.answers as NonNullable<typeof poll.answers>

test('a poll says what a person chose where it names everyone', () => {
  expect(own(question(), 'me')).toEqual({ optionIds: ['o1'] })
  expect(own(question(), 'zoe')).toBeNull()
  expect(own(question({ voters: 0, options: [] }), 'me')).toBeNull()
  expect(own(question({ anonymous: true }), 'me')).toBeUndefined()
  expect(own(question({ options: [{ id: 'o1', text: '1', count: 90, userIds: ['ann'] }] }), 'me')).toBeUndefined()
})

test('a vote moves, is given and taken back as the server will sum it up, however often it is applied', () => {
  const votes = new Map<string, string[]>([
    ['ann', ['o2']],
    ['me', ['o1']],
  ])
  for (const anonymous of [false, true]) {
    const summed = (answers: Map<string, string[]>) =>
      contentAnswers(question())?.summarize(
        question({ anonymous, options: question().options.map(({ id, text }) => ({ id, text })) }),
        [...answers].map(([userId, optionIds]) => ({ userId, answer: { optionIds }, at: 1 })),
      ) as ReturnType<typeof question>
    const before = { optionIds: ['o1'] }
    for (const answer of [{ optionIds: ['o2'] }, { optionIds: ['o1', 'o2'] }, null]) {
      const after = new Map(votes)
      if (answer === null) after.delete('me')
      else after.set('me', answer.optionIds)
      expect(amend(summed(votes), { userId: 'me', before, answer, at: 2 })).toEqual(summed(after))
      expect(amend(summed(after), { userId: 'me', before: answer, answer, at: 2 })).toEqual(summed(after))
    }
    const first = new Map([['ann', ['o2']]])
    const both = new Map([...first, ['me', ['o1']] as const])
    expect(amend(summed(first), { userId: 'me', before: null, answer: before, at: 2 })).toEqual(summed(both))
  }
})

test('a line of a sign-up list keeps its place when it changes, and goes', () => {
  const { own: ownLines, amend: amendLines } = signup.answers as NonNullable<typeof signup.answers>
  const line = (userId: string, note: string, at: number) => ({ userId, note, number: 1, at })
  const list = { type: 'signup' as const, title: '球', example: '', lines: [line('me', '七点', 1), line('ann', '', 2)] }
  const answer = { lines: [{ note: '八点', number: 2 }] }
  const changed = amendLines(list, { userId: 'me', before: null, answer, at: 9 })
  expect(changed.lines).toEqual([{ userId: 'me', note: '八点', number: 2, at: 1 }, line('ann', '', 2)])
  expect(ownLines(changed, 'me')).toEqual(answer)
  const gone = amendLines(changed, { userId: 'me', before: answer, answer: null, at: 9 })
  expect(gone.lines).toEqual([line('ann', '', 2)])
  expect(ownLines(gone, 'me')).toBeNull()
  expect(amendLines(gone, { userId: 'me', before: null, answer, at: 9 }).lines?.at(-1)).toMatchObject({ at: 9 })
})
