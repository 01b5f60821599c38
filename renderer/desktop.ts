import type {
  CallArgs,
  CallName,
  CallResult,
  Desktop,
  DesktopEvent,
  DesktopEventName,
} from '../preload/contract/index.ts'
import { strings } from './errors.strings.ts'
import { translator } from './i18n.ts'

declare global {
  interface Window {
    desktop: Desktop
  }
}

/** A call that main answered with an error. `code` is a protocol error name or one of `desktopErrors`. */
export class DesktopError extends Error {
  readonly code: string
  readonly field: string | undefined

  constructor(code: string, message: string, field?: string) {
    super(message)
    this.name = 'DesktopError'
    this.code = code
    this.field = field
  }
}

/** Calls main. Throws {@link DesktopError}. */
export async function call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallResult<N>> {
  const outcome = await window.desktop.call(name, args)
  if (outcome.ok) return outcome.value
  throw new DesktopError(outcome.error.code, outcome.error.message, outcome.error.field)
}

/** Listens to an event of main; returns the function that stops it. */
export function on<N extends DesktopEventName>(name: N, listener: (payload: DesktopEvent<N>) => void): () => void {
  return window.desktop.on(name, listener)
}

/** The key of an error in the catalogue. */
export function errorCode(error: unknown): keyof typeof strings.zh {
  const code = error instanceof DesktopError ? error.code : 'unknown'
  return Object.hasOwn(strings.zh, code) ? (code as keyof typeof strings.zh) : 'unknown'
}

/** The text of an error, in the user's language. */
export function errorText(error: unknown): string {
  return translator('errors')(errorCode(error))
}
