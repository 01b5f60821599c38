import type { AnswerBatch, CallArgs, CallBatch, CallName, CallOutcome, CallRequest } from './contract/index.ts'

export interface CallBatchOptions {
  /** Sends calls of one tick, at most `limit` at a time. Throws when an argument cannot be cloned. */
  send: (batch: CallBatch) => void
  limit: number
  /** Unique id of this document. */
  document: string
}

/** Sends calls that are made in one tick as one message. */
export function createCallBatch({ send, limit, document }: CallBatchOptions) {
  const pending = new Map<number, (outcome: CallOutcome<CallName>) => void>()
  let outgoing: CallRequest[] = []
  let lastId = 0

  const settle = (id: number, outcome: CallOutcome<CallName>): void => {
    pending.get(id)?.(outcome)
    pending.delete(id)
  }

  const sendAlone = (call: CallRequest): void => {
    try {
      send({ document, calls: [call] })
    } catch (error) {
      settle(call.id, { ok: false, error: { code: 'bad_arguments', message: String(error) } })
    }
  }

  const flush = (): void => {
    const waiting = outgoing
    outgoing = []
    for (let at = 0; at < waiting.length; at += limit) {
      const calls = waiting.slice(at, at + limit)
      try {
        send({ document, calls })
      } catch {
        // One of them cannot be cloned: sent singly, only that one fails.
        for (const call of calls) sendAlone(call)
      }
    }
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
    /** Settles the calls that main answered. Answers to a previous document of the frame are ignored. */
    receive(batch: AnswerBatch): void {
      if (batch.document !== document) return
      for (const { id, outcome } of batch.answers) settle(id, outcome)
    },
  }
}
