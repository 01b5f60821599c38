import { beforeEach, describe, expect, test } from 'vitest'
import type { Settings } from '../../preload/contract/index.ts'
import type { IncomingMessage } from '../cache/api.ts'
import { Notifier } from './notifications.ts'
import { defaultSettings } from './settings.ts'
import type { Language } from './strings.ts'

interface Shown {
  id: string
  title: string
  body: string
  silent: boolean
  click(): void
  /** The user or the system removes it. */
  dismiss(): void
}

let clock: number
let timers: { at: number; call: () => void }[]
let settings: Settings
let language: Language
let looking: string | null
let opened: [string, number][]
let standing: Shown[]
let all: Shown[]
let notifier: Notifier
let nextSeq: number

beforeEach(() => {
  clock = 1_000_000
  timers = []
  settings = defaultSettings
  language = 'zh'
  looking = null
  opened = []
  standing = []
  all = []
  nextSeq = 1
  notifier = new Notifier({
    settings: () => settings,
    language: () => language,
    isLooking: id => id === looking,
    selfId: () => 'self',
    onOpen: (id, seq) => opened.push([id, seq]),
    show: ({ id, title, body, silent, onClick, onClosed }) => {
      const dismiss = () => {
        if (!standing.includes(shown)) return
        standing = standing.filter(other => other !== shown)
        onClosed()
      }
      const shown: Shown = { id, title, body, silent, click: onClick, dismiss }
      standing = [...standing.filter(other => other.id !== id), shown]
      all.push(shown)
      // Some systems tell of its end also when we closed it.
      return { close: dismiss }
    },
    now: () => clock,
    setTimer: (call, ms) => {
      const timer = { at: clock + ms, call }
      timers.push(timer)
      return () => {
        timers = timers.filter(other => other !== timer)
      }
    },
  })
})

function pass(ms: number): void {
  const end = clock + ms
  for (;;) {
    const [due] = timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)
    if (due === undefined) break
    timers = timers.filter(timer => timer !== due)
    clock = due.at
    due.call()
  }
  clock = end
}

const people = {
  zhou: { id: 'zhou', name: '周野', latinName: 'Zhou Ye' },
  lin: { id: 'lin', name: '林舒', latinName: 'Lin Shu' },
  self: { id: 'self', name: '我', latinName: 'Me' },
  bot: { id: 'bot', name: '周野', latinName: '', bot: 'siren' },
}

function message(
  conversationId: string,
  text: string,
  more: { sender?: keyof typeof people; mentioned?: boolean; muted?: boolean; direct?: boolean; name?: string } = {},
): IncomingMessage {
  const sender = people[more.sender ?? 'zhou']
  const seq = nextSeq++
  return {
    message: {
      conversationId,
      seq,
      revision: seq,
      ordinal: seq,
      senderId: sender.id,
      clientId: null,
      sentAt: clock,
      content: { type: 'text', text, mentions: [] },
    },
    sender,
    conversation: {
      id: conversationId,
      kind: more.direct ? 'direct' : 'group',
      name: more.direct ? '' : (more.name ?? '上市发布群'),
      avatarPeople: more.direct ? [sender] : [people.zhou, people.lin],
      titlePeople: more.direct ? [sender] : [people.zhou, people.lin],
      morePeople: 0,
      muted: more.muted ?? false,
    },
    mentioned: more.mentioned ?? false,
    text,
  }
}

const words = () => standing.map(({ title, body }) => `${title} | ${body}`)

