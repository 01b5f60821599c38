import { cardText, limits } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import type { Converted, JsonObject } from '../../converted.ts'
import { samples } from './feishu.fixtures.ts'
import { cardOf, failure, of1, sent } from './feishu.testing.ts'
import { convertFeishu, feishuCodes } from './index.ts'

describe('messages of Feishu that are no cards', () => {
  it('names people in a text', () => {
    expect(convertFeishu(samples.text)).toEqual<Converted>({
      messages: [
        {
          type: 'text',
          text: '@Tom 新更新提醒 @所有人',
          mentions: [
            { person: 'id:ou_1', offset: 0, length: 4 },
            { person: 'all', offset: 11, length: 4 },
          ],
        },
      ],
      lost: [],
    })
  })

  it('takes the same as im/v1/messages has it: a string of JSON', () => {
    const payload = { msg_type: 'text', content: '{"text":"好 <at user_id=\\"a@b.cn\\"></at>"}' }
    expect(convertFeishu(payload).messages).toEqual([
      { type: 'text', text: '好 @a@b.cn', mentions: [{ person: 'mail:a@b.cn', offset: 2, length: 7 }] },
    ])
  })

  it('leaves what names nobody as words, and cuts at the length of a text', () => {
    const hostile = '<at user_id="a b<c">x</at><at user_id="ou 1">甲</at><script>'
    expect(convertFeishu({ msg_type: 'text', content: { text: hostile } }).messages).toEqual([
      { type: 'text', text: '<at user_id="a b<c">x</at>甲<script>', mentions: [] },
    ])
    const { messages, lost } = convertFeishu({ msg_type: 'text', content: { text: `${'好'.repeat(9_000)}` } })
    expect(messages[0]).toMatchObject({ text: `${'好'.repeat(limits.textChars - 1)}…` })
    expect(lost).toEqual(['content.text: longer than 8000 characters'])
  })

  it.each([
    ['image', { image_key: 'img_1' }, { type: 'media', kind: 'image', mediaId: 'img_1' }],
    ['file', { file_key: 'file_v2_1' }, { type: 'media', kind: 'file', mediaId: 'file_v2_1' }],
    ['audio', { file_key: 'file_v2_2' }, { type: 'media', kind: 'voice', mediaId: 'file_v2_2' }],
    ['share_chat', { share_chat_id: 'oc_1' }, { type: 'text', text: '[群名片] oc_1', mentions: [] }],
    ['share_chat', { chat_id: 'oc_2' }, { type: 'text', text: '[群名片] oc_2', mentions: [] }],
  ])('takes %s', (msg_type, content, message) => {
    expect(convertFeishu({ msg_type, content }).messages).toEqual([message])
  })

  it.each<[JsonObject, string, string]>([
    [{}, 'unsupported', 'msg_type'],
    [{ msg_type: 3 }, 'unsupported', 'msg_type'],
    [{ msg_type: 'sticker', content: {} }, 'unsupported', 'msg_type'],
    [{ msg_type: 'text' }, 'malformed', 'content'],
    [{ msg_type: 'text', content: '{' }, 'malformed', 'content'],
    [{ msg_type: 'text', content: '[]' }, 'malformed', 'content'],
    [{ msg_type: 'text', content: { text: ' ' } }, 'empty', 'content.text'],
    [{ msg_type: 'text', content: { text: '\u0001\u200b' } }, 'empty', 'content.text'],
    [{ msg_type: 'image', content: { image_key: '../x' } }, 'malformed', 'content.image_key'],
    [{ msg_type: 'post', content: { post: {} } }, 'malformed', 'content.post'],
    [{ msg_type: 'post', content: { post: { zh_cn: { content: 'x' } } } }, 'malformed', 'content.post.zh_cn.content'],
    [{ msg_type: 'post', content: { post: { zh_cn: { content: [[]] } } } }, 'empty', 'content.post.zh_cn.content'],
    [{ msg_type: 'interactive' }, 'malformed', 'content'],
    [{ msg_type: 'interactive', card: [] }, 'malformed', 'card'],
    [sent({}), 'empty', 'card'],
    [sent({ elements: [] }), 'empty', 'card.elements'],
    [sent({ schema: '2.0', body: { elements: [{ tag: 'hr' }] } }), 'empty', 'card.body.elements'],
    [sent({ type: 'template', data: { template_id: 'AAq' } }), 'unsupported', 'card.type'],
    [{ msg_type: 'interactive', content: '{"type":"card","data":{"card_id":"7"}}' }, 'unsupported', 'content.type'],
    [of1({ tag: 'div', text: { tag: 'plain_text', content: '好'.repeat(10_500) } }), 'too_long', 'card'],
  ])('refuses %j as %s at %s', (payload, problem, path) => {
    const error = failure(payload)
    expect([error.problem, error.path]).toEqual([problem, path])
    expect(feishuCodes[payload.msg_type === 'interactive' ? 'card' : 'message'][error.problem].code).toBeGreaterThan(0)
  })

  it('refuses what is nested without end', () => {
    let deep: JsonObject = {}
    for (let depth = 0; depth < 5_000; depth++) deep = { elements: [deep] }
    expect(failure({ msg_type: 'interactive', card: deep }).problem).toBe('malformed')
    const text = `${'['.repeat(200)}${']'.repeat(200)}`
    expect(failure({ msg_type: 'interactive', card: `{"elements":${text}}` }).problem).toBe('malformed')
  })
})

describe('posts of Feishu', () => {
  it('shows each paragraph, with its people, links, pictures and code', () => {
    const { card, lost } = cardOf(samples.post)
    expect(card.header).toEqual({ title: '我是一个标题' })
    const [line, picture, code, ...rest] = card.body ?? []
    expect(line).toEqual({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: '第一行  <b>：', weight: 'bolder', underline: true },
        {
          type: 'TextRun',
          text: '超链接',
          italic: true,
          selectAction: { type: 'Action.OpenUrl', url: 'http://www.feishu.cn' },
        },
        { type: 'Mention', userId: 'id:ou_1avnmsbv3k45jnk34j5', text: '@tom' },
        '😊',
      ],
    })
    expect(picture).toEqual({ type: 'Image', url: 'image_key:img_7ea74629-9191-4176-998c-2e603c9c5e8g' })
    expect(code).toMatchObject({ type: 'CodeBlock', language: 'GO', separator: true })
    expect(cardText({ type: 'AdaptiveCard', body: rest }).text).toContain('@Tom')
    expect(lost).toEqual(['content.post: only zh_cn is shown'])
  })

  it('shows a link that is not allowed as its words', () => {
    const content = [[{ tag: 'a', text: '看', href: 'javascript:alert(1)' }]]
    const { card, lost } = cardOf({ msg_type: 'post', content: { en_us: { title: '', content } } })
    expect(card.body).toEqual([{ type: 'RichTextBlock', inlines: ['看'] }])
    expect(lost).toEqual(['content.en_us.content[0][0].href: a link that cannot be followed here'])
  })
})
