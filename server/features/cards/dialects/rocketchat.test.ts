import { type Card, cardText } from '@lianqun/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../converted.ts'
import { convertRocketchat, losses, rocketchatMarkdown } from './rocketchat.ts'
import { anyObject, faultsOf, faultsOfConversion, spoiled } from './testing.ts'

/** https://developer.rocket.chat/apidocs/post-message */
const documented: JsonObject = {
  alias: 'Gruggy',
  avatar: 'http://res.guggy.example/logo_128.png',
  channel: '#general',
  emoji: ':smirk:',
  roomId: 'Xnb2kLD2Pnhdwe3RH',
  text: 'Sample *message*',
  attachments: [
    {
      audio_url: 'http://www.w3schools.example/tags/horse.mp3',
      author_icon: 'https://avatars.example/u/850391?v=3',
      author_link: 'https://rocket.example/',
      author_name: 'Bradley Hilton',
      collapsed: false,
      color: '#ff0000',
      fields: [
        { short: true, title: 'Test', value: 'Testing out something or other' },
        { short: true, title: 'Another Test', value: '[Link](https://google.example/) something and this and that.' },
      ],
      image_url: 'http://res.guggy.example/logo_128.png',
      message_link: 'https://google.example',
      text: 'Yay for gruggy!',
      thumb_url: 'http://res.guggy.example/logo_128.png',
      title: 'Attachment Example',
      title_link: 'https://youtube.example',
      title_link_download: true,
      ts: '2016-12-09T16:53:06.761Z',
      video_url: 'http://www.w3schools.example/tags/movie.mp4',
      actions: [
        { type: 'button', text: 'Page', url: 'https://a.example/' },
        {
          type: 'button',
          text: 'Yes',
          msg: '/yes',
          msg_in_chat_window: true,
          msg_processing_type: 'respondWithMessage',
        },
        { type: 'button', text: 'Bad', url: 'javascript:alert(1)' },
      ],
    },
  ],
}

function convertedCard(payload: JsonObject): Card {
  const [message] = convertRocketchat(payload).messages
  if (message?.type !== 'card') throw new Error('is no card')
  expect(faultsOf(message.card)).toEqual([])
  return message.card
}

const run = (text: string) => ({ type: 'TextRun', text })

describe('a message of Rocket.Chat', () => {
  it.each(['text', 'msg'])('is a text where its %s has no form', name => {
    expect(convertRocketchat({ [name]: 'Hi @ann :tada:', alias: 'bot' })).toEqual({
      messages: [{ type: 'text', text: 'Hi @ann 🎉', mentions: [{ person: 'name:ann', offset: 3, length: 4 }] }],
      lost: [],
      alias: 'bot',
    })
  })

  it('has what the documentation shows', () => {
    const { alias, lost } = convertRocketchat(documented)
    const card = convertedCard(documented)
    expect(alias).toBe('😏 Gruggy')
    expect(cardText(card).text).not.toContain('Gruggy')
    expect(card.body?.at(-1)).toMatchObject({
      type: 'Container',
      style: 'attention',
      items: [
        {
          columns: [
            {
              items: [
                { columns: [{}, { items: [{ inlines: [run('Bradley Hilton')] }] }] },
                { inlines: [run('Attachment Example')] },
                {},
                { type: 'ColumnSet', columns: [{ items: [{ inlines: [run('Test')] }, {}] }, {}] },
              ],
            },
            { items: [{ type: 'Image', width: '75px' }] },
          ],
        },
        { inlines: [run('http://www.w3schools.example/tags/horse.mp3')] },
        { inlines: [run('http://www.w3schools.example/tags/movie.mp4')] },
        {
          inlines: [
            { text: expect.stringMatching(/^2016-12-\d\d \d\d:53/), selectAction: { url: 'https://google.example' } },
          ],
        },
        { type: 'Image', altText: 'Attachment Example' },
        {
          actions: [
            { type: 'Action.OpenUrl', url: 'https://a.example/' },
            { data: { rocketchat: { msg: '/yes', processing: 'respondWithMessage' } } },
            { type: 'Action.Submit', title: 'Bad' },
          ],
        },
      ],
    })
    expect(lost).toEqual([
      'attachments[0]: sound and video are links',
      'attachments[0].actions[2].url: an address that may not be opened',
    ])
  })

  it.each([
    ['*bold* and ~gone~', '**bold** and ~~gone~~'],
    ['**bold** and ~~gone~~', '**bold** and ~~gone~~'],
    ['* one\n* two', '* one\n* two'],
    ['2*3*4 a~b~c', '2*3*4 a~b~c'],
    ['`*a*` *b*', '`*a*` **b**'],
    ['<https://a.example|x> *y*', '[x](https://a.example) **y**'],
  ])('has %j as GFM %j', (written, read) => {
    expect(rocketchatMarkdown(written)).toBe(read)
  })

  it.each<[string, string, JsonObject]>([
    ['empty', 'text', {}],
    ['empty', 'text', { text: ' ', attachments: [] }],
    ['malformed', 'text', { text: {} }],
    ['malformed', 'attachments', { attachments: {} }],
    ['malformed', 'attachments[0]', { attachments: ['x'] }],
    ['too_long', 'attachments', { attachments: Array.from({ length: 101 }, () => ({ text: 'x' })) }],
  ])('is refused as %s at %s', (problem, path, payload) => {
    expect(() => convertRocketchat(payload)).toThrow(expect.objectContaining({ problem, path }))
  })

  it('makes a valid card of anything, or says why not', () => {
    fc.assert(
      fc.property(fc.oneof(anyObject, spoiled([documented])), payload => {
        expect(faultsOfConversion(convertRocketchat, payload)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

it('says in sentences what it loses', () => {
  for (const line of losses) expect(line).toMatch(/^\S.{20,}\.$/)
})
