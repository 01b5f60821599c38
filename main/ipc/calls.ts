import type { IpcMainEvent } from 'electron'
import { ipcMain } from 'electron'
import {
  type CallAnswer,
  type CallArgs,
  type CallName,
  type CallOutcome,
  type CallResult,
  callChannel,
  calls,
  callsInBatch,
} from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import { errorCode } from '../workspace/account.ts'
import { DesktopError } from '../workspace/errors.ts'
import type { AnswerQueue } from './answer-queue.ts'

/** What main implements: every call of the contract, no more and no less. */
export type CallHandlers = { [N in CallName]: (args: CallArgs<N>) => Promise<CallResult<N>> | CallResult<N> }

/**
 * Answers one call: at once where its handler does, so that no event which comes later is sent before the answer.
 * Arguments are checked against the contract; an error becomes data.
 * @param name as it came, to be distrusted
 */
export function answer(
  handlers: CallHandlers,
  name: unknown,
  args: unknown,
  log: Log,
): CallOutcome<CallName> | Promise<CallOutcome<CallName>> {
  const succeeded = (value: CallResult<CallName>): CallOutcome<CallName> => ({ ok: true, value })
  const failed = (error: unknown): CallOutcome<CallName> => {
    const { code, field } = errorCode(error)
    if (code === 'internal' || code === 'cache_failed' || code === 'bad_arguments')
      log('a call failed', { name: typeof name === 'string' ? name : typeof name, error: String(error) })
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, error: { code, message, ...(field === undefined ? {} : { field }) } }
  }
  try {
    if (typeof name !== 'string') throw new DesktopError('bad_arguments', 'the name of a call is a text')
    if (!Object.hasOwn(calls, name)) throw new DesktopError('bad_arguments', `there is no call ${name}`)
    const call = name as CallName
    const parsed = calls[call].args.safeParse(args)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new DesktopError('bad_arguments', `${call}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
    }
    const handler = handlers[call] as (args: unknown) => CallResult<CallName> | Promise<CallResult<CallName>>
    const value = handler(parsed.data)
    return value instanceof Promise ? value.then(succeeded, failed) : succeeded(value)
  } catch (error) {
    return failed(error)
  }
}

/** A call as it came: only its `id` is known to be what it should. */
interface Incoming {
  id: number
  name: unknown
  args: unknown
}

/** A document's name is a UUID; what is longer is none. */
const longestName = 64

/**
 * The document that sent a message, and its calls.
 * @throws DesktopError `bad_arguments`: no document, no list, too long, or calls whose answers could not be told apart
 */
export function readBatch(message: unknown): { document: string; calls: Incoming[] } {
  const document = documentOf(message)
  if (document === null) throw new DesktopError('bad_arguments', 'the document has no name')
  const list = listOf(message)
  if (list === null) throw new DesktopError('bad_arguments', 'calls come as a list')
  if (list.length > callsInBatch)
    throw new DesktopError('bad_arguments', `${list.length} calls at once; at most ${callsInBatch} may be`)
  const ids = new Set<number>()
  // A list may have holes, which `map` would pass over.
  const incoming = Array.from(list, (call: Partial<Incoming> | null | undefined) => {
    const id = call?.id
    if (id === undefined || !Number.isSafeInteger(id)) throw new DesktopError('bad_arguments', 'a call has no id')
    if (ids.has(id)) throw new DesktopError('bad_arguments', `two calls have the id ${id}`)
    ids.add(id)
    return { id, name: call?.name, args: call?.args }
  })
  return { document, calls: incoming }
}

/** Answers calls on the contract's channel. Only the main frame of our own window gets more than refusals. */
export function bindCalls(options: {
  handlers: CallHandlers
  isOurs: (event: IpcMainEvent) => boolean
  answers: AnswerQueue
  log: Log
}): void {
  const { handlers, isOurs, answers, log } = options
  ipcMain.on(callChannel, (event, message: unknown) => {
    const frame = event.senderFrame
    if (frame === null) return
    const refuse = (error: unknown): void => {
      log('calls were refused', { error: String(error) })
      const document = documentOf(message)
      if (document !== null) answers.push(frame, document, refusals(message, error))
    }
    if (!isOurs(event)) {
      refuse(new DesktopError('bad_arguments', 'this page may not call the client'))
      return
    }
    let batch: ReturnType<typeof readBatch>
    try {
      batch = readBatch(message)
    } catch (error) {
      refuse(error)
      return
    }
    const { document } = batch
    for (const { id, name, args } of batch.calls) {
      const outcome = answer(handlers, name, args, log)
      if (outcome instanceof Promise)
        void outcome.then(later => answers.push(frame, document, [{ id, outcome: later }]))
      else answers.push(frame, document, [{ id, outcome }])
    }
  })
}

/** The answers to a message that is refused whole, as far as its calls can be told apart. */
function refusals(message: unknown, error: unknown): CallAnswer[] {
  const words = error instanceof Error ? error.message : String(error)
  const ids = (listOf(message) ?? [])
    .slice(0, callsInBatch)
    .map((call: Partial<Incoming> | null | undefined) => call?.id)
  return [...new Set(ids)]
    .filter(id => id !== undefined && Number.isSafeInteger(id))
    .map(id => ({ id: id as number, outcome: { ok: false, error: { code: 'bad_arguments', message: words } } }))
}

function documentOf(message: unknown): string | null {
  const document = (message as { document?: unknown } | null | undefined)?.document
  return typeof document === 'string' && document !== '' && document.length <= longestName ? document : null
}

function listOf(message: unknown): (Partial<Incoming> | null | undefined)[] | null {
  const list = (message as { calls?: unknown } | null | undefined)?.calls
  return Array.isArray(list) ? list : null
}