describe('what is notified', () => {
  test('a message of a group, of one person, and of a group without a name', () => {
    notifier.arrived([
      message('g', '定稿\n  好了'),
      message('d', '在吗', { direct: true }),
      message('u', 'hi', { name: '' }),
    ])
    expect(words()).toEqual(['上市发布群 | 周野：定稿 好了', '周野 | 在吗', '周野、林舒 | 周野：hi'])
    expect(standing.every(shown => !shown.silent)).toBe(true)
  })

  test('a bot is said to be one, whatever it is called', () => {
    notifier.arrived([message('g', '请点开', { sender: 'bot' })])
    expect(words()).toEqual(['上市发布群 | 周野（机器人）：请点开'])
    pass(60_000)
    language = 'en'
    notifier.arrived([message('h', 'open it', { sender: 'bot' })])
    expect(words()).toContain('上市发布群 | 周野 (bot): open it')
  })

  test('a message without words', () => {
    notifier.arrived([message('g', ''), message('d', ' \n', { direct: true })])
    expect(words()).toEqual(['上市发布群 | 周野：发来一条消息', '周野 | 发来一条消息'])
  })

  test('in the language of the user', () => {
    language = 'en'
    notifier.arrived([message('g', 'ready', { mentioned: true }), message('u', 'hi', { name: '' })])
    expect(words()).toEqual(['上市发布群 | [@you] Zhou Ye: ready', 'Zhou Ye, Lin Shu | Zhou Ye: hi'])
  })

  test('no message of the visible conversation, of the user, or that was recalled', () => {
    looking = 'g'
    const recalled = message('h', '')
    recalled.message.content = { type: 'recalled', byId: 'zhou' }
    notifier.arrived([message('g', 'a'), message('h', 'b', { sender: 'self' }), recalled])
    expect(all).toEqual([])
  })

  test('only mentions of a muted conversation', () => {
    notifier.arrived([message('g', 'a', { muted: true })])
    expect(all).toEqual([])
    notifier.arrived([message('g', '看这里', { muted: true, mentioned: true })])
    expect(words()).toEqual(['上市发布群 | [有人@我] 周野：看这里'])
  })

  test.each([{ notifications: false }, { doNotDisturb: true }])('nothing with %o', change => {
    settings = { ...settings, ...change }
    notifier.arrived([message('g', 'a', { mentioned: true })])
    expect(all).toEqual([])
    expect(timers).toEqual([])
  })

  test('neither sender nor text with notificationPrivacy', () => {
    settings = { ...settings, notificationPrivacy: true }
    notifier.arrived([message('g', '机密', { mentioned: true })])
    notifier.arrived([message('g', '机密'), message('d', '机密', { direct: true })])
    pass(10_000)
    expect(words()).toEqual(['连群 | 有一条新消息', '连群 | 2 条新消息'])
    expect(JSON.stringify(all)).not.toMatch(/机密|周野|上市/)
  })

  test('a long text is cut between characters', () => {
    const family = '👨‍👩‍👧'
    notifier.arrived([message('d', `${'字'.repeat(198)}${family.repeat(3)}`, { direct: true })])
    expect(standing[0]?.body).toBe(`${'字'.repeat(198)}${family}…`)
  })

  test('a text of another direction does not turn the words around it', () => {
    notifier.arrived([message('g', 'pay \u202e001'), message('h', 'שלום\u2069')])
    expect(standing.map(({ body }) => body)).toEqual(['周野：pay 001', '周野：\u2068שלום\u2069'])
  })
})

describe('bursts', () => {
  test('one notification per conversation, replaced silently and not too often', () => {
    notifier.arrived([message('g', 'a')])
    for (let i = 0; i < 20; i++) {
      pass(100)
      notifier.arrived([message('g', 'b')])
    }
    pass(10_000)
    expect(words()).toEqual(['上市发布群 | 周野：21 条新消息'])
    expect(all).toHaveLength(2)
    expect(all.map(shown => shown.silent)).toEqual([false, true])
    expect(timers).toEqual([])
  })

  test('several senders are represented by the last one', () => {
    notifier.arrived([message('g', 'a', { sender: 'lin' }), message('g', 'b', { mentioned: true }), message('g', 'c')])
    expect(words()).toEqual(['上市发布群 | [有人@我] 周野 等 3 条新消息'])
  })

  test('several messages in a direct conversation', () => {
    notifier.arrived([message('d', 'a', { direct: true }), message('d', 'b', { direct: true })])
    expect(words()).toEqual(['周野 | 2 条新消息'])
  })

  test('after a pause a new notification replaces the old one, with sound', () => {
    notifier.arrived([message('g', 'a')])
    pass(60_000)
    notifier.arrived([message('g', 'b')])
    expect(words()).toEqual(['上市发布群 | 周野：b'])
    expect(standing[0]?.silent).toBe(false)
  })

  test('another conversation does not wait for long', () => {
    notifier.arrived([message('g', 'a')])
    notifier.arrived([message('d', 'b', { direct: true })])
    expect(standing).toHaveLength(1)
    pass(1_000)
    expect(words()).toEqual(['上市发布群 | 周野：a', '周野 | b'])
  })

  test('more than four conversations become one summary, which opens the mention', () => {
    const list = ['a', 'b', 'c', 'd', 'e'].map(id => message(id, id, { mentioned: id === 'b' }))
    notifier.arrived(list.slice(0, 2))
    expect(standing).toHaveLength(2)
    pass(500)
    notifier.arrived(list.slice(2))
    pass(1_000)
    expect(words()).toEqual(['连群 | 5 个会话有 5 条新消息'])
    notifier.arrived([message('a', 'again')])
    pass(5_000)
    expect(words()).toEqual(['连群 | 5 个会话有 6 条新消息'])
    expect(standing[0]?.silent).toBe(true)
    standing[0]?.click()
    expect(opened).toEqual([['b', 2]])
    expect(standing).toEqual([])
  })

  test('messages of a dismissed summary are not counted again', () => {
    notifier.arrived(['a', 'b', 'c', 'd', 'e'].map(id => message(id, id)))
    standing[0]?.dismiss()
    pass(2_000)
    notifier.arrived([message('a', 'new')])
    expect(words()).toEqual(['上市发布群 | 周野：new'])
  })
})

