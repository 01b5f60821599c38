import { expect, test } from 'vitest'
import { titleOf } from './window-title.ts'

test.each([
  [0, '周野', '周野 · 连群'],
  [3, '周野', '(3) 周野 · 连群'],
  [4_000, '消息', '(99+) 消息 · 连群'],
] as const)('%d unread in %s', (unread, place, title) => expect(titleOf(unread, place, '连群')).toBe(title))
