import { uuidv7 } from '../../common/uuid.ts'
import type { CallArgs, CallResult } from '../../preload/contract/index.ts'
import type { Cache, LabelChangeRequest, MessageChangeRequest, MessageStateRequest } from '../cache/api.ts'
import type { ChosenMessages } from './chosen-messages.ts'
import type { WorkspaceFiles } from './files/files.ts'
import { forward } from './forward.ts'
import type { Outbox } from './outbox.ts'
import type { ServerClock } from './server-clock.ts'

/** What the parts of the workspace do for {@link Outgoing}. */
export interface OutgoingParts {
  cache: Cache
  outbox: Pick<Outbox, 'pump'>
  files: Pick<WorkspaceFiles, 'enqueue' | 'uploads'>
  clock: Pick<ServerClock, 'now'>
  chosen: Pick<ChosenMessages, 'get'>
  directWith: (userId: string) => Promise<{ id: string }>
  /** A label may have another rule. */
  onLabelChanged: () => void
}

/**
 * What the user sends and changes. Each is written to the outbox of the cache, shows at once, and goes out when there is
 * a connection: a promise resolves when it is written, not when the server has it.
 */
export class Outgoing {
  readonly #parts: OutgoingParts

  constructor(parts: OutgoingParts) {
    this.#parts = parts
  }

  /** Queues a message. Its draft, if it was one, is gone with it. */
  async send({ id, content, replyTo, draft, ask }: CallArgs<'messages.send'>): Promise<CallResult<'messages.send'>> {
    const { cache, outbox } = this.#parts
    const clientId = uuidv7()
    const reply = replyTo === undefined ? {} : { replyTo }
    await cache.enqueueSend({ clientId, conversationId: id, content, createdAt: this.#now(), ask, ...reply }, draft)
    outbox.pump()
    return { clientId }
  }

  /** Queues a message of staged files. */
  async sendFiles(args: CallArgs<'messages.sendFiles'>): Promise<CallResult<'messages.sendFiles'>> {
    const clientId = uuidv7()
    await this.#parts.files.enqueue(args, { clientId, createdAt: this.#now() })
    return { clientId }
  }

  /** @throws see {@link forward} */
  forward(args: CallArgs<'messages.forward'>): Promise<CallResult<'messages.forward'>> {
    const { chosen, directWith } = this.#parts
    return forward({ messages: from => chosen.get(from), directWith, send: message => this.send(message) }, args)
  }

  /** Sends a message again that failed. */
  async retry(clientId: string): Promise<void> {
    const { cache, files, outbox } = this.#parts
    await cache.outboxRetry(clientId)
    files.uploads.pump()
    outbox.pump()
  }

  /** Gives a queued message up. */
  async discard(clientId: string): Promise<void> {
    const { cache, files } = this.#parts
    await cache.outboxDiscard(clientId)
    files.uploads.pump()
  }

  /** Queues a change of a message. */
  async change(request: MessageChangeRequest): Promise<Record<string, never>> {
    await this.#queue(cache => cache.enqueueChange({ clientId: uuidv7(), request, createdAt: this.#now() }))
    return {}
  }

  /** Queues what the user has of their own about messages. */
  async keep(...requests: MessageStateRequest[]): Promise<Record<string, never>> {
    await this.#queue(async cache => {
      for (const request of requests) await cache.enqueueState({ clientId: uuidv7(), request, createdAt: this.#now() })
    })
    return {}
  }

  /** Queues a change of the user's own membership: pinned, muted, the read mark. */
  updateMembership(change: {
    conversationId: string
    pinned?: boolean
    muted?: boolean
    readSeq?: number
  }): Promise<void> {
    return this.#queue(cache => cache.enqueueMembership({ clientId: uuidv7(), ...change }))
  }

  /** Makes, changes or deletes a label. */
  async changeLabel(request: LabelChangeRequest): Promise<void> {
    await this.#queue(cache => cache.enqueueLabel({ clientId: uuidv7(), request }))
    this.#parts.onLabelChanged()
  }

  /** Changes how conversations stand in the list, by what `write` puts into the outbox. */
  changeList(write: (cache: Cache) => Promise<void>): Promise<void> {
    return this.#queue(write)
  }

  async #queue(write: (cache: Cache) => Promise<void>): Promise<void> {
    const { cache, outbox } = this.#parts
    await write(cache)
    outbox.pump()
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}
