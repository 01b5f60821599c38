import { expect, test } from 'vitest'
import { ownVote } from './own-vote.ts'

const poll = (change: object = {}) => ({
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

test('the row says what a person chose where it names everyone', () => {
  expect(ownVote(poll(), 'me')).toEqual({ optionIds: ['o1'] })
  expect(ownVote(poll(), 'zoe')).toBeNull()
  expect(ownVote(poll({ voters: 0, options: [] }), 'me')).toBeNull()
  expect(ownVote(poll({ anonymous: true }), 'me')).toBeUndefined()
  expect(ownVote(poll({ options: [{ id: 'o1', text: '1', count: 90, userIds: ['ann'] }] }), 'me')).toBeUndefined()
})
