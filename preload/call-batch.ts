import type { CallAnswer, CallArgs, CallName, CallOutcome, CallRequest } from './contract/index.ts'

/**
 * Lets calls that are made in one tick travel as one message.
 * @param send takes the calls of one tick, at most `limit` at a time
 */
export function createCallBatch(send: (batch: CallRequest[]) => void, limit: number) {
  const pending = new Map<number, (outcome: CallOutcome<CallName>) => void>()
  let outgoing: CallRequest[] = []
  let lastId = 0

  const flush = (): void => {
    const batch = outgoing
    outgoing = []
    for (let at = 0; at < batch.length; at += limit) send(batch.slice(at, at + limit))
  }

  return {
    call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallOutcome<N>> {
      lastId += 1
      const id = lastId
      if (outgoing.length === 0) queueMicrotask(flush)
      outgoing.push({ id, name, args })
      return new Promise(resolve => {
        pending.set(id, outcome => resolve(outcome as CallOutcome<N>))
      })
    },
    /** Ends the calls that main answered. */
    receive(answers: readonly CallAnswer[]): void {
      for (const { id, outcome } of answers) {
        pending.get(id)?.(outcome)
        pending.delete(id)
      }
    },
  }
}
