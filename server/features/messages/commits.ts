import type { Message } from '@lianqun/protocol'
import type { Bus } from '../../bus/bus.ts'
import type { Lock } from '../../storage/lock.ts'
import type { MessageStore } from '../../storage/message-store.ts'
import { type SendInput, type SendOutcome, storeMessages } from './send-path.ts'

interface Exclusive {
  exclusive<T>(locks: readonly Lock[], fn: () => T | Promise<T>): Promise<T>
}

/** Commits messages in groups and publishes them. */
export class MessageCommits {
  readonly #store: Exclusive
  readonly #messages: MessageStore
  readonly #bus: Bus
  readonly #stored: (messages: readonly Message[]) => void

  /** `stored` hears of the messages after their commit. */
  constructor(store: Exclusive, messages: MessageStore, bus: Bus, stored: (messages: readonly Message[]) => void) {
    this.#store = store
    this.#messages = messages
    this.#bus = bus
    this.#stored = stored
  }

  /**
   * Stores messages in one transaction, in order, and publishes them; `done` gets the outcomes after the commit and
   * before the deliveries. A storage error is thrown and nothing is stored.
   */
  commit(inputs: readonly SendInput[], done: (outcomes: readonly SendOutcome[]) => void): Promise<void> {
    return this.#store.exclusive(locksOf(inputs), async () => {
      const { outcomes, changes } = await storeMessages(this.#messages, inputs, Date.now())
      // Test only: kills the process after the message is stored and before it is acknowledged.
      if (process.env.LIANQUN_TEST_CRASH === 'after-commit' && changes.conversations.length > 0) {
        process.kill(process.pid, 'SIGKILL')
      }
      done(outcomes)
      this.#bus.publish(changes)
      this.#stored(outcomes.flatMap(outcome => (outcome instanceof Error ? [] : [outcome.message])))
    })
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
