import { limits } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { fieldOfAnswer, passwordChars, passwordProblem } from './password-problems.ts'

const good = { current: 'old words', next: 'battery staple', again: 'battery staple' }

test('the first wrong field is named, with what is wrong', () => {
  const of = (change: Partial<typeof good>) => {
    const found = passwordProblem({ ...good, ...change })
    return found && [found.field, found.problem]
  }
  expect(of({})).toBeNull()
  expect(of({ current: '', next: '' })).toEqual(['current', 'currentMissing'])
  expect(of({ current: ' ' })).toBeNull()
  expect(of({ next: 'x'.repeat(limits.passwordChars - 1) })).toEqual(['next', 'nextShort'])
  expect(of({ next: ' '.repeat(limits.passwordChars) })).toEqual(['next', 'nextBlank'])
  expect(of({ next: good.current })).toEqual(['next', 'nextSame'])
  expect(of({ again: 'Battery staple' })).toEqual(['again', 'againDiffers'])
  expect(passwordChars).toBe(limits.passwordChars)
})

test('an answer of the server stands at its field', () => {
  expect(
    ['wrong_credentials', 'too_many_attempts', 'invalid_params', 'offline', 'constructor'].map(fieldOfAnswer),
  ).toEqual(['current', 'current', 'next', null, null])
})
