import type { Bus } from '../../bus/bus.ts'
import type { Follow } from '../../core/jobs/jobs.ts'
import type { Lock } from '../../storage/lock.ts'
import type { MessageStore } from '../../storage/message-store.ts'
import { makeBatch, type SendInput, type SendOutcome, sendKeys } from './send-path.ts'

/** What goes along with commits. */
export interface CommitHooks {
  follow: Follow
  /** Hears of so many messages after their commit, those that a client sent again included. */
  stored(messages: number): void
  /** Jobs were committed. */
  enqueued(): void
}

/** Commits messages in groups and publishes them. */
export class MessageCommits {
  readonly #messages: MessageStore
  readonly #bus: Bus
  readonly #hooks: CommitHooks

  constructor(messages: MessageStore, bus: Bus, hooks: CommitHooks) {
    this.#messages = messages
    this.#bus = bus
    this.#hooks = hooks
  }

  /**
   * Stores messages in one transaction, in order, and publishes them; `done` gets the outcomes after the commit and
   * before the deliveries. A storage error is thrown and nothing is stored.
   */
  commit(inputs: readonly SendInput[], done: (outcomes: readonly SendOutcome[]) => void): Promise<void> {
    const now = Date.now()
    return this.#messages.commit(
      locksOf(inputs),
      sendKeys(inputs),
      known => makeBatch(known, inputs, now, this.#hooks.follow),
      ({ outcomes, changes, jobs }) => {
        // Test only: kills the process after the message is stored and before it is acknowledged.
        if (process.env.LIANQUN_TEST_CRASH === 'after-commit' && changes.conversations.length > 0) {
          process.kill(process.pid, 'SIGKILL')
        }
        done(outcomes)
        this.#bus.publish(changes)
        this.#hooks.stored(outcomes.filter(outcome => !(outcome instanceof Error)).length)
        if (jobs > 0) this.#hooks.enqueued()
      },
    )
  }
}

function locksOf(inputs: readonly SendInput[]): Lock[] {
  const locks = new Set<Lock>()
  for (const { conversationId, senderId } of inputs) {
    locks.add(`conversation:${conversationId}`)
    locks.add(`user:${senderId}`)
  }
  return [...locks]
}
