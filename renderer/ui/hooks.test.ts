import { expect, it } from 'vitest'
import { asking } from './hooks.ts'

const known = { key: 'a', data: [1], error: undefined, done: true }

it('a new key forgets the last answer', () => {
  expect(asking(known, 'b', false)).toEqual({ key: 'b', data: undefined, error: undefined, done: false })
})

it('a search keeps what it found until more is known', () => {
  expect(asking(known, 'b', true)).toEqual({ key: 'b', data: [1], error: undefined, done: false })
  expect(asking({ ...known, error: new Error('x') }, 'b', true).error).toBeUndefined()
})

it('the same key keeps its answer while it is asked again', () => {
  expect(asking(known, 'a', false)).toEqual(known)
})
