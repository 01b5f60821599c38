import { type Card, cardText, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it, vi } from 'vitest'
import type { JsonObject } from '../../converted.ts'
import { convertTeams } from '../teams.ts'
import { toneOfColor } from './message-card.ts'

// What Markdown becomes is tested where that is done: here it is only seen which texts are given to it.
vi.mock('../../markdown.ts', () => ({
  markdownElements: (text: string) => [{ type: 'TextBlock', text: `md:${text}`, wrap: true }],
}))

const convert = (payload: unknown) => convertTeams(payload as JsonObject)
/** The only card of a payload. */
function cardOf(payload: unknown): Card {
  const { messages } = convert(payload)
  expect(messages).toHaveLength(1)
  const [message] = messages
  if (message?.type !== 'card') throw new Error('no card')
  expect(writtenCardSchema.safeParse(message.card).error?.issues ?? []).toEqual([])
  return message.card
}
const md = (text: string, style: object = {}) => ({ ...style, type: 'TextBlock', text: `md:${text}`, wrap: true })

describe('a MessageCard', () => {
  // As in the reference of Microsoft.
  const full = {
    '@type': 'MessageCard',
    '@context': 'http://schema.org/extensions',
    themeColor: '0076D7',
    summary: 'Larry Bryant created a new task',
    title: 'Project **Tango**',
    text: 'A *task*',
    sections: [
      {
        activityTitle: 'Larry Bryant created a new task',
        activitySubtitle: 'On Project Tango',
        activityText: 'Please look',
        activityImage: 'https://a.example/person.png',
        facts: [
          { name: 'Assigned to', value: 'Unassigned' },
          { name: 'Due date', value: 'Mon May 01 2017' },
        ],
        text: 'More',
        images: [{ image: 'https://a.example/1.png', title: 'One' }, { image: 'https://a.example/2.png' }],
        heroImage: { image: 'https://a.example/hero.png', title: 'Hero' },
        startGroup: true,
        markdown: true,
      },
    ],
    potentialAction: [
      {
        '@type': 'ActionCard',
        name: 'Add a comment',
        inputs: [
          { '@type': 'TextInput', id: 'comment', isMultiline: true, title: 'Add a comment here', maxLength: 500 },
          { '@type': 'DateInput', id: 'due', title: 'Due', includeTime: true },
          {
            '@type': 'MultichoiceInput',
            id: 'list',
            title: 'Status',
            isMultiSelect: 'false',
            isRequired: true,
            style: 'expanded',
            choices: [{ display: 'In Progress', value: '1' }],
          },
        ],
        actions: [
          {
            '@type': 'HttpPOST',
            name: 'Save',
            target: 'https://a.example/save',
            body: 'c={{comment.value}}',
            headers: [{ name: 'X-A', value: 'b' }],
            bodyContentType: 'application/x-www-form-urlencoded',
          },
        ],
      },
      {
        '@type': 'OpenUri',
        name: 'Learn more',
        targets: [
          { os: 'iOS', uri: 'https://a.example/ios' },
          { os: 'default', uri: 'https://a.example/default' },
        ],
      },
      { '@type': 'HttpPOST', name: 'Done', target: 'https://a.example/done' },
      { '@type': 'ViewAction', name: 'See', target: ['https://a.example/see'] },
    ],
  }

  it('keeps its texts, pictures, facts, inputs and buttons', () => {
    expect(cardOf(full)).toEqual({
      type: 'AdaptiveCard',
      header: { title: 'Project Tango', tone: 'running' },
      fallbackText: 'Larry Bryant created a new task',
      body: [
        md('A *task*'),
        {
          type: 'Container',
          separator: true,
          items: [
            { type: 'Image', url: 'https://a.example/hero.png', altText: 'Hero', size: 'stretch' },
            {
              type: 'ColumnSet',
              columns: [
                {
                  type: 'Column',
                  width: 'auto',
                  items: [{ type: 'Image', url: 'https://a.example/person.png', size: 'small', style: 'person' }],
                },
                {
                  type: 'Column',
                  width: 'stretch',
                  items: [
                    md('Larry Bryant created a new task', { weight: 'bolder' }),
                    md('On Project Tango', { isSubtle: true }),
                    md('Please look'),
                  ],
                },
              ],
            },
            md('More'),
            {
              type: 'FactSet',
              facts: [
                { title: 'Assigned to', value: 'Unassigned' },
                { title: 'Due date', value: 'Mon May 01 2017' },
              ],
            },
            {
              type: 'ImageSet',
              imageSize: 'medium',
              images: [
                { type: 'Image', url: 'https://a.example/1.png', altText: 'One' },
                { type: 'Image', url: 'https://a.example/2.png' },
              ],
            },
          ],
        },
      ],
      actions: [
        {
          type: 'Action.ShowCard',
          title: 'Add a comment',
          card: {
            type: 'AdaptiveCard',
            body: [
              { type: 'Input.Text', id: 'comment', label: 'Add a comment here', isMultiline: true, maxLength: 500 },
              { type: 'Input.Date', id: 'due', label: 'Due' },
              {
                type: 'Input.ChoiceSet',
                id: 'list',
                label: 'Status',
                isRequired: true,
                isMultiSelect: false,
                style: 'expanded',
                choices: [{ title: 'In Progress', value: '1' }],
              },
            ],
            actions: [
              {
                type: 'Action.Submit',
                title: 'Save',
                data: {
                  httpPost: {
                    target: 'https://a.example/save',
                    body: 'c={{comment.value}}',
                    headers: [
                      { name: 'X-A', value: 'b' },
                      { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
                    ],
                  },
                },
              },
            ],
          },
        },
        { type: 'Action.OpenUrl', title: 'Learn more', url: 'https://a.example/default' },
        {
          type: 'Action.Submit',
          title: 'Done',
          data: { httpPost: { target: 'https://a.example/done', body: '', headers: [] } },
        },
        { type: 'Action.OpenUrl', title: 'See', url: 'https://a.example/see' },
      ],
    })
    expect(convert(full).lost).toEqual(['potentialAction[0].inputs[1].includeTime: asks for the day alone'])
  })

  it('has buttons in its sections', () => {
    const potentialAction = [{ '@type': 'OpenUri', name: 'x', targets: [{ os: 'default', uri: 'https://a.example' }] }]
    expect(cardOf({ title: 'T', sections: [{ potentialAction }] }).body).toMatchObject([
      { items: [{ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl' }] }] },
    ])
  })

  it('shows as it is written what its sender says is no Markdown', () => {
    const section = { markdown: false, title: '*a*', text: '[b](c)', facts: [{ name: '_n_', value: '**v**' }] }
    const { body } = cardOf({ '@type': 'MessageCard', title: 't', sections: [section] })
    expect(cardText({ type: 'AdaptiveCard', body }).text).toBe('*a*\n[b](c)\n_n_ **v**')
  })

  it.each([
    ['#FF0000', 'failing'],
    ['d70000', 'failing'],
    ['E81123', 'failing'],
    ['FF9800', 'todo'],
    ['ffcc00', 'todo'],
    ['2DC72D', 'good'],
    ['0076D7', 'running'],
    ['F0F', 'running'],
    ['808080', 'over'],
    ['FF00FF00', 'good'],
    ['Red', 'failing'],
    ['constructor', undefined],
    ['#12', undefined],
  ])('of the colour %s is %s', (color, tone) => {
    expect(toneOfColor(color)).toBe(tone)
  })

  it.each([
    [
      'the summary is the head where a colour needs one',
      { summary: 'S', text: 'T', themeColor: 'ff0000' },
      { title: 'S', tone: 'failing' },
    ],
    ['the summary is no head that says the text again', { summary: 'T', text: 'T', themeColor: 'ff0000' }, undefined],
    ['the summary alone is text', { summary: 'S' }, undefined],
  ])('%s', (_what, payload, header) => {
    const card = cardOf({ '@type': 'MessageCard', ...payload })
    expect(card.header).toEqual(header)
    expect(cardText(card).text.length).toBeGreaterThan(0)
  })

  it.each([
    [
      { '@type': 'OpenUri', name: 'x', targets: [{ os: 'default', uri: 'javascript:alert(1)' }] },
      'potentialAction[0].url',
    ],
    [{ '@type': 'HttpPOST', name: 'x', target: 'file:///etc/passwd' }, 'potentialAction[0].target'],
    [{ '@type': 'InvokeAddInCommand', name: 'x' }, 'potentialAction[0]'],
  ])('has no button for %j', (action, path) => {
    const payload = { '@type': 'MessageCard', text: 't', potentialAction: [action] }
    expect(cardOf(payload).actions).toBeUndefined()
    expect(convert(payload).lost).toMatchObject([expect.stringContaining(`${path}: `)])
  })

  it('opens no cards in the cards of its buttons', () => {
    const actionCard = (levels: number): object => ({
      '@type': 'ActionCard',
      name: 'more',
      actions: levels === 0 ? [] : [actionCard(levels - 1)],
    })
    const payload = { '@type': 'MessageCard', text: 't', potentialAction: [actionCard(900)] }
    expect(cardOf(payload).actions).toMatchObject([{ type: 'Action.ShowCard', card: { actions: [] } }])
    expect(convert(payload).lost).toEqual([
      'potentialAction[0].actions[0]: an action of type "actioncard" is not shown',
    ])
  })

  it('says what it does not show', () => {
    const payload = {
      '@type': 'MessageCard',
      text: 't',
      themeColor: 'mauve',
      sections: [{ text: 'x', color: 1 }],
      frame: 1,
    }
    expect(convert(payload).lost).toEqual([
      'themeColor: is no colour: "mauve"',
      'sections[0].color: is not shown',
      'frame: is not shown',
    ])
  })
})
