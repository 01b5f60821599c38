import type { PersonName } from '../../preload/contract/index.ts'
import type { CacheChange, CacheError } from './core/types.ts'
import type { CacheReads, CacheWrites } from './features.ts'

export * from './core/types.ts'

/** The database as the worker implements it: synchronous, one thread. */
export interface CacheDatabase extends CacheWrites, CacheReads {
  /** Says whose cache it is. */
  setSelf(userId: string): void
  self(): PersonName | null
  close(): void
}

type Async<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never }

/** The cache as main sees it: the same calls, answered by the worker thread in the order they were made. */
export interface Cache extends Async<Omit<CacheDatabase, 'close'>> {
  /** Called after each commit that changed something, in commit order, before the call that made it resolves. */
  onChange(listener: (change: CacheChange) => void): () => void
  /** Called once, when the worker died or the file failed a call (`full`, `corrupt`, `io`): the cache is to be closed. */
  onFailure(listener: (failure: CacheError) => void): () => void
  close(): Promise<void>
}
