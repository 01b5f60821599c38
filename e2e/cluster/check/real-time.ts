import type { History } from '../history.ts'
import { factsOf, type Violation } from './facts.ts'
import { describe } from './once.ts'
import { isOf, named } from './operations.ts'

const property = 'real time'

/** A change with the place that it took in its conversation. */
interface Append {
  says: string
  invokedAt: number
  /** Infinity: it was not acknowledged. */
  ackedAt: number
  place: number
}

/**
 * A send or an edit that was acknowledged before another was begun has the lower place in their conversation: appends
 * are linearizable.
 */
export function realTime(history: History): Violation[] {
  const found: Violation[] = []
  for (const [conversationId, appends] of appendsOf(history)) {
    const begun = appends.sort((a, b) => a.invokedAt - b.invokedAt)
    const acked = appends
      .filter(({ ackedAt }) => ackedAt !== Number.POSITIVE_INFINITY)
      .sort((a, b) => a.ackedAt - b.ackedAt)
    let next = 0
    let last: Append | undefined
    for (const append of begun) {
      for (let one = acked[next]; one && one.ackedAt < append.invokedAt; one = acked[++next]) {
        if (!last || one.place > last.place) last = one
      }
      if (last && last.place >= append.place)
        found.push({
          property,
          says: `${append.says} took place ${append.place} of ${conversationId}, although place ${last.place} had been acknowledged before it began: ${last.says}.`,
        })
    }
  }
  return found
}

function appendsOf(history: History): Map<string, Append[]> {
  const { sends, placeOf, operations } = factsOf(history)
  const byConversation = new Map<string, Append[]>()
  const add = (conversationId: string, append: Append) => {
    const list = byConversation.get(conversationId)
    if (list) list.push(append)
    else byConversation.set(conversationId, [append])
  }
  for (const send of sends) {
    const { conversationId, ack, attempts } = send
    const place = placeOf(send)
    const invokedAt = attempts[0]?.invokedAt
    if (place === undefined || invokedAt === undefined) continue
    add(conversationId, { says: describe(send), invokedAt, ackedAt: ack?.at ?? Number.POSITIVE_INFINITY, place })
  }
  // An edit that was asked for again is stored already: it stands where its first attempt came to.
  const edits = new Map<string, number>()
  for (const operation of operations.values()) {
    if (!isOf(operation, 'edit')) continue
    const { call, result, done, client } = operation
    const key = JSON.stringify([client, call])
    const invokedAt = edits.get(key) ?? operation.invokedAt
    edits.set(key, invokedAt)
    if (!result || !done) continue
    add(call.conversationId, { says: named(operation), invokedAt, ackedAt: done.at, place: result.revision })
  }
  return byConversation
}
