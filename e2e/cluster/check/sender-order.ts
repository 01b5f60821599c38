import type { History } from '../history.ts'
import { factsOf, type Send, type Violation } from './facts.ts'
import { describe } from './once.ts'

const property = 'sender order'

/**
 * What one device sends into a conversation stands there in the order in which it was first sent, also where the next
 * was sent before the answer to the one before. One that the server asked to send again may come later.
 */
export function senderOrder(history: History): Violation[] {
  const { sends, placeOf } = factsOf(history)
  const found: Violation[] = []
  const last = new Map<string, { send: Send; place: number }>()
  for (const send of sends) {
    const { client, conversationId } = send
    const place = placeOf(send)
    if (place === undefined || send.attempts.some(({ done }) => done?.kind === 'unknown' && done.answered)) continue
    const lane = `${client} ${conversationId}`
    const before = last.get(lane)
    if (before && before.place >= place)
      found.push({
        property,
        says: `${describe(send)} stands at ${place}, before ${describe(before.send)} at ${before.place}, which the same device sent first.`,
      })
    else last.set(lane, { send, place })
  }
  return found
}
