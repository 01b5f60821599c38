import { beforeEach, expect, test } from 'vitest'
import {
  goTo,
  openConversation,
  openFullSearch,
  openPerson,
  openSearch,
  resetNavigation,
  travel,
  useNavigation,
} from './navigation.ts'

const place = () => {
  const { section, conversation, person } = useNavigation.getState()
  return [section, conversation?.id ?? null, section === 'directory' ? (person?.userId ?? null) : null]
}
const can = (step: -1 | 1) => {
  const { places, at } = useNavigation.getState().history
  return places[at + step] !== undefined
}

beforeEach(() => resetNavigation())

test('back and forward walk the places visited, across sections', () => {
  openConversation('a')
  openConversation('b')
  openPerson('ann')
  goTo('settings')
  for (const expected of [
    ['directory', 'b', 'ann'],
    ['messages', 'b', null],
    ['messages', 'a', null],
    ['messages', null, null],
  ]) {
    travel(-1)
    expect(place()).toEqual(expected)
  }
  expect(can(-1)).toBe(false)
  travel(-1)
  expect(place()).toEqual(['messages', null, null])
  travel(1)
  travel(1)
  expect(place()).toEqual(['messages', 'b', null])
})

test('a new place forgets what lay ahead, and the present one is not remembered twice', () => {
  openConversation('a')
  openConversation('a', 7)
  goTo('messages')
  travel(-1)
  expect(place()).toEqual(['messages', null, null])
  openConversation('c')
  expect(can(1)).toBe(false)
  travel(-1)
  expect(place()).toEqual(['messages', null, null])
})

test('coming back to a person shows that person again', () => {
  openPerson('ann')
  const before = useNavigation.getState().person?.requestId
  openPerson('bob')
  travel(-1)
  expect(useNavigation.getState().person?.userId).toBe('ann')
  expect(useNavigation.getState().person?.requestId).not.toBe(before)
})

test('only so many places are remembered', () => {
  for (let i = 0; i < 500; i++) openConversation(`c${i}`)
  expect(useNavigation.getState().history.places.length).toBeLessThanOrEqual(50)
  travel(-1)
  expect(place()[1]).toBe('c498')
})

test('the palette opens where the user is, and asks again each time; the full search is in the messages', () => {
  goTo('workbench')
  openSearch()
  const first = useNavigation.getState().searchRequest
  expect(place()[0]).toBe('workbench')
  openSearch()
  expect(useNavigation.getState().searchRequest).toBeGreaterThan(first)
  openFullSearch('x')
  expect(place()[0]).toBe('messages')
  openConversation('c')
  expect(useNavigation.getState().fullSearch).toBeNull()
})

test('a section that was chosen by the keyboard asks for the focus, one that was pressed does not', () => {
  const before = useNavigation.getState().focusRequest
  goTo('directory')
  expect(useNavigation.getState().focusRequest).toBe(before)
  goTo('directory', { focus: true })
  expect(useNavigation.getState().focusRequest).toBe(before + 1)
})
