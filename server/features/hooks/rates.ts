import type { HookDialect } from '@lianqun/protocol'
import type { Rate } from './windows.ts'

const minuteMs = 60_000

/** How much is taken of one hook, as the vendors take it. */
export const rates: Record<HookDialect, Rate[]> = {
  any: [{ most: 120, withinMs: minuteMs }],
  wecom: [{ most: 20, withinMs: minuteMs }],
  dingtalk: [{ most: 20, withinMs: minuteMs, blockMs: 10 * minuteMs }],
  feishu: [
    { most: 5, withinMs: 1_000 },
    { most: 100, withinMs: minuteMs },
  ],
  slack: [{ most: 60, withinMs: minuteMs }],
  teams: [{ most: 4, withinMs: 1_000 }],
  mattermost: [{ most: 120, withinMs: minuteMs }],
  rocketchat: [{ most: 120, withinMs: minuteMs }],
}
