import type { IpcMainEvent, WebFrameMain } from 'electron'
import { ipcMain } from 'electron'
import {
  answerChannel,
  type CallAnswer,
  type CallArgs,
  type CallName,
  type CallOutcome,
  type CallResult,
  callChannel,
  calls,
  callsInBatch,
} from '../../preload/contract/index.ts'
import { errorCode } from '../workspace/account.ts'
import { DesktopError } from '../workspace/errors.ts'

/** What main implements: every call of the contract, no more and no less. */
export type CallHandlers = { [N in CallName]: (args: CallArgs<N>) => Promise<CallResult<N>> | CallResult<N> }

/**
 * Answers one call. Arguments are checked against the contract; an error becomes data.
 * @param name as it came, to be distrusted
 */
export async function answer(
  handlers: CallHandlers,
  name: unknown,
  args: unknown,
  log: (message: string, detail?: Record<string, unknown>) => void,
): Promise<CallOutcome<CallName>> {
  try {
    if (typeof name !== 'string' || !Object.hasOwn(calls, name))
      throw new DesktopError('bad_arguments', `there is no call ${String(name)}`)
    const call = name as CallName
    const parsed = calls[call].args.safeParse(args)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new DesktopError('bad_arguments', `${call}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
    }
    const handler = handlers[call] as (args: unknown) => unknown
    return { ok: true, value: (await handler(parsed.data)) as CallResult<CallName> }
  } catch (error) {
    const { code, field } = errorCode(error)
    if (code === 'internal' || code === 'cache_failed' || code === 'bad_arguments')
      log('a call failed', { name: String(name), error: String(error) })
    return {
      ok: false,
      error: {
        code,
        message: error instanceof Error ? error.message : String(error),
        ...(field === undefined ? {} : { field }),
      },
    }
  }
}

/** A call as it came: only its `id` is known to be what it should. */
interface Incoming {
  id: number
  name: unknown
  args: unknown
}

/**
 * The calls of one message.
 * @throws DesktopError `bad_arguments`: no list, too long, or calls whose answers could not be told apart
 */
export function readBatch(batch: unknown): Incoming[] {
  if (!Array.isArray(batch)) throw new DesktopError('bad_arguments', 'calls come as a list')
  if (batch.length > callsInBatch)
    throw new DesktopError('bad_arguments', `${batch.length} calls at once; at most ${callsInBatch} may be`)
  const ids = new Set<number>()
  return batch.map((call: Partial<Incoming> | null | undefined) => {
    const id = call?.id
    if (id === undefined || !Number.isSafeInteger(id)) throw new DesktopError('bad_arguments', 'a call has no id')
    if (ids.has(id)) throw new DesktopError('bad_arguments', `two calls have the id ${id}`)
    ids.add(id)
    return { id, name: call?.name, args: call?.args }
  })
}

/** Collects answers, and sends those of one tick to a frame as one message. A frame that is gone gets none. */
function createAnswers(
  log: (message: string, detail?: Record<string, unknown>) => void,
): (frame: WebFrameMain, answers: readonly CallAnswer[]) => void {
  const outgoing = new Map<WebFrameMain, CallAnswer[]>()
  const flush = (): void => {
    const frames = [...outgoing]
    outgoing.clear()
    for (const [frame, answers] of frames) {
      if (frame.isDestroyed()) continue
      try {
        frame.send(answerChannel, answers)
      } catch (error) {
        // A frame that is being replaced must not keep the others from their answers.
        log('answers did not reach the page', { error: String(error) })
      }
    }
  }
  return (frame, answers) => {
    if (outgoing.size === 0) setImmediate(flush)
    const queued = outgoing.get(frame)
    if (queued) queued.push(...answers)
    else outgoing.set(frame, [...answers])
  }
}

/** Answers calls on the contract's channel. Only the main frame of our own window is answered. */
export function bindCalls(
  handlers: CallHandlers,
  isOurs: (event: IpcMainEvent) => boolean,
  log: (message: string, detail?: Record<string, unknown>) => void,
): void {
  const send = createAnswers(log)
  ipcMain.on(callChannel, (event, batch: unknown) => {
    const frame = event.senderFrame
    if (frame === null) return
    if (!isOurs(event)) {
      log('a page that may not call the client did')
      return
    }
    let incoming: Incoming[]
    try {
      incoming = readBatch(batch)
    } catch (error) {
      log('calls were refused', { error: String(error) })
      send(frame, refusals(batch, error))
      return
    }
    for (const { id, name, args } of incoming)
      void answer(handlers, name, args, log).then(outcome => send(frame, [{ id, outcome }]))
  })
}

/** What the calls of a refused message are told, as far as they can be told apart. */
function refusals(batch: unknown, error: unknown): CallAnswer[] {
  if (!Array.isArray(batch)) return []
  const ids = new Set(batch.slice(0, callsInBatch).map((call: Partial<Incoming> | null | undefined) => call?.id))
  const message = error instanceof Error ? error.message : String(error)
  return [...ids]
    .filter(id => id !== undefined && Number.isSafeInteger(id))
    .map(id => ({ id: id as number, outcome: { ok: false, error: { code: 'bad_arguments', message } } }))
}
