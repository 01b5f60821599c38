import type { ServerLimits } from '../options.ts'
import type { Lock } from '../storage/lock.ts'
import type { Store } from '../storage/sqlite/store.ts'
import type { AddressOf } from './gateway/address.ts'
import type { Hub } from './hub/hub.ts'
import type { Tokens } from './tokens.ts'
import type { Writer } from './writer.ts'

/** Runs one write transaction; its changes are published before anything else that needs one of `locks` runs. */
export type Write = <T>(
  locks: Lock | readonly Lock[],
  fn: (w: Writer) => Promise<T>,
  done?: (result: T) => void,
) => Promise<T>

/** What every feature works with. */
export interface Services {
  store: Store
  write: Write
  hub: Hub
  tokens: Tokens
  limits: ServerLimits
  addressOf: AddressOf
  /** Reports what went wrong when nobody can be answered with it. */
  failed: (error: unknown) => void
}
