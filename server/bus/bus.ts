import type { Receipt } from '@lianqun/protocol'
import type { ChangeSet } from '../core/change-set.ts'

/** What is told to those who are there, and never stored. */
export type Signal =
  | { kind: 'typing'; conversationId: string; userId: string }
  | { kind: 'receipt'; conversationId: string; receipt: Receipt }
  /** A notification, encoded, for the devices of a person, or for one session of theirs. */
  | { kind: 'tell'; userId: string; sessionId: string | null; text: string }
  /** So many members of a conversation are at a process. */
  | { kind: 'crowd'; conversationId: string; online: number }
  /** Clients of a process watch these people. `fresh`: they are to be told of also when all were told just now. */
  | { kind: 'ask'; userIds: string[]; fresh: boolean }
  /** How people are at a process. */
  | { kind: 'people'; online: string[]; away: string[]; offline: string[] }
  /** A process is new, and does not know what others asked. */
  | { kind: 'came' }

/** Carries what happens to the code that serves clients, in this process and in others. */
export interface Bus {
  /** What was committed. The committing code calls this before what waits for its locks in this process goes on. */
  publish(changes: ChangeSet): void
  /** Whether there may be other processes, which hear what is signalled. */
  readonly shared: boolean
  /** What happened at a client of this process; it tells its own clients itself. */
  signal(signal: Signal): void
}

/** The code that serves the clients of this process. */
export interface BusListener {
  publish(changes: ChangeSet): void
  /** `from` names the process. */
  signalled(signal: Signal, from: string): void
}
