import { expect, test } from 'vitest'
import { fieldOfError, firstMissing } from './problems.ts'

test('each error is assigned to its field', () => {
  expect(['address_unknown', 'bad_certificate', 'not_a_workspace', 'unreachable'].map(fieldOfError)).toEqual(
    Array(4).fill('address'),
  )
  expect(['wrong_credentials', 'too_many_attempts', 'account_disabled', 'internal'].map(fieldOfError)).toEqual([
    'password',
    'password',
    'account',
    null,
  ])
  expect(fieldOfError('constructor')).toBeNull()
})

test('the first empty field is named', () => {
  expect(firstMissing({ address: ' ', account: '', password: '' })).toBe('address')
  expect(firstMissing({ address: 'a', account: ' ', password: '' })).toBe('account')
  expect(firstMissing({ address: 'a', account: 'b', password: '' })).toBe('password')
  expect(firstMissing({ address: 'a', account: 'b', password: ' ' })).toBeNull()
})
