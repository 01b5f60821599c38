import { type Message, type MessageState, type Params, ProtocolError } from '@lianqun/protocol'
import { CommitQueue } from '../../core/commit-queue.ts'
import type { Handlers, Owned, QueuedHandlers } from '../../core/feature.ts'
import { type Connection, identityOf } from '../../core/gateway/connection.ts'
import { measuredSends, tracedStore } from '../../core/measured.ts'
import { Buckets, requireTokens } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import { EncodedResult } from '../../core/wire.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { actOnMessage, answerMessage, readAnswers } from './answers.ts'
import type { OnMessage } from './change-message.ts'
import type { MessageCommits } from './commits.ts'
import { editMessage, readEdits } from './edits.ts'
import { markMessage, pinMessage, readFlagged } from './flags.ts'
import { messageAt, readHistory, readMessages } from './history.ts'
import type { MessageIndexer } from './indexer.ts'
import { removePreview } from './preview.ts'
import { reactToMessage, readReactions } from './reactions.ts'
import { readersOf } from './readers.ts'
import { recallEverywhere } from './recall.ts'
import { askPeople, owedPeople, peopleToAsk, peopleToUrge, respondToMessage, urgePeople } from './requests.ts'
import { searchMessages } from './search.ts'
import type { SendInput, Sent } from './send-path.ts'
import { hideMessage, remindOfMessage, saveMessage } from './states.ts'
import { readThread } from './threads.ts'

