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

/** Listens to an event of main; returns the function that ends it. */
export function on<N extends DesktopEventName>(name: N, listener: (payload: DesktopEvent<N>) => void): () => void {
  return window.desktop.on(name, listener)
}

/** The catalogue's key for what went wrong. */
export function errorCode(error: unknown): keyof typeof strings.zh {
  const code = error instanceof DesktopError ? error.code : 'unknown'
  return Object.hasOwn(strings.zh, code) ? (code as keyof typeof strings.zh) : 'unknown'
}

/** A sentence that says what happened and what to do, in the person's language. */
export function errorText(error: unknown): string {
  return translator('errors')(errorCode(error))
}
