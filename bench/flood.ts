import type { World } from '../e2e/world.ts'
import { against, type Figure } from './report.ts'

/** Messages of a second, and those of one batch, which come at once. */
export interface Rate {
  perSecond: number
  batch: number
}

/** A text of a colleague, as the server takes it. */
export const said = (conversationId: string, text: string) => ({
  senderId: 'zhouye',
  conversationId,
  clientId: null,
  sentAt: Date.now(),
  content: { type: 'text' as const, text, mentions: [] },
})

/**
 * Sends messages into conversations by turns until it is stopped; what stops it returns the figure of how many arrived
 * a second, without a name.
 */
export function flood(world: World, ids: readonly string[], { perSecond, batch }: Rate) {
  let on = true
  let count = 0
  const start = performance.now()
  const sending = (async () => {
    while (on) {
      const part = Array.from({ length: batch }, (_, n) => ids[(count + n) % ids.length] ?? '')
      await world.server.domain.sendMessages(part.map((id, n) => said(id, `到货 ${count + n + 1}`)))
      count += batch
      const due = start + (count / perSecond) * 1_000
      await new Promise(resolve => setTimeout(resolve, Math.max(0, due - performance.now())))
    }
  })()
  return async (): Promise<Omit<Figure, 'name'>> => {
    on = false
    const ms = performance.now() - start
    await sending
    const value = count / (ms / 1_000)
    return { unit: '1/s', ...against(value, perSecond) }
  }
}
