import { type Mapping, mappingSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { type JsonObject, PayloadError } from '../converted.ts'
import { contextOf } from './fixtures.ts'
import { applyMapping } from './mapping.ts'
import { suggestMapping } from './mapping-suggestion.ts'

const order: JsonObject = {
  event: 'order.changed',
  order: {
    no: 'PO-0602-118',
    state: 'Delayed',
    customer: { name: '恒立电子' },
    items: [{ name: '线束', count: 2_000 }],
    tags: ['加急', '外销'],
    due_at: '2026-06-11T02:00:00Z',
    url: 'https://erp.example.com/orders/118',
  },
}

const mapping: Mapping = {
  title: '{{order.customer.name}} · {{order.items.0.name}} {{order.items.0.count}} 套',
  text: '{{order.note|default:没有备注}}',
  tone: { path: 'order.state', values: { delayed: 'failing', received: 'good' } },
  key: 'order.no',
  closed: { path: 'order.state', equals: ['received'] },
  facts: [
    { title: '单号', value: '{{order.no|upper}}' },
    { title: '交期', value: '{{order.due_at|date}}' },
    { title: '标签', value: '{{order.tags}}' },
    { title: '没有', value: '{{order.nothing}}' },
  ],
  link: { title: '查看订单', url: '{{order.url}}' },
  when: [{ path: 'event', op: 'contains', value: 'order.' }],
}

describe('a mapping', () => {
  it('puts values where it says', () => {
    expect(mappingSchema.safeParse(mapping).success).toBe(true)
    expect(applyMapping(mapping, order, contextOf())).toEqual({
      event: 'json',
      title: '恒立电子 · 线束 2000 套',
      key: 'json:PO-0602-118',
      closed: false,
      card: {
        type: 'AdaptiveCard',
        header: {
          title: '恒立电子 · 线束 2000 套',
          icon: 'siren',
          tone: 'failing',
          tag: { text: 'Delayed', tone: 'failing' },
        },
        body: [
          { type: 'RichTextBlock', inlines: ['没有备注'] },
          {
            type: 'FactSet',
            facts: [
              { title: '单号', value: 'PO-0602-118' },
              { title: '交期', value: '6月11日 10:00' },
              { title: '标签', value: '加急, 外销' },
            ],
          },
        ],
        actions: [{ type: 'Action.OpenUrl', title: '查看订单', url: 'https://erp.example.com/orders/118' }],
        footer: { text: '14:08' },
      },
    })
  })

  it('changes the card of the same thing until it is over', () => {
    const received = { ...order, order: { ...(order.order as JsonObject), state: 'RECEIVED' } }
    const event = applyMapping(mapping, received, contextOf())
    expect(event).toMatchObject({ event: 'json.closed', key: 'json:PO-0602-118', closed: true })
    expect(event?.card.header?.tone).toBe('good')
  })

  it.each<[string, NonNullable<Mapping['when']>, boolean]>([
    ['equals', [{ path: 'event', op: 'equals', value: 'ORDER.changed' }], true],
    ['equals another', [{ path: 'event', op: 'equals', value: 'order' }], false],
    ['contains', [{ path: 'order.tags', op: 'contains', value: '外销' }], true],
    ['exists', [{ path: 'order.no', op: 'exists' }], true],
    ['exists in an object', [{ path: 'order', op: 'exists' }], true],
    ['does not exist', [{ path: 'order.nothing', op: 'exists' }], false],
    [
      'one of two',
      [
        { path: 'order.no', op: 'exists' },
        { path: 'nothing', op: 'exists' },
      ],
      false,
    ],
  ])('shows a delivery that fits: %s', (_name, when, fits) => {
    expect(applyMapping({ ...mapping, when }, order, contextOf()) !== null).toBe(fits)
  })

  it('says which value is missing where there would be no title', () => {
    const wrong = () => applyMapping({ ...mapping, title: '{{order.title}}' }, order, contextOf())
    expect(wrong).toThrow(PayloadError)
    expect(wrong).toThrow('title: has no words: nothing stands at order.title')
  })

  it('shows Markdown and places in values as they are', () => {
    const event = applyMapping(
      { title: '{{a}}', facts: [{ title: '值', value: '{{a}}' }] },
      { a: '**{{b}}** [x](https://evil.example)', b: 'secret' },
      contextOf(),
    )
    expect(event?.card.header?.title).toBe('**{{b}}** [x](https://evil.example)')
    expect(event?.card.body).toEqual([
      { type: 'FactSet', facts: [{ title: '值', value: '\\*\\*{{b}}\\*\\* \\[x\\](https://evil.example)' }] },
    ])
  })

  it('leaves out a link that leads nowhere', () => {
    const event = applyMapping(
      mapping,
      { ...order, order: { ...(order.order as JsonObject), url: 'javascript:alert(1)' } },
      contextOf(),
    )
    expect(event?.card.actions).toBeUndefined()
  })
})

describe('a proposed mapping', () => {
  it('finds what fields mostly are called', () => {
    const proposed = suggestMapping(order, 'zh')
    expect(proposed).toMatchObject({
      tone: { path: 'order.state', values: { delayed: 'todo' } },
      key: 'order.no',
      closed: { path: 'order.state' },
      link: { title: '打开', url: '{{order.url}}' },
    })
    expect(proposed.facts).toContainEqual({ title: 'due_at', value: '{{order.due_at|date}}' })
  })

  it.each<[string, JsonObject, Partial<Mapping>]>([
    [
      'of a ticket',
      { id: 7, title: '打印机坏了', description: '三楼', status: 'open', html_url: 'https://help.example.com/7' },
      { title: '{{title}}', text: '{{description}}', key: 'id', link: { title: 'Open', url: '{{html_url}}' } },
    ],
    [
      'of what is within another',
      { payload: { alert: { name: 'disk full', severity: 'critical', runbook: 'https://wiki.example.com' } } },
      { title: '{{payload.alert.name}}', link: { title: 'Open', url: '{{payload.alert.runbook}}' } },
    ],
    ['of nothing', {}, { title: 'JSON', facts: [] }],
  ])('%s', (_name, payload, expected) => {
    expect(suggestMapping(payload, 'en')).toMatchObject(expected)
  })

  it('does not take a severity for the end of something', () => {
    expect(suggestMapping({ title: 'a', severity: 'ok' }, 'en').closed).toBeUndefined()
  })
})
