import { expect, it } from 'vitest'
import { asking } from './hooks.ts'

const known = { key: 'a', data: [1], error: undefined, done: true }

it('a new key drops the last answer', () => {
  expect(asking(known, 'b', false)).toEqual({ key: 'b', data: undefined, error: undefined, done: false })
})

it('a search keeps its results until the next answer', () => {
  expect(asking(known, 'b', true)).toEqual({ key: 'b', data: [1], error: undefined, done: false })
  expect(asking({ ...known, error: new Error('x') }, 'b', true).error).toBeUndefined()
})

it('the same key keeps its answer while it is fetched again', () => {
  expect(asking(known, 'a', false)).toEqual(known)
})
