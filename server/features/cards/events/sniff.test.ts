import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../converted.ts'
import { fixtures } from './fixtures.ts'
import { recognise } from './sniff.ts'

describe('whose payload it is', () => {
  it.each(fixtures)('$name', ({ payload, headers, tool }) => {
    // Gitea sends GitHub's header beside its own.
    const both = tool === 'gitea' ? { ...headers, 'x-github-event': 'push' } : headers
    expect(recognise(both, payload)).toBe(tool)
  })

  it.each(fixtures.filter(({ tool }) => tool !== 'gitea'))('$name without its headers', ({ payload, tool }) => {
    expect(recognise({}, payload)).toBe(tool)
  })

  it.each<[string, JsonObject, string | null]>([
    ['WeCom text', { msgtype: 'text', text: { content: 'a', mentioned_list: ['@all'] } }, 'wecom'],
    ['WeCom markdown', { msgtype: 'markdown', markdown: { content: 'a' } }, 'wecom'],
    [
      'WeCom markdown beside an empty text, as Gitea sends it',
      { msgtype: 'markdown', text: {}, markdown: { content: 'a' } },
      'wecom',
    ],
    ['WeCom card', { msgtype: 'template_card', template_card: { card_type: 'text_notice' } }, 'wecom'],
    ['DingTalk text', { msgtype: 'text', text: { content: 'a' }, at: { isAtAll: true } }, 'dingtalk'],
    ['DingTalk markdown', { msgtype: 'markdown', markdown: { title: 'a', text: 'b' } }, 'dingtalk'],
    ['DingTalk card', { msgtype: 'actionCard', actionCard: { title: 'a', text: 'b' } }, 'dingtalk'],
    ['Feishu text', { msg_type: 'text', content: { text: 'a' } }, 'feishu'],
    ['Feishu card', { msg_type: 'interactive', card: { schema: '2.0', body: {} } }, 'feishu'],
    ['Slack text', { text: 'a' }, 'slack'],
    ['Slack blocks', { blocks: [] }, 'slack'],
    ['Slack attachments', { attachments: [{ color: 'good', text: 'a' }] }, 'slack'],
    ['Teams card', { '@type': 'MessageCard', title: 'a' }, 'teams'],
    [
      'Teams envelope',
      { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }] },
      'teams',
    ],
    ['Mattermost', { text: 'a', props: { card: 'b' } }, 'mattermost'],
    ['Rocket.Chat', { text: 'a', alias: 'b', emoji: ':x:' }, 'rocketchat'],
    ['an Adaptive Card', { type: 'AdaptiveCard', body: [] }, 'adaptive'],
    ['JSON of nobody', { order: { no: 1 } }, null],
    ['nothing', {}, null],
  ])('%s', (_name, payload, expected) => {
    expect(recognise({}, payload)).toBe(expected)
  })

  it('takes a robot’s message for one, whoever sends it', () => {
    expect(
      recognise(
        { 'x-gitea-event': 'push', 'x-github-event': 'push' },
        { msgtype: 'markdown', markdown: { content: 'a' } },
      ),
    ).toBe('wecom')
  })
})
