import { type Clock, systemClock } from './clock.ts'
import type { BotSettings } from './companion.ts'

/** The settings of a bot that does things at times. */
export interface TimedSettings extends BotSettings {
  /** In place of the system's, in tests. */
  clock?: Clock
  /** The time zone where nothing else says one; without it that of the machine. */
  zone?: string
}

/** What is used of the settings, with what stands for those that are left out. */
export function timed({ clock = systemClock, zone, failed, ...rest }: TimedSettings) {
  return {
    ...rest,
    clock,
    zone: zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    failed: failed ?? ((error: unknown) => console.error(error)),
  }
}
