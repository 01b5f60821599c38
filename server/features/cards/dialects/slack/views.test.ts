import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../converted.ts'
import { faultsOf, faultsOfConversion, spoiled } from '../testing.ts'
import { viewToCard } from './index.ts'
import { modal } from './samples.ts'

const utc = { timeZone: 'UTC' }
const plain = (text: string): JsonObject => ({ type: 'plain_text', text })
const run = (text: string) => ({ type: 'TextRun', text })

describe('a view', () => {
  it('is a form that is sent and closed', () => {
    const { type, card, inputs, lost } = viewToCard(modal, utc)
    expect(faultsOf(card)).toEqual([])
    expect(type).toBe('modal')
    expect(card.header).toEqual({ title: 'My App' })
    expect(card.body).toMatchObject([
      {
        type: 'Input.Text',
        id: 'name/v',
        label: 'Name',
        isRequired: true,
        isMultiline: true,
        maxLength: 80,
        regex: '[\\s\\S]{2,}',
      },
      { inlines: [run('As on your badge')] },
      { type: 'Input.Number', id: 'n/v', value: 3, min: 1, max: 9 },
      { type: 'Input.Text', style: 'email' },
      { type: 'Input.Text', style: 'url' },
      { type: 'Input.Text', value: 'Once', isMultiline: true },
      { inlines: ['File —'] },
      {
        type: 'ColumnSet',
        columns: [{ items: [{ id: 'when/v', label: 'When' }] }, { items: [{ id: 'when/v/time' }] }],
      },
      { type: 'ColumnSet', columns: [{ items: [{ id: 'kind/v' }] }, {}] },
      { actions: [{ title: 'Add a line', associatedInputs: 'none' }] },
    ])
    expect(card.body?.[2]).not.toHaveProperty('isRequired')
    expect(card.actions).toMatchObject([
      { title: 'Submit', data: { slack: { type: 'view_submission', callback_id: 'modal-1' } } },
      { title: 'Cancel', data: { slack: { type: 'view_closed' } }, associatedInputs: 'none' },
    ])
    expect(inputs).toHaveLength(8)
    expect(lost).toContain('view.blocks[5].element: files are not uploaded in a card')
    expect(JSON.stringify(card)).not.toContain('private_metadata')
  })

  it.each<[string, JsonObject, string]>([
    ['type', { type: 'page' }, 'view.type'],
    ['title', { title: plain('x'.repeat(25)) }, 'view.title'],
    ['submit', { submit: null }, 'view.submit'],
    ['blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, 'view.blocks'],
  ])('needs a good %s', (_name, change, path) => {
    expect(() => viewToCard({ ...modal, ...change })).toThrow(path)
  })
})

it('is a valid card of anything, or says why not', () => {
  const asView = (payload: JsonObject) => ({ ...viewToCard(payload, utc), messages: [] })
  fc.assert(
    fc.property(spoiled([modal]), view => {
      const read = faultsOfConversion(payload => {
        const { card, lost } = asView(payload)
        return { messages: [{ type: 'card', card }], lost }
      }, view)
      expect(read).toEqual([])
    }),
    { numRuns: 100 },
  )
})
