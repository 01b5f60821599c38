import type { BridgeArgs, BridgeCallName, BridgeErrorCode, BridgeOutcome, BridgeResult } from './bridge/index.ts'

/** Calls of a page that may wait for their answers at a time. */
const mostWaiting = 60
/** The longest arguments, in characters of JSON: a full clipboard of characters that are escaped. */
const mostArgumentChars = 700_000
/** The longest name of a call, in characters. */
const mostNameChars = 100

type Send = (name: string, args: unknown) => Promise<unknown>

/**
 * Bounds what a page can make main hold: how many calls wait, and how large they are. Main checks them too, but only
 * when it has received them. Arguments are sent as JSON has them, so no buffers, maps or holes travel.
 */
export function boundedCalls(send: Send) {
  let waiting = 0
  return async <N extends BridgeCallName>(name: N, args: BridgeArgs<N>): Promise<BridgeOutcome<BridgeResult<N>>> => {
    if (typeof name !== 'string' || name.length > mostNameChars)
      return failed('unknown_call', 'the name of a call is a short string')
    if (waiting >= mostWaiting) return failed('failed', 'too many calls, wait a little')
    let json: string
    try {
      json = JSON.stringify(args ?? {}) ?? '{}'
    } catch (error) {
      return failed('bad_arguments', `${name}: ${String(error)}`)
    }
    if (json.length > mostArgumentChars) return failed('bad_arguments', `${name}: the arguments are too large`)
    waiting += 1
    try {
      return (await send(name, JSON.parse(json))) as BridgeOutcome<BridgeResult<N>>
    } finally {
      waiting -= 1
    }
  }
}

function failed(
  code: BridgeErrorCode,
  message: string,
): { ok: false; error: { code: BridgeErrorCode; message: string } } {
  return { ok: false, error: { code, message } }
}
