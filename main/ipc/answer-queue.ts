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

/** Sends answers to pages, those of one turn of the event loop as one message. */
export interface AnswerQueue {
  /** `document` is the id of the calling document, which ignores answers to other documents. */
  push(frame: Frame, document: string, answers: readonly CallAnswer[]): void
  /** Sends the queued answers now, so that later messages do not overtake them. */
  flush(): void
}

/** Creates a queue. A destroyed frame gets nothing; an answer that cannot be cloned becomes the error `internal`. */
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

/** Uses `postMessage`, which throws errors that `send` only prints to the terminal. */
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
      // The frame accepts no messages: it is being replaced, and its document no longer waits for answers.
    }
  }
}