describe('after it is shown', () => {
  test('a click opens its first message and removes the notification', () => {
    notifier.arrived([message('g', 'a'), message('g', 'b')])
    standing[0]?.click()
    expect(opened).toEqual([['g', 1]])
    expect(standing).toEqual([])
    pass(2_000)
    notifier.arrived([message('g', 'c')])
    expect(words()).toEqual(['上市发布群 | 周野：c'])
  })

  test('reading the conversation removes it, and pending updates', () => {
    notifier.arrived([message('g', 'a')])
    notifier.arrived([message('g', 'b'), message('d', 'c', { direct: true })])
    notifier.read('g')
    expect(standing).toEqual([])
    pass(10_000)
    expect(words()).toEqual(['周野 | c'])
    notifier.read('none')
  })

  test('messages of a dismissed notification are not counted again', () => {
    notifier.arrived([message('g', 'a')])
    standing[0]?.dismiss()
    pass(2_000)
    notifier.arrived([message('g', 'b')])
    expect(words()).toEqual(['上市发布群 | 周野：b'])
  })

  test('reading on another device removes it, when all its messages were read', () => {
    const [a, b] = [message('g', 'a'), message('g', 'b')]
    notifier.arrived([a])
    notifier.arrived([b])
    notifier.read('g', a.message.seq)
    expect(standing).toHaveLength(1)
    notifier.read('g', b.message.seq)
    expect(standing).toEqual([])
  })

  test('recalling a message removes its notification, or lowers the count of several', () => {
    const one = message('d', 'secret', { direct: true })
    const several = [message('g', 'a'), message('g', 'b'), message('g', 'c')]
    notifier.arrived([one, ...several])
    notifier.recalled('d', one.message.seq + 100)
    expect(words()).toEqual(['周野 | secret', '上市发布群 | 周野：3 条新消息'])
    notifier.recalled('d', one.message.seq)
    notifier.recalled('g', several[1]?.message.seq ?? 0)
    pass(10_000)
    expect(words()).toEqual(['上市发布群 | 周野：2 条新消息'])
  })

  test('when a missed message comes after a newer one, a click opens the earlier one', () => {
    const [early, late] = [message('g', 'early'), message('g', 'late')]
    notifier.arrived([late])
    notifier.arrived([early])
    pass(10_000)
    standing[0]?.click()
    expect(opened).toEqual([['g', early.message.seq]])
  })

  test('a missed message never replaces a newer one, however late it comes', () => {
    const [early, late] = [message('g', 'early'), message('g', 'late')]
    notifier.arrived([late])
    pass(20_000)
    notifier.arrived([early])
    pass(20_000)
    expect(words()).toEqual(['上市发布群 | 周野：2 条新消息'])
    notifier.read('g', early.message.seq)
    expect(words()).toHaveLength(1)
    notifier.read('g', late.message.seq)
    expect(words()).toEqual([])
  })

  test('signing out clears all', () => {
    notifier.arrived([message('g', 'a')])
    notifier.arrived([message('d', 'b', { direct: true })])
    notifier.clear()
    pass(10_000)
    expect(standing).toEqual([])
    expect(all).toHaveLength(1)
  })
})

describe('over all conversations', () => {
  const loud = () => all.filter(({ silent }) => !silent)
  /** Messages in one group after another, too far apart to be told together. */
  const busy = (count: number) => {
    for (let i = 0; i < count; i++) {
      notifier.arrived([message(`group-${i}`, 'x')])
      pass(4_000)
    }
  }

  test('a busy company shows a few notifications a minute, and tells the rest together', () => {
    busy(14)
    expect(loud()).toHaveLength(6)
    busy(61)
    expect(loud().length).toBeLessThanOrEqual(6 * 6)
    pass(60_000)
    expect(all.some(({ body }) => /个会话有 \d+ 条新消息/u.test(body))).toBe(true)
  })

  test('a mention and a direct message do not wait', () => {
    busy(10)
    const before = all.length
    notifier.arrived([message('me', '@你', { mentioned: true }), message('ann', '在吗', { direct: true })])
    pass(1_000)
    expect(all.slice(before).map(({ body }) => body)).toEqual(['[有人@我] 周野：@你', '在吗'])
  })

  test('after a quiet minute notifications appear at once again', () => {
    busy(6)
    pass(60_000)
    const before = loud().length
    notifier.arrived([message('later', 'x')])
    expect(loud()).toHaveLength(before + 1)
  })
})
