import type { IpcMainInvokeEvent } from 'electron'
import { ipcMain } from 'electron'
import {
  type CallArgs,
  type CallName,
  type CallOutcome,
  type CallResult,
  callChannel,
  calls,
} from '../../preload/contract.ts'
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

/** Binds the contract's one channel. Only the main frame of our own window is answered. */
export function bindCalls(
  handlers: CallHandlers,
  isOurs: (event: IpcMainInvokeEvent) => boolean,
  log: (message: string, detail?: Record<string, unknown>) => void,
): void {
  ipcMain.handle(callChannel, (event, name: unknown, args: unknown) => {
    if (!isOurs(event)) throw new Error('This page may not call the client.')
    return answer(handlers, name, args, log)
  })
}
