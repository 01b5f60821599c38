import type { Content } from '@lianqun/protocol'
import { describe, expect, it, vi } from 'vitest'
import { translator } from '../i18n.ts'
import { speakerOf } from '../ui/names.ts'
import { contentLine } from './kinds/index.ts'
import { noticeParts } from './kinds/system/notice.ts'
import { textParts } from './kinds/text/MessageText.tsx'
import { previewOf } from './preview.ts'
import { conversation } from './testing.ts'

const zhou = { id: 'zy', name: '周野', latinName: 'Ye Zhou' }
const su = { id: 'sh', name: '苏禾', latinName: 'He Su' }
const context = { t: translator('messages'), language: 'zh' as const, meId: 'me' }
const text = (words: string) => ({ type: 'text' as const, text: words, mentions: [] })

describe('notices', () => {
  it('name people as parts and oneself as you', () => {
    const parts = noticeParts(
      { type: 'system', event: 'added', actorId: 'zy', userIds: ['sh', 'me'] },
      [zhou, su],
      context,
    )
    expect(parts.map(part => (typeof part === 'string' ? part : `<${part.label}>`)).join('')).toBe(
      '<周野>邀请<苏禾>、你加入了群聊',
    )
  })

  it('say whom a new group was started with, a few by name', () => {
    const people = ['a', 'b', 'c', 'd', 'e'].map(id => ({ id, name: id.toUpperCase(), latinName: '' }))
    const userIds = people.map(({ id }) => id)
    const line = (ids: string[]) =>
      contentLine({ type: 'system', event: 'created', actorId: 'me', userIds: ids }, { sender: zhou, people }, context)
    expect(line(userIds)).toBe('你邀请A、B、C、D等 5 人加入了群聊')
    expect(line(['a'])).toBe('你邀请A加入了群聊')
    expect(line([])).toBe('你发起了群聊')
  })

  it('say who recalled a message', () => {
    expect(contentLine({ type: 'recalled', byId: 'zy' }, { sender: zhou, people: [] }, context)).toBe(
      '周野撤回了一条消息',
    )
  })
})

describe('the second line of a row', () => {
  const last = { sender: zhou, own: false, sentAt: 1, content: text('回滚\n窗口'), bubble: true, people: [] }
  it('names the sender in a group, and only there', () => {
    expect(previewOf(conversation('a', { lastMessage: last }), false, context).text).toBe('周野：回滚 窗口')
    expect(previewOf(conversation('a', { lastMessage: last, kind: 'direct' }), false, context).text).toBe('回滚 窗口')
    expect(previewOf(conversation('a', { lastMessage: { ...last, own: true } }), false, context).text).toBe(
      '你：回滚 窗口',
    )
  })

  it('says that a bot is one, whatever it is called', () => {
    const lastMessage = { ...last, sender: { ...zhou, bot: 'siren' } }
    expect(previewOf(conversation('a', { lastMessage }), false, context).text).toBe('周野（机器人）：回滚 窗口')
    expect(speakerOf(lastMessage.sender, 'en')).toBe('Ye Zhou (bot)')
  })

  it('shows a mention before a draft, a draft before the outbox, and no draft of the open one', () => {
    const row = conversation('a', {
      lastMessage: last,
      draft: '好 @[周野](zy)',
      outbox: { state: 'failed', sender: zhou, content: text('x'), people: [], createdAt: 1 },
    })
    expect(previewOf({ ...row, mentions: 1, outbox: null }, false, context)).toMatchObject({
      mark: 'mention',
      text: '周野：回滚 窗口',
    })
    expect(previewOf(row, false, context)).toMatchObject({ mark: 'draft', text: '好 @周野' })
    expect(previewOf(row, true, context)).toMatchObject({ mark: null, state: 'failed', text: 'x' })
  })

  it('shows a fallback when the last message cannot be read', () => {
    expect(previewOf(conversation('a', { unread: 1 }), false, context).text).toBe('[暂不支持的消息]')
    expect(previewOf(conversation('a'), false, context).text).toBe('')
  })

  it('shows the line of an unknown kind for a content that its view cannot read', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const broken = { type: 'text', text: { later: true } } as unknown as Content
    const row = conversation('a', { lastMessage: { ...last, content: broken } })
    expect(previewOf(row, false, context).text).toBe('周野：[暂不支持的消息]')
    expect(log).toHaveBeenCalled()
    log.mockRestore()
  })

  it('shows the unread count of a muted conversation', () => {
    expect(previewOf(conversation('a', { lastMessage: last, muted: true, unread: 3 }), false, context).mutedCount).toBe(
      3,
    )
  })
})

describe('a text', () => {
  it('is split at mentions and links', () => {
    expect(
      textParts('@周野 看 https://a.example/x 和 b@example.com', [{ userId: 'zy', offset: 0, length: 3 }]),
    ).toEqual([
      { kind: 'mention', text: '@周野', userId: 'zy' },
      { kind: 'text', text: ' 看 ' },
      { kind: 'link', text: 'https://a.example/x', url: 'https://a.example/x' },
      { kind: 'text', text: ' 和 ' },
      { kind: 'link', text: 'b@example.com', url: 'mailto:b@example.com' },
    ])
  })

  it('leaves out mentions that lie outside it', () => {
    expect(textParts('ab', [{ userId: 'x', offset: 1, length: 9 }])).toEqual([{ kind: 'text', text: 'ab' }])
  })
})
