import { expect, test } from 'vitest'
import { commandOf } from './keyboard.ts'

const keys = { key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test('the keys of tabs, with the key of the system', () => {
  expect(commandOf({ ...keys, key: 'F6' }, false)).toBe('enter')
  expect(commandOf({ ...keys, key: 'w', ctrlKey: true }, false)).toBe('close')
  expect(commandOf({ ...keys, key: 'w', metaKey: true }, true)).toBe('close')
  expect(commandOf({ ...keys, key: 'Tab', ctrlKey: true }, false)).toBe('next')
  expect(commandOf({ ...keys, key: 'Tab', ctrlKey: true, shiftKey: true }, true)).toBe('previous')
})

test('other keys keep their meaning', () => {
  expect(commandOf({ ...keys, key: 'w' }, false)).toBeNull()
  expect(commandOf({ ...keys, key: 'w', metaKey: true }, false)).toBeNull()
  expect(commandOf({ ...keys, key: 'w', ctrlKey: true }, true)).toBeNull()
  expect(commandOf({ ...keys, key: 'W', ctrlKey: true, shiftKey: true }, false)).toBeNull()
  expect(commandOf({ ...keys, key: 'Tab' }, false)).toBeNull()
  expect(commandOf({ ...keys, key: 'F6', ctrlKey: true }, false)).toBeNull()
})
