import { expect, test } from 'vitest'
import type { BotForm } from '../../../preload/contract/index.ts'
import { closed, none, opened } from './form-queue.ts'

const form = (id: string, version = 1): BotForm => ({
  view: { id, botId: 'b', version, title: `${id}${version}`, card: { type: 'AdaptiveCard' } },
  bot: { id: 'b', name: 'b', latinName: '' },
})
const titles = (forms: typeof none) => forms.line.map(({ view }) => view.title)

test('a second form waits, and a newer version takes the place of the older', () => {
  let forms = opened(opened(none, form('a')), form('b'))
  expect(titles(forms)).toEqual(['a1', 'b1'])
  forms = opened(opened(forms, form('a', 3)), form('a', 2))
  expect(titles(forms)).toEqual(['a3', 'b1'])
  expect(titles(closed(forms, 'a', false))).toEqual(['b1'])
})

test('one that the person closed stays closed; one that was sent may come back', () => {
  const both = opened(opened(none, form('a')), form('b'))
  expect(titles(opened(closed(both, 'a', true), form('a', 2)))).toEqual(['b1'])
  expect(titles(opened(closed(both, 'a', false), form('a', 2)))).toEqual(['b1', 'a2'])
})

test('a bot that opens one form after the other does not fill the memory', () => {
  let forms = none
  for (let at = 0; at < 500; at++) forms = opened(forms, form(`f${at}`))
  expect(forms.line.length).toBeLessThan(50)
  for (let at = 0; at < 500; at++) forms = closed(forms, `f${at}`, true)
  expect(forms.shut.length).toBeLessThan(500)
})
