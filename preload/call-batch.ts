import type { AnswerBatch, CallArgs, CallBatch, CallName, CallOutcome, CallRequest } from './contract/index.ts'

export interface CallBatchOptions {
  /** Takes the calls of one tick, at most `limit` at a time. Throws when something in them cannot be cloned. */
  send: (batch: CallBatch) => void
  limit: number
  /** Names this document for as long as it lives; no other document has the same name. */
  document: string
}

/** Lets calls that are made in one tick travel as one message. */
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
        // One of them cannot be cloned: it fails by itself, and the others go.
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
    /** Ends the calls that main answered. Answers to the document that stood here before end nothing. */
    receive(batch: AnswerBatch): void {
      if (batch.document !== document) return
      for (const { id, outcome } of batch.answers) settle(id, outcome)
    },
  }
}
