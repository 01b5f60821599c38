import { conversationScope } from '@lianqun/protocol'
import type { History } from '../history.ts'
import { factsOf, type Send, type Truth, type Violation } from './facts.ts'
import { isOf, mayHaveHappened, named } from './operations.ts'

const property = 'once'

/**
 * What was acknowledged is in the end state exactly once, where its acknowledgement says and as it was sent; what may
 * have been stored at most once; what was refused, or never sent, not at all.
 */
export function once(history: History): Violation[] {
  const { sends, truths, operations } = factsOf(history)
  const found: Violation[] = []
  const say = (says: string) => found.push({ property, says })

  const places = new Map<string, { truth: Truth; seq: number }[]>()
  for (const truth of truths.values()) {
    for (const row of truth.rows) {
      if (row.entity !== 'message' || row.clientId === null) continue
      const key = `${row.senderId} ${row.clientId}`
      const list = places.get(key)
      if (list) list.push({ truth, seq: row.seq })
      else places.set(key, [{ truth, seq: row.seq }])
    }
  }
  const texts = new Map<string, Set<string>>()
  for (const operation of operations.values()) {
    if (!isOf(operation, 'edit') || !mayHaveHappened(operation)) continue
    const { conversationId, seq, text } = operation.call
    const key = `${conversationId} ${seq}`
    texts.set(key, (texts.get(key) ?? new Set()).add(text))
  }

  const sent = new Set<string>()
  for (const send of sends) {
    const key = `${send.user} ${send.clientId}`
    sent.add(key)
    checkSend(send, places.get(key) ?? [], truths, say)
    const [place] = places.get(key) ?? []
    const row = place?.truth.bySeq.get(place.seq)
    if (
      row &&
      !row.recalled &&
      row.text !== send.text &&
      !texts.get(`${send.conversationId} ${row.seq}`)?.has(row.text)
    )
      say(
        `Message ${row.seq} of ${send.conversationId} (line ${place?.truth.line}) says “${row.text}”, which ${describe(send)} never said.`,
      )
  }
  for (const [key, [place]] of places) {
    if (!sent.has(key) && place)
      say(`Message ${place.seq} of ${place.truth.scope} (line ${place.truth.line}) has an id that nobody sent: ${key}.`)
  }
  return found
}

function checkSend(
  send: Send,
  places: { truth: Truth; seq: number }[],
  truths: ReadonlyMap<string, Truth>,
  say: (says: string) => void,
): void {
  const { conversationId, ack } = send
  const list = places.map(({ truth, seq }) => `${seq} of ${truth.scope} (line ${truth.line})`).join(', ')
  if (places.length > 1) say(`${describe(send)} is there ${places.length} times: at ${list}.`)
  if (send.refused && places.length > 0) say(`${describe(send)} was refused, and yet it is at ${list}.`)
  for (const { truth } of places) {
    if (truth.scope !== conversationScope(conversationId))
      say(`${describe(send)} is in another conversation: at ${list}.`)
  }
  for (const { result, done } of send.attempts) {
    if (result && result.seq !== ack?.seq)
      say(
        `${describe(send)} was acknowledged at ${ack?.seq} (line ${ack?.line}) and at ${result.seq} (line ${done?.line}).`,
      )
  }
  if (ack === null) return
  const truth = truths.get(conversationScope(conversationId))
  if (!truth)
    say(`${describe(send)} was acknowledged (line ${ack.line}), and nobody read that conversation at the end.`)
  else if (places.length === 0 && ack.seq >= truth.visibleFrom)
    say(`${describe(send)} was acknowledged at ${ack.seq} (line ${ack.line}), and is lost (line ${truth.line}).`)
  else if (places.length === 1 && places[0]?.seq !== ack.seq)
    say(`${describe(send)} was acknowledged at ${ack.seq} (line ${ack.line}), and is at ${list}.`)
}

/** A send in a sentence. */
export function describe({ clientId, conversationId, attempts }: Send): string {
  const [first] = attempts
  return `Send ${clientId} into ${conversationId}${first ? `, ${named(first)}` : ''}`
}
