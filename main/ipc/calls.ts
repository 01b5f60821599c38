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
import { DesktopError, errorCode } from '../workspace/errors.ts'
import type { AnswerQueue } from './answer-queue.ts'

/** Handlers of exactly the calls of the contract. */
export type CallHandlers = { [N in CallName]: (args: CallArgs<N>) => Promise<CallResult<N>> | CallResult<N> }

/**
 * Answers one call: synchronously if its handler does, so that a later event cannot be sent before the answer.
 * Validates the arguments against the contract; an error becomes data.
 * @param name as received, not yet validated
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
    if (typeof name !== 'string') throw new DesktopError('bad_arguments', 'the name of a call must be a string')
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

/** A received call; only its `id` is validated. */
interface Incoming {
  id: number
  name: unknown
  args: unknown
}

/** The longest id of a document, which is a UUID. */
const maxDocumentChars = 64

/**
 * Reads the document id and the calls of a message.
 * @throws DesktopError `bad_arguments`: no document id, no list, too many calls, or ids that are missing or not unique
 */
export function readBatch(message: unknown): { document: string; calls: Incoming[] } {
  const document = documentOf(message)
  if (document === null) throw new DesktopError('bad_arguments', 'the document has no id')
  const list = listOf(message)
  if (list === null) throw new DesktopError('bad_arguments', 'calls must be a list')
  if (list.length > callsInBatch)
    throw new DesktopError('bad_arguments', `${list.length} calls in one message; at most ${callsInBatch} are allowed`)
  const ids = new Set<number>()
  // The list may be sparse; `map` would skip its holes.
  const incoming = Array.from(list, (call: Partial<Incoming> | null | undefined) => {
    const id = call?.id
    if (id === undefined || !Number.isSafeInteger(id)) throw new DesktopError('bad_arguments', 'a call has no id')
    if (ids.has(id)) throw new DesktopError('bad_arguments', `two calls have the id ${id}`)
    ids.add(id)
    return { id, name: call?.name, args: call?.args }
  })
  return { document, calls: incoming }
}

/** Answers calls on the contract's channel. All but the main frame of our window get only errors. */
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

/** Answers with an error the calls of a refused message, as far as they have valid ids. */
function refusals(message: unknown, error: unknown): CallAnswer[] {
  const text = error instanceof Error ? error.message : String(error)
  const ids = (listOf(message) ?? [])
    .slice(0, callsInBatch)
    .map((call: Partial<Incoming> | null | undefined) => call?.id)
  return [...new Set(ids)]
    .filter(id => id !== undefined && Number.isSafeInteger(id))
    .map(id => ({ id: id as number, outcome: { ok: false, error: { code: 'bad_arguments', message: text } } }))
}

function documentOf(message: unknown): string | null {
  const document = (message as { document?: unknown } | null | undefined)?.document
  return typeof document === 'string' && document !== '' && document.length <= maxDocumentChars ? document : null
}

function listOf(message: unknown): (Partial<Incoming> | null | undefined)[] | null {
  const list = (message as { calls?: unknown } | null | undefined)?.calls
  return Array.isArray(list) ? list : null
}
