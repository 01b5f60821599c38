import type { ChangeSet } from '../core/change-set.ts'

/** Carries what a commit changed to whoever serves clients. */
export interface Bus {
  /** Called by the one that committed, while it still has what it changed alone, so that changes arrive in order. */
  publish(changes: ChangeSet): void
}
