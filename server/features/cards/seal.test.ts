import { type Card, type CardAction, type CardElement, mapCard, visitWhole } from '@lianqun/protocol'
import { describe, expect, it, test } from 'vitest'
import { actionOf, checkInputs, sealCard } from './seal.ts'

const secret = 'internal'
const act = (): CardAction => ({ type: 'Action.Submit', title: 'x', data: { secret }, verb: secret }) as CardAction
const text: CardElement = { type: 'TextBlock', text: 'x' }
const set = (): CardElement => ({ type: 'ActionSet', actions: [act()] })

/** Every place in which an action can stand. */
const places: Record<string, Partial<Card>> = {
  'the card': { selectAction: act() },
  actions: { actions: [act()] },
  refresh: { refresh: { action: { type: 'Action.Execute', data: { secret } } } },
  'a set': { body: [set()] },
  'a container': { body: [{ type: 'Container', items: [set()], selectAction: act() }] },
  'a column': {
    body: [{ type: 'ColumnSet', columns: [{ items: [set()], selectAction: act() }], selectAction: act() }],
  },
  'a cell': { body: [{ type: 'Table', rows: [{ cells: [{ items: [set()], selectAction: act() }] }] }] },
  'a page': { body: [{ type: 'Carousel', pages: [{ items: [set()], selectAction: act() }] }] },
  'a run of text': {
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'x', selectAction: act() }] }],
  },
  'a picture': { body: [{ type: 'Image', url: 'https://a.example', selectAction: act() }] },
  pictures: { body: [{ type: 'ImageSet', images: [{ type: 'Image', selectAction: act() }] }] },
  'an input': { body: [{ type: 'Input.Text', id: 'a', inlineAction: act() }] },
  'a card that is opened': {
    actions: [{ type: 'Action.ShowCard', card: { type: 'AdaptiveCard', body: [set()], actions: [act()] } }],
  },
  'a fallback': { body: [{ ...text, fallback: set() }] },
  'a fallback of a fallback': { body: [{ ...text, fallback: { ...text, fallback: set() } }] },
  'a fallback of a column': { body: [{ type: 'ColumnSet', columns: [{ items: [], fallback: set() }] }] },
  'a fallback of a cell': { body: [{ type: 'Table', rows: [{ cells: [{ items: [], fallback: set() }] }] }] },
  'a fallback of a picture': { body: [{ type: 'ImageSet', images: [{ type: 'Image', fallback: set() }] }] },
}

describe('what an action means', () => {
  it.each(Object.entries(places))('is no part of %s', (_name, parts) => {
    const { card, secrets } = sealCard({ type: 'AdaptiveCard', ...parts })
    expect(JSON.stringify(card)).not.toContain(secret)
    const ids: unknown[] = []
    visitWhole([card, card.refresh?.action], node => {
      if (node.type === 'Action.Submit' || node.type === 'Action.Execute') ids.push(node.id)
    })
    expect(ids.length).toBeGreaterThan(0)
    expect(ids.toSorted()).toEqual(Object.keys(secrets).toSorted())
    for (const id of ids) expect(actionOf(card, String(id))).toBeDefined()
  })

  it('is taken out with its action, wherever that stands', () => {
    for (const parts of Object.values(places)) {
      const { refresh: _refresh, ...card } = { type: 'AdaptiveCard' as const, ...parts }
      const left = mapCard(card, node => (node.type === 'Action.Submit' ? null : node))
      expect(JSON.stringify(left)).not.toContain(secret)
    }
  })
})

const note = { type: 'Input.Text', id: 'note', isRequired: true } as const
const tick = { type: 'Input.Toggle', id: 'tick', title: 'x', isRequired: true } as const
const outer: Card = {
  type: 'AdaptiveCard',
  body: [note],
  actions: [
    { type: 'Action.Submit', id: 'a1' },
    {
      type: 'Action.ShowCard',
      card: { type: 'AdaptiveCard', body: [tick], actions: [{ type: 'Action.Submit', id: 'a2' }] },
    },
  ],
}
const hidden: Card = {
  type: 'AdaptiveCard',
  body: [
    { type: 'Container', isVisible: false, items: [note] },
    { ...tick, isVisible: true },
  ],
  actions: [
    { type: 'Action.Submit', id: 'a1' },
    { type: 'Action.ToggleVisibility', targetElements: ['tick'] },
  ],
}

const who = { type: 'Input.Person', id: 'who' } as const
const asked = (more: object = {}): Card => ({
  type: 'AdaptiveCard',
  body: [{ ...who, ...more }],
  actions: [{ type: 'Action.Submit', id: 'a1' }],
})

/** The place of what is refused; null: it is taken. */
function refused(card: Card, actionId: string, filled: Record<string, string>): unknown {
  try {
    checkInputs(card, actionId, filled)
    return null
  } catch (error) {
    return (error as { data?: { field?: string }; field?: string }).data?.field ?? (error as { field?: string }).field
  }
}

test.each([
  ['what is left out', outer, 'a1', {}, 'inputs.note'],
  ['what is empty', outer, 'a1', { note: '' }, 'inputs.note'],
  ['nothing but spaces', outer, 'a1', { note: ' ' }, 'inputs.note'],
  ['what another button would ask for', outer, 'a1', { note: 'x' }, null],
  ['what stands around an opened card', outer, 'a2', { tick: 'true' }, 'inputs.note'],
  ['a tick that is not set', outer, 'a2', { note: 'x', tick: 'false' }, 'inputs.tick'],
  ['all that is asked for', outer, 'a2', { note: 'x', tick: 'true' }, null],
  ['what may be hidden', hidden, 'a1', {}, null],
  ['what may be hidden, and is empty', hidden, 'a1', { note: '', tick: 'false' }, null],
  ['a person', asked(), 'a1', { who: 'e_1' }, null],
  ['nobody', asked(), 'a1', { who: '' }, null],
  ['nobody where somebody is asked for', asked({ isRequired: true }), 'a1', { who: '' }, 'inputs.who'],
  ['people where one is asked for', asked(), 'a1', { who: 'e_1,e_2' }, 'inputs.who'],
  ['people', asked({ isMultiSelect: true }), 'a1', { who: 'e_1,e_2' }, null],
  ['no names between commas', asked({ isRequired: true, isMultiSelect: true }), 'a1', { who: ',' }, 'inputs.who'],
  ['a person and nobody', asked(), 'a1', { who: 'e_1,' }, 'inputs.who'],
  ['a person twice', asked({ isMultiSelect: true }), 'a1', { who: 'e_1,e_1' }, 'inputs.who'],
  ['what every object has', outer, 'a1', { note: 'x', constructor: 'x' }, 'inputs.constructor'],
  ['what is no id of a person', asked(), 'a1', { who: "x' or 1=1" }, 'inputs.who'],
] as const)('%s', (_name, card, actionId, filled, field) => {
  expect(refused(card, actionId, filled)).toBe(field)
})
