import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { IncomingMessage } from '../main/cache/api.ts'
import { Notifier } from '../main/shell/notifications.ts'
import { defaultSettings } from '../main/shell/settings.ts'
import { groupIdOf } from '../server/demo/ids.ts'
import { larkfield } from '../server/demo/larkfield/index.ts'
import { type Line, linesToCome, nextScene } from '../server/demo/narrator.ts'
import { qingyu } from '../server/demo/qingyu/index.ts'
import { storyDay } from '../server/demo/story.ts'
import type { DemoCompany } from '../server/demo/types.ts'

/* A fresh demo is calm, whenever it is started: its story through the real notifier, over simulated minutes. */

const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** What the demo says in the minutes after a fresh start, when nobody writes. */
function said(company: DemoCompany, start: number, minutes: number): Line[] {
  const lines = linesToCome(company, storyDay(start), start)
  const end = start + minutes * minute
  for (let now = start; now < end; ) {
    const scene = nextScene(company, now)
    lines.push(...scene)
    now = scene.at(-1)?.at ?? end
  }
  return lines.filter(({ at }) => at < end).sort((a, b) => a.at - b.at)
}

function incoming({ people, groups, account }: DemoCompany, line: Line, seq: number): IncomingMessage | null {
  const group = groups.find(({ key }) => groupIdOf(key) === line.conversationId)
  const sender = people.find(({ key }) => key === line.from)
  if (group === undefined || sender === undefined) throw new Error(`nobody says "${line.text}"`)
  if (!group.members.includes(account) || line.from === account) return null
  return {
    message: {
      conversationId: line.conversationId,
      seq,
      revision: seq,
      ordinal: seq,
      senderId: sender.key,
      clientId: line.clientId,
      sentAt: line.at,
      content: { type: 'text', text: line.text, mentions: [] },
    },
    sender: { id: sender.key, name: sender.name, latinName: sender.latinName },
    conversation: {
      id: line.conversationId,
      kind: 'group',
      name: group.name,
      avatarPeople: [],
      titlePeople: [],
      morePeople: 0,
      muted: group.muted ?? false,
    },
    mentioned: line.text.includes(`@{${account}}`) || line.text.includes('@{all}'),
    text: line.text,
  }
}

/** How many notifications appear in each minute, updates of a shown one included. */
function notificationsOf(company: DemoCompany, start: number, minutes: number): number[] {
  vi.setSystemTime(start)
  const counts = Array.from({ length: minutes }, () => 0)
  const notifier = new Notifier({
    settings: () => defaultSettings,
    language: () => company.language,
    isLooking: () => false,
    onOpen: () => {},
    show: () => {
      const index = Math.floor((Date.now() - start) / minute)
      counts[index] = (counts[index] ?? 0) + 1
      return { close: () => {} }
    },
  })
  for (const [seq, line] of said(company, start, minutes).entries()) {
    vi.advanceTimersByTime(line.at - Date.now())
    const message = incoming(company, line, seq + 1)
    if (message !== null) notifier.arrived([message])
  }
  vi.advanceTimersByTime(start + minutes * minute - 1 - Date.now())
  notifier.clear()
  return counts
}

test.each([qingyu, larkfield])('a fresh demo notifies of a few messages in ten minutes, at any hour', company => {
  // A Tuesday and a Saturday, each hour at an odd minute.
  for (const day of [9, 13]) {
    for (let hour = 0; hour < 24; hour++) {
      const start = new Date(2026, 5, day, hour, 7).getTime()
      const counts = notificationsOf(company, start, 10)
      const total = counts.reduce((sum, count) => sum + count, 0)
      expect(Math.max(...counts), `within a minute: ${day} June, ${hour}:07`).toBeLessThanOrEqual(6)
      expect(total, `within ten minutes: ${day} June, ${hour}:07`).toBeLessThanOrEqual(18)
    }
  }
})
