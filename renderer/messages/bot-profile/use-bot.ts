import type { BotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useOnline } from '../../stores/session.ts'
import { type Query, useQuery } from '../../ui/index.ts'

/**
 * A bot that the user may speak with, or that is in a conversation; null: neither, or it speaks for a webhook. Without an
 * id nothing is asked.
 */
export function useBot(botId: string | undefined, conversationId: string | undefined): Query<BotItem | null> {
  const online = useOnline()
  const key = botId !== undefined && online ? `bot:${botId}/${conversationId ?? ''}` : null
  return useQuery(key, async () => {
    if (botId === undefined) return null
    const { bot } = await call('bots.find', { botId, ...(conversationId !== undefined && { id: conversationId }) })
    return bot
  })
}
