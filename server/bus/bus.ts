import type { Receipt } from '@lianqun/protocol'
import type { ChangeSet } from '../core/change-set.ts'

/** What is told to those who are there, and never stored. */
export type Signal =
  | { kind: 'typing'; conversationId: string; userId: string }
  | { kind: 'receipt'; conversationId: string; receipt: Receipt }

/** Carries what happens to the code that serves clients, in this process and in others. */
export interface Bus {
  /** What was committed. The committing code calls this before what waits for its locks in this process goes on. */
  publish(changes: ChangeSet): void
  /** What happened at a client of this process; it tells its own clients itself. */
  signal(signal: Signal): void
}

/** The code that serves the clients of this process. */
export interface BusListener {
  publish(changes: ChangeSet): void
  signalled(signal: Signal): void
}
