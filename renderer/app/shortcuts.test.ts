import { expect, test } from 'vitest'
import { sectionIds, sectionNames } from '../../preload/contract/sections.ts'
import { shortcutOf } from './shortcuts.ts'

const pressed = (text: string) => {
  const parts = text.split('+')
  const has = (part: string) => parts.includes(part)
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: has('Ctrl'),
    metaKey: has('Meta'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
  }
}

test.each([
  ['Ctrl+1', { does: 'section', id: 'messages' }],
  ['Ctrl+,', { does: 'section', id: 'settings' }],
  ['Ctrl+k', { does: 'search' }],
  ['Ctrl+K', { does: 'search' }],
  ['Ctrl+n', { does: 'group' }],
  ['Ctrl+f', { does: 'find' }],
  ['Ctrl+/', { does: 'sheet' }],
  ['Ctrl+Shift+/', { does: 'sheet' }],
  ['Alt+ArrowUp', { does: 'unread', step: -1 }],
  ['Alt+ArrowDown', { does: 'unread', step: 1 }],
  ['Alt+ArrowLeft', { does: 'travel', step: -1 }],
  ['Alt+ArrowRight', { does: 'travel', step: 1 }],
  ['Ctrl+Shift+n', null],
  ['Ctrl+Alt+k', null],
  ['Meta+k', null],
  ['k', null],
  ['ArrowDown', null],
] as const)('%s', (keys, does) => expect(shortcutOf(pressed(keys), false)).toEqual(does))

test.each([
  ['Meta+k', { does: 'search' }],
  ['Meta+[', { does: 'travel', step: -1 }],
  ['Meta+]', { does: 'travel', step: 1 }],
  ['Alt+ArrowDown', { does: 'unread', step: 1 }],
  // By words, in a text.
  ['Alt+ArrowLeft', null],
  ['Ctrl+k', null],
  ['Ctrl+n', null],
] as const)('%s on macOS', (keys, does) => expect(shortcutOf(pressed(keys), true)).toEqual(does))

test('no section has the key of another shortcut', () => {
  for (const id of sectionIds) expect('knf/[]').not.toContain(sectionNames[id].key)
})