/** Reads and changes messages. */
export function messageHandlers(
  { store, write, limits, persons, follow }: Services,
  indexer: MessageIndexer,
): Handlers<Owned<'message'>> {
  const searches = new Buckets(limits.searchesPerSecond, limits.searchBurst)
  const epoch = store.meta('epoch')
  const urgents = new Buckets(limits.urgentPerHour / 3_600, limits.urgentBurst)
  /** Changes a message for a member. */
  const change =
    <I extends OnMessage>(fn: (w: Writer, on: I) => Promise<Message>) =>
    async (params: Omit<I, 'userId'> & { conversationId: string }, connection: Connection) => {
      const { userId } = identityOf(connection)
      const on = { ...params, userId } as unknown as I
      const work = () => write(`conversation:${params.conversationId}`, w => fn(w, on))
      return { message: await persons.change(userId, work) }
    }
  /** Changes what a person has of their own about a message. */
  const keep =
    <I extends OnMessage>(fn: (w: Writer, on: I) => Promise<MessageState>) =>
    async (params: Omit<I, 'userId'> & { conversationId: string }, connection: Connection) => {
      const { userId } = identityOf(connection)
      const on = { ...params, userId } as unknown as I
      return { state: await write(conversationLocks(params.conversationId, [userId]), w => fn(w, on)) }
    }
  /** Reads a list for a person, which the answer calls `name`. */
  const list =
    <N extends string, I extends { userId: string }, T>(name: N, read: (db: Reader, input: I) => Promise<T[]>) =>
    async (params: Omit<I, 'userId'>, connection: Connection) => {
      const { userId } = identityOf(connection)
      const input = { ...params, userId } as unknown as I
      const found = await persons.page(
        userId,
        () => store.read(db => read(db, input)),
        rows => rows.length,
      )
      return { [name]: found } as Record<N, T[]>
    }
  return {
    async 'message.recall'(params, connection) {
      const on = { ...params, userId: identityOf(connection).userId }
      return { message: await recallEverywhere({ store, write }, on, limits.recallMs) }
    },
    'message.edit': change(async (w, on: OnMessage & Pick<Params<'message.edit'>, 'content'>) => {
      const message = await editMessage(w, on, limits.editMs)
      w.enqueue(follow([message]))
      return message
    }),
    'message.removePreview': change(removePreview),
    'message.react': change(reactToMessage),
    'message.pin': change(pinMessage),
    'message.mark': change(markMessage),
    'message.act': change(actOnMessage),
    'message.save': keep(saveMessage),
    'message.respond': keep(respondToMessage),
    'message.remind': keep(remindOfMessage),
    'message.hide': keep(hideMessage),

    'message.answer'(params, connection) {
      const on = { ...params, userId: identityOf(connection).userId }
      return write(conversationLocks(on.conversationId, [on.userId]), w => answerMessage(w, on))
    },

    async 'message.request'(params, connection) {
      const on = { ...params, userId: identityOf(connection).userId }
      const { userIds, turnsUrgent } = await store.read(db => peopleToAsk(db, on))
      persons.changeMembers(on.userId, userIds.length)
      // An error that is final: the outbox of a client would wait for another one, and all that follows with it.
      if (turnsUrgent && limits.rate && urgents.take(on.userId) > 0)
        throw new ProtocolError('limit_reached', { message: 'Too many urgent messages within an hour.' })
      return { message: await write(conversationLocks(on.conversationId, userIds), w => askPeople(w, on, userIds)) }
    },

    async 'message.urge'(params, connection) {
      const on = { ...params, userId: identityOf(connection).userId }
      const userIds = await store.read(db => peopleToUrge(db, on))
      persons.changeMembers(on.userId, userIds.length)
      return { message: await write(conversationLocks(on.conversationId, userIds), w => urgePeople(w, on, userIds)) }
    },

    async 'message.owed'(params, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => owedPeople(db, { ...params, userId }))
      return { people: await persons.page(userId, read, people => people.length) }
    },

    async 'message.readers'(params, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readersOf(db, { ...params, userId }))
      return persons.page(userId, read, page => page.userIds.length)
    },

    'message.edits': list('edits', readEdits),

    async 'message.reactions'(params, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readReactions(db, { ...params, userId }))
      return persons.page(userId, read, page => page.reactions.length)
    },

    async 'message.answers'(params, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readAnswers(db, { ...params, userId }))
      return persons.page(userId, read, page => page.answers.length)
    },

    async 'message.flagged'(params, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readFlagged(db, { ...params, userId }))
      return persons.page(userId, read, page => page.messages.length)
    },

    'message.get': list('messages', readMessages),

    async 'message.thread'(params, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () => store.read(db => readThread(db, { ...params, userId })),
        page => page.messages.length,
      )
    },

    async 'message.search'(params, connection) {
      const { userId } = identityOf(connection)
      if (limits.rate) requireTokens(searches.take(userId))
      // What was just said is found, unless more was said than one search may wait for.
      await indexer.settle()
      return persons.page(
        userId,
        () => store.read(db => searchMessages(db, { ...params, userId })),
        page => page.messages.length,
      )
    },

    async 'message.history'(params, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () => store.read(db => readHistory(db, { userId, epoch, ...params })),
        page => page.messages.length,
      )
    },

    async 'message.at'(params, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => messageAt(db, { ...params, userId }))
      return { seq: await persons.page(userId, read, () => 1) }
    },
  }
}

/** Sends messages: all that arrive in one tick are one commit. */
export function queuedMessageHandlers({ limits, failed, metrics }: Services, commits: MessageCommits): QueuedHandlers {
  const commit = measuredSends<SendInput, Sent>(metrics, (inputs, done) => commits.commit(inputs, done))
  const sends = new CommitQueue<SendInput, Sent>(commit, failed, { metrics, name: 'sends' })
  const rates = new Buckets(limits.sendsPerSecond, limits.burst)
  return {
    'message.send'(params, connection, answer) {
      const { userId: senderId } = identityOf(connection)
      const wait = limits.rate ? rates.take(senderId) : 0
      if (wait > 0) throw new ProtocolError('rate_limited', { retryAfterMs: wait })
      const stored = (outcome: Sent | Error) =>
        answer(outcome instanceof Error ? outcome : new EncodedResult(`{"message":${outcome.json}}`))
      sends.add({ ...params, senderId }, tracedStore(stored))
    },
  }
}
