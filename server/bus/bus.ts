import type { ChangeSet } from '../core/change-set.ts'

/** Carries the changes of a commit to the code that serves clients. */
export interface Bus {
  /** The committing code calls this while it still holds its locks, so that changes arrive in order. */
  publish(changes: ChangeSet): void
}
