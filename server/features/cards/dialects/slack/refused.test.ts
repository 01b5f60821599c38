import { describe, expect, it } from 'vitest'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { convertSlack as convert } from './index.ts'

const plain = (text: string): JsonObject => ({ type: 'plain_text', text })

describe('what Slack refuses', () => {
  const button = (rest: object = {}) => ({ type: 'button', text: plain('x'), ...rest })
  const actions = (...elements: object[]) => [{ type: 'actions', elements }]
  const select = (rest: object) => actions({ type: 'static_select', ...rest })
  const option = { text: plain('x'), value: 'x' }
  const long = (n: number) => plain('x'.repeat(n + 1))
  const many = (n: number, item: object) => Array.from({ length: n + 1 }, () => item)

  it.each<[string, string, unknown]>([
    ['malformed', 'blocks', {}],
    ['too_long', 'blocks', many(50, { type: 'divider' })],
    ['malformed', 'blocks[0]', ['x']],
    ['malformed', 'blocks[0].type', [{}]],
    ['unsupported', 'blocks[0].type', [{ type: 'sectoin' }]],
    ['malformed', 'blocks[0]', [{ type: 'section' }]],
    ['malformed', 'blocks[0].text', [{ type: 'section', text: 'x' }]],
    ['malformed', 'blocks[0].text.type', [{ type: 'section', text: { text: 'x' } }]],
    ['malformed', 'blocks[0].text.text', [{ type: 'section', text: plain('') }]],
    ['too_long', 'blocks[0].text.text', [{ type: 'section', text: long(3_000) }]],
    ['too_long', 'blocks[0].fields', [{ type: 'section', fields: many(10, plain('x')) }]],
    ['too_long', 'blocks[0].fields[0].text', [{ type: 'section', fields: [long(2_000)] }]],
    ['malformed', 'blocks[0].accessory', [{ type: 'section', text: plain('x'), accessory: 'x' }]],
    ['unsupported', 'blocks[0].accessory.type', [{ type: 'section', text: plain('x'), accessory: { type: 'x' } }]],
    ['too_long', 'blocks[1].text.text', [{ type: 'divider' }, { type: 'header', text: long(150) }]],
    ['malformed', 'blocks[0].text.type', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['too_long', 'blocks[0].block_id', [{ type: 'divider', block_id: 'x'.repeat(256) }]],
    ['too_long', 'blocks[0].elements', [{ type: 'context', elements: many(10, plain('x')) }]],
    ['too_long', 'blocks[0].elements', actions(...many(25, button()))],
    ['malformed', 'blocks[0].elements', actions()],
    ['too_long', 'blocks[0].elements[0].text.text', actions(button({ text: long(75) }))],
    ['too_long', 'blocks[0].elements[0].value', actions(button({ value: 'x'.repeat(2_001) }))],
    ['too_long', 'blocks[0].elements[0].action_id', actions(button({ action_id: 'x'.repeat(256) }))],
    ['malformed', 'blocks[0].elements[0].confirm', actions(button({ confirm: 1 }))],
    ['too_long', 'blocks[0].elements[0].options', select({ options: many(100, option) })],
    ['malformed', 'blocks[0].elements[0].options', select({ options: [] })],
    [
      'too_long',
      'blocks[0].elements[0].options[0].value',
      select({ options: [{ ...option, value: 'x'.repeat(151) }] }),
    ],
    ['too_long', 'blocks[0].elements[0].options', actions({ type: 'overflow', options: many(5, option) })],
    ['malformed', 'blocks[0].elements[0].initial_date', actions({ type: 'datepicker', initial_date: '2026-02-30' })],
    ['malformed', 'blocks[0].elements[0].initial_time', actions({ type: 'timepicker', initial_time: '25:00' })],
    ['malformed', 'blocks[0].image_url', [{ type: 'image', alt_text: 'x', image_url: 'file:///etc/passwd' }]],
    ['malformed', 'blocks[0].alt_text', [{ type: 'image', image_url: 'https://a.example/x.png' }]],
    ['too_long', 'blocks[0].text', [{ type: 'markdown', text: 'x'.repeat(12_001) }]],
    ['too_long', 'blocks[0].rows', [{ type: 'table', rows: many(100, []) }]],
    ['too_long', 'blocks[0].rows[0]', [{ type: 'table', rows: [many(20, { type: 'raw_text', text: 'x' })] }]],
    ['unsupported', 'blocks[0].elements[0].type', [{ type: 'rich_text', elements: [{ type: 'x' }] }]],
    [
      'unsupported',
      'blocks[0].child_blocks[0].type',
      [{ type: 'container', title: plain('x'), child_blocks: [{ type: 'container' }] }],
    ],
    ['empty', 'blocks', [{ type: 'divider' }]],
  ])('is %s at %s (%#)', (problem, path, blocks) => {
    try {
      convert({ blocks } as JsonObject)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(PayloadError)
      expect(error).toMatchObject({ problem, path })
    }
  })

  it.each<[string, string, object]>([
    ['empty', 'text', {}],
    ['empty', 'text', { text: ' \u200b' }],
    ['malformed', 'text', { text: {} }],
    ['malformed', 'attachments', { attachments: {} }],
    ['malformed', 'attachments[0]', { attachments: ['x'] }],
    ['too_long', 'attachments', { attachments: many(100, { text: 'x' }) }],
    ['empty', 'attachments', { attachments: [{ color: 'good' }] }],
    ['malformed', 'attachments[0].blocks[0].text', { attachments: [{ blocks: [{ type: 'section', text: 1 }] }] }],
  ])('is %s at %s', (problem, path, payload) => {
    expect(() => convert(payload as JsonObject)).toThrow(expect.objectContaining({ problem, path }))
  })
})
