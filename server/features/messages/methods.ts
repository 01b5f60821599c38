import { ProtocolError } from '@lianqun/protocol'
import { CommitQueue } from '../../core/commit-queue.ts'
import type { Handlers, Owned, QueuedHandlers } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import { Buckets } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import { EncodedResult } from '../../core/wire.ts'
import type { MessageCommits } from './commits.ts'
import { readHistory } from './history.ts'
import { recallMessage } from './recall.ts'
import type { SendInput, Sent } from './send-path.ts'

/** Reads and recalls messages. */
export function messageHandlers({ store, write, limits, persons }: Services): Handlers<Owned<'message'>> {
  const epoch = store.meta('epoch')
  return {
    async 'message.recall'({ conversationId, seq }, connection) {
      const { userId } = identityOf(connection)
      const message = await write(`conversation:${conversationId}`, w =>
        recallMessage(w, { conversationId, seq, userId }, limits.recallMs),
      )
      return { message }
    },

    async 'message.history'(params, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () => store.read(db => readHistory(db, { userId, epoch, ...params })),
        page => page.messages.length,
      )
    },
  }
}

/** Sends messages: all that arrive in one tick are one commit. */
export function queuedMessageHandlers({ limits, failed }: Services, commits: MessageCommits): QueuedHandlers {
  const sends = new CommitQueue<SendInput, Sent>((inputs, done) => commits.commit(inputs, done), failed)
  const rates = new Buckets(limits.sendsPerSecond, limits.burst)
  return {
    'message.send'(params, connection, answer) {
      const { userId: senderId } = identityOf(connection)
      const wait = limits.rate ? rates.take(senderId) : 0
      if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
      sends.add({ ...params, senderId }, outcome =>
        answer(outcome instanceof Error ? outcome : new EncodedResult(`{"message":${outcome.json}}`)),
      )
    },
  }
}
