import type { CardAction } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { arranged, kindOfAction } from './arranged.ts'

const action = (id: string, more: object = {}): CardAction => ({ type: 'Action.Submit', id, ...more })
const link: CardAction = { type: 'Action.OpenUrl', url: 'https://a.example/' }

test('six actions have a button; of more, secondary ones go into the menu first', () => {
  const six = Array.from({ length: 6 }, (_, at) => action(`${at}`))
  expect(arranged(six)).toEqual({ buttons: six, menu: [] })
  const second = action('second', { mode: 'secondary' })
  expect(arranged([second, ...six])).toEqual({ buttons: six, menu: [second] })
  const last = action('last')
  expect(arranged([...six, last])).toEqual({ buttons: six, menu: [last] })
})

test.each<[CardAction, CardAction[], boolean, string]>([
  [action('a', { style: 'positive' }), [], false, 'primary'],
  [action('a', { style: 'destructive' }), [], false, 'refusing'],
  [action('a', { style: 'destructive' }), [], true, 'danger'],
  [action('a', { mode: 'secondary' }), [], false, 'quiet'],
  [action('a'), [], false, 'plain'],
  [link, [link], false, 'plain'],
  [link, [action('a'), link], false, 'quiet'],
])('%j among %j looks %s', (one, row, inner, kind) => {
  expect(kindOfAction(one, row, inner)).toBe(kind)
})
