import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import type { Translate } from '../../i18n.ts'

export type Standing = 'off' | 'connected' | 'posted' | 'idle'

type Stands = Pick<ManagedBotItem, 'enabled' | 'connected' | 'webhook' | 'waiting' | 'dead'>

/** How a bot hears what happens now. */
export function standingOf({
  enabled,
  connected,
  webhook,
}: Pick<Stands, 'enabled' | 'connected' | 'webhook'>): Standing {
  if (!enabled) return 'off'
  if (connected) return 'connected'
  return webhook === null ? 'idle' : 'posted'
}

/** The same in a line, with what it has not heard: what was given up first, for that goes by itself no more. */
export function lineOf(bot: Stands, t: Translate<'ownBots'>): string {
  const state = t(standingOf(bot))
  if (bot.dead > 0) return t('line', { state, events: t('deadCount', { count: bot.dead }) })
  if (bot.waiting > 0) return t('line', { state, events: t('waitingCount', { count: bot.waiting }) })
  return state
}
