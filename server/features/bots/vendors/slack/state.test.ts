import { expect, test } from 'vitest'
import type { JsonObject, SlackInput } from '../../../cards/index.ts'
import { viewToCard } from '../../../cards/index.ts'
import { toUserId } from './ids.ts'
import { stateValues } from './state.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const options = ['a', 'b,c', 'd'].map(value => ({ text: plain(`选 ${value}`), value }))
const input = (block_id: string, element: JsonObject): JsonObject => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { action_id: 'x', ...element },
})

test.each<[type: string, more: JsonObject, written: string[], state: JsonObject]>([
  ['plain_text_input', {}, ['你好'], { value: '你好' }],
  ['plain_text_input', {}, [''], { value: null }],
  ['number_input', { is_decimal_allowed: false }, ['7'], { value: '7' }],
  ['static_select', { options }, ['a'], { selected_option: { value: 'a', text: plain('选 a') } }],
  ['static_select', { options }, [''], { selected_option: null }],
  [
    'multi_static_select',
    { options },
    ['a,#1'],
    { selected_options: [{ value: 'a' }, { value: 'b,c', text: plain('选 b,c') }] },
  ],
  ['checkboxes', { options }, [''], { selected_options: [] }],
  ['users_select', {}, ['e_1'], { selected_user: toUserId('e_1') }],
  ['users_select', {}, [''], { selected_user: null }],
  ['multi_users_select', {}, ['e_1,e_2'], { selected_users: [toUserId('e_1'), toUserId('e_2')] }],
  ['multi_conversations_select', {}, ['C1, C2'], { selected_conversations: ['C1', 'C2'] }],
  ['datepicker', {}, ['2026-11-30'], { selected_date: '2026-11-30' }],
  ['timepicker', {}, ['09:30'], { selected_time: '09:30' }],
  [
    'datetimepicker',
    {},
    ['2026-11-30', '09:30'],
    { selected_date_time: new Date('2026-11-30T09:30:00').getTime() / 1_000 },
  ],
  ['datetimepicker', {}, ['', ''], { selected_date_time: null }],
  [
    'rich_text_input',
    {},
    ['好'],
    { rich_text_value: { elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '好' }] }] } },
  ],
])('%s %j filled with %j', (type, more, written, state) => {
  const blocks = [input('one', { type, ...more })]
  const { inputs } = viewToCard({ type: 'modal', title: plain('t'), submit: plain('s'), blocks })
  const filled = Object.fromEntries(inputs.map(({ id }, n) => [id, written[n] ?? '']))
  expect(stateValues(blocks, inputs, filled).one?.x).toMatchObject({ type, ...state })
})

test('ids that every object has are ids like others', () => {
  const named = (block_id: string, action_id: string): SlackInput => ({
    id: `${block_id}/${action_id}`,
    block_id,
    action_id,
    type: 'plain_text_input',
  })
  const values = stateValues([], [named('__proto__', 'polluted'), named('constructor', '__proto__')], {
    '__proto__/polluted': 'x',
    'constructor/__proto__': 'y',
  })
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(JSON.parse(JSON.stringify(values)).constructor).toEqual(
    JSON.parse('{"__proto__":{"type":"plain_text_input","value":"y"}}'),
  )
})
