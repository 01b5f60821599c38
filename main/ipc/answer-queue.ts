import type { WebFrameMain } from 'electron'
import {
  type AnswerBatch,
  answerChannel,
  type CallAnswer,
  type CallName,
  type CallOutcome,
} from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'

type Frame = Pick<WebFrameMain, 'isDestroyed' | 'postMessage'>

/** Answers on their way to pages: those of one turn of the event loop travel as one message. */
export interface AnswerQueue {
  /** `document` is the name of the document that called: it takes no answer of another one. */
  push(frame: Frame, document: string, answers: readonly CallAnswer[]): void
  /** Sends what waits, so that nothing that is sent after this overtakes it. */
  flush(): void
}

/** An empty queue. A frame that is gone gets nothing; an answer that cannot be cloned fails alone, as `internal`. */
export function createAnswerQueue(log: Log): AnswerQueue {
  let outgoing: (AnswerBatch & { frame: Frame })[] = []
  let scheduled = false

  const flush = (): void => {
    const batches = outgoing
    outgoing = []
    for (const { frame, ...batch } of batches) if (!frame.isDestroyed()) deliver(frame, batch, log)
  }

  return {
    push(frame, document, answers) {
      if (!scheduled) {
        scheduled = true
        setImmediate(() => {
          scheduled = false
          flush()
        })
      }
      const queued = outgoing.find(batch => batch.frame === frame && batch.document === document)
      if (queued) queued.answers.push(...answers)
      else outgoing.push({ frame, document, answers: [...answers] })
    },
    flush,
  }
}

/** `postMessage` goes the same way as `send`, but throws what `send` only writes to the terminal. */
function deliver(frame: Frame, batch: AnswerBatch, log: Log): void {
  try {
    frame.postMessage(answerChannel, batch)
  } catch {
    for (const answer of batch.answers) deliverAlone(frame, batch.document, answer, log)
  }
}

function deliverAlone(frame: Frame, document: string, answer: CallAnswer, log: Log): void {
  try {
    frame.postMessage(answerChannel, { document, answers: [answer] })
  } catch (error) {
    log('an answer could not be sent', { error: String(error) })
    const outcome: CallOutcome<CallName> = { ok: false, error: { code: 'internal', message: String(error) } }
    try {
      frame.postMessage(answerChannel, { document, answers: [{ id: answer.id, outcome }] })
    } catch {
      // The frame itself takes nothing: it is being replaced, and the calls of its document end with it.
    }
  }
}
