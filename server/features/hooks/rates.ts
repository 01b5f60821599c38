import type { HookDialect } from '@lianqun/protocol'
import type { Rate } from './windows.ts'

const minuteMs = 60_000

/** What a hook is asked through: the address of a dialect, or one of the two besides that WeCom has. */
export type Door = HookDialect | 'upload' | 'token'

/** How much is taken of one hook at each of its addresses, as the vendors take it. */
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

/** The same of files and of tokens. */
export const doorRates: Record<Door, Rate[]> = {
  ...rates,
  upload: [{ most: 20, withinMs: minuteMs }],
  token: [{ most: 20, withinMs: minuteMs }],
}

/** How much is taken of one hook at all of its addresses together: whoever has its key has every one of them. */
export const sumRate: Rate = { most: 120, withinMs: minuteMs }

/**
 * How many buttons of the cards of one hook call other systems, and how many calls are under way: of it, of one person,
 * and of all.
 */
export const callRate: Rate = { most: 60, withinMs: minuteMs }
export const callsAtOnce = { hook: 8, person: 6, all: 64 } as const
