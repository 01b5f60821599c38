import type { Card, ToggleVisibilityAction } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { hiddenIn, isOpened, isShown, toggledBy } from './visibility.ts'

const toggle = (...targetElements: ToggleVisibilityAction['targetElements']): ToggleVisibilityAction => ({
  type: 'Action.ToggleVisibility',
  targetElements,
})
const card: Card = {
  type: 'AdaptiveCard',
  body: [
    { type: 'TextBlock', id: 'shown', text: 'x' },
    { type: 'Container', id: 'hidden', isVisible: false, items: [{ type: 'Input.Text', id: 'field' }] },
    { type: 'Input.Text', id: 'other' },
  ],
}

test('an action turns what it names, and sets what it says', () => {
  const once = toggledBy(card, toggle('shown', 'hidden'), {})
  expect(once).toEqual({ shown: false, hidden: true })
  expect(toggledBy(card, toggle('shown', 'hidden'), once)).toEqual({ shown: true, hidden: false })
  expect(toggledBy(card, toggle({ elementId: 'shown', isVisible: true }), {})).toEqual({ shown: true })
  expect(toggledBy(card, toggle('nothing'), {})).toEqual({})
})

test.each([
  [{}, {}, true],
  [{ id: 'a', isVisible: false }, {}, false],
  [{ id: 'a', isVisible: false }, { a: true }, true],
  [{ id: 'a' }, { a: false }, false],
  [{ id: 'toString' }, {}, true],
])('whether %j with %j is shown: %s', (element, toggled, shown) => {
  expect(isShown(element, toggled)).toBe(shown)
})

test('an action is open while all that it turns is shown', () => {
  expect(isOpened(card, toggle('hidden'), {})).toBe(false)
  expect(isOpened(card, toggle('hidden'), { hidden: true })).toBe(true)
  expect(isOpened(card, toggle({ elementId: 'hidden', isVisible: true }), {})).toBeUndefined()
  expect(isOpened(card, toggle('nothing'), {})).toBeUndefined()
})

test('what is within a hidden element is hidden', () => {
  const ids = (toggled: Record<string, boolean>) =>
    [...hiddenIn(card, toggled)].map(node => (node as { id: string }).id)
  expect(ids({})).toEqual(['hidden', 'field'])
  expect(ids({ hidden: true, other: false })).toEqual(['other'])
})
