import type { PersonName } from '../../preload/contract/index.ts'
import type { CacheChange, CacheError } from './core/types.ts'
import type { CacheReads, CacheWrites } from './features.ts'

export { clockOffsetKey } from './core/meta.ts'
export * from './core/types.ts'

/** The database as the worker thread implements it: synchronous. */
export interface CacheDatabase extends CacheWrites, CacheReads {
  /** Sets the user that the cache belongs to. */
  setSelf(userId: string): void
  self(): PersonName | null
  close(): void
}

type Async<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never }

/** The cache as main uses it: the same calls, answered by the worker thread in the order of the calls. */
export interface Cache extends Async<Omit<CacheDatabase, 'close'>> {
  /** Called after each commit that changed something, in commit order, before the call that caused it resolves. */
  onChange(listener: (change: CacheChange) => void): () => void
  /** Called once, when the worker died or a call failed with `full`, `corrupt` or `io`: close the cache then. */
  onFailure(listener: (failure: CacheError) => void): () => void
  close(): Promise<void>
}
