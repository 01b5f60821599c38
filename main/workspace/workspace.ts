import { setTimeout as rest } from 'node:timers/promises'
import {
  conversationScope,
  type EventName,
  type EventParams,
  joinPath,
  messageStateChanges,
  protocolVersion,
  type Result,
} from '@lianqun/protocol'
import { type Throttled, throttle } from '../../common/throttle.ts'
import type {
  CallArgs,
  CallResult,
  ConnectionState,
  DesktopEvent,
  DesktopEventName,
} from '../../preload/contract/index.ts'
import type { Cache, CacheChange, IncomingMessage, MessageChangeRequest, MessageStateRequest } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { joinTokenOf, type WorkspaceAddress } from './address.ts'
import { formItem, whisperItem } from './bot-news.ts'
import { CacheNews } from './cache-news.ts'
import { ChosenMessages } from './chosen-messages.ts'
import { Connection, type ConnectionStatus, type ConnectionTimings, type Request } from './connection.ts'
import { ConnectionReport } from './connection-report.ts'
import { DesktopError } from './errors.ts'
import { WorkspaceFiles } from './files/files.ts'
import { MessagePager } from './message-pager.ts'
import { NameResolver } from './name-resolver.ts'
import { Outbox } from './outbox.ts'
import { Outgoing } from './outgoing.ts'
import { PresenceWatch } from './presence-watch.ts'
import { Reminders, type ReminderWatcher } from './reminders.ts'
import { requestTimes } from './request-times.ts'
import { RuleMembers } from './rule-members.ts'
import { ServerClock } from './server-clock.ts'
import type { SessionTokens } from './session.ts'
import { Sync, type SyncTimings } from './sync.ts'
import type { Transport } from './transport/transport.ts'
import { Typing } from './typing.ts'

/** Shows notifications of new messages. */
export interface MessageWatcher {
  arrived(list: readonly IncomingMessage[]): void
  /** The read mark moved to `seq`, here or on another device. */
  read(conversationId: string, seq: number): void
  /** The message was recalled. */
  recalled(conversationId: string, seq: number): void
}

export interface WorkspaceOptions {
  address: WorkspaceAddress
  tokens: SessionTokens
  cache: Cache
  emit: <N extends DesktopEventName>(name: N, payload: DesktopEvent<N>) => void
  notifier: MessageWatcher
  reminders: ReminderWatcher
  requests: ReminderWatcher
  onSessionEnded: (reason: 'revoked' | 'expired' | 'account_disabled') => void
  log: Log
  transport: Transport
  /** Of the account, for the encrypted bytes of files. */
  filesFolder: string
  timings?: Partial<ConnectionTimings & SyncTimings & { outboxRetryMs: number }>
}

/**
 * The first sync of a large directory has many pages; the window is notified at most once in this time, milliseconds.
 */
const directoryEveryMs = 500
/** Rows that are indexed anew in one step, and the rest after it, in milliseconds. */
const reindexStep = 500
const reindexRestMs = 20

const isStateMethod = (
  method: MessageChangeRequest['method'] | MessageStateRequest['method'],
): method is MessageStateRequest['method'] => (messageStateChanges as readonly string[]).includes(method)

/** A signed-in workspace: its connection, cache, sync and outbox, and the calls that need them. */
export class Workspace {
  readonly address: WorkspaceAddress
  readonly tokens: SessionTokens
  readonly cache: Cache
  readonly files: WorkspaceFiles
  readonly chosen: ChosenMessages
  readonly outgoing: Outgoing
  readonly presence: PresenceWatch
  readonly reminders: Reminders
  /** Urgent messages, and what its sender reminds of: as reminders, until they are answered. */
  readonly requests: Reminders
  readonly #options: WorkspaceOptions
  readonly #connection: Connection
  readonly #clock: ServerClock
  readonly #sync: Sync
  readonly #outbox: Outbox
  readonly #nameResolver: NameResolver
  readonly #ruleMembers: RuleMembers
  readonly #emitDirectoryChanged: Throttled
  /** The titles of the list change too. */
  readonly #emitNamesChanged: Throttled
  readonly #messagePager: MessagePager
  readonly #typing = new Typing((id, userIds) => this.#emitTyping(id, userIds))
  readonly #report: ConnectionReport
  readonly #news: CacheNews
  #open: string | null = null
  #stopped = false
  #detach: () => void = () => {}

  constructor(options: WorkspaceOptions) {
    this.#options = options
    this.address = options.address
    this.tokens = options.tokens
    this.cache = options.cache
    const { cache, log, timings } = options
    const report = new ConnectionReport({ cache, emit: state => options.emit('connection.changed', state), log })
    this.#report = report
    this.#news = new CacheNews(change => options.emit('cache.changed', change))
    this.#connection = new Connection({
      url: options.address.socketUrl,
      transport: options.transport,
      timings,
      authenticate: request => options.tokens.authenticate(request),
      onReady: request => this.#ready(request),
      onStatus: status => this.#status(status),
      onEvent: (name, params) => {
        // Nothing that a server says ends the process.
        try {
          this.#event(name, params)
        } catch (error) {
          log('an event could not be handled', { name, error: String(error) })
        }
      },
      onSessionEnded: error => {
        this.#offline()
        const reason =
          error.errorName === 'account_disabled'
            ? 'account_disabled'
            : error.errorName === 'session_revoked'
              ? 'revoked'
              : 'expired'
        options.onSessionEnded(reason)
      },
      onNotUnderstood: what => {
        report.patch({ updateNeeded: true })
        if (what === 'event') this.#sync.onUnreadable()
      },
      heartbeat: request => this.#sync.heartbeat(request),
      log,
    })
    this.#clock = new ServerClock({ cache, onChange: clockOffset => report.patch({ clockOffset }) })
    const request: Request = (method, params) => this.#connection.request(method, params)
    this.#sync = new Sync({
      cache,
      request,
      timings,
      onProgress: progress => report.patch({ progress }),
      onNewEpoch: () => this.#outbox.pump(),
      onServerVersion: version => report.patch({ updateNeeded: version > protocolVersion }),
      onFeatures: features => report.features(features),
      onServerTime: (serverTime, askedAt) => this.#clock.heard(serverTime, askedAt),
      onCaughtUp: () => {
        void this.#ruleMembers.look()
        report.caughtUp(this.#clock.now())
      },
      log,
    })
    this.#ruleMembers = new RuleMembers({ cache, request, log })
    this.presence = new PresenceWatch({ emit: change => options.emit('presence.changed', change), log })
    this.chosen = new ChosenMessages({ cache, request, online: () => this.#connection.online, log })
    const now = () => this.#clock.now()
    this.reminders = new Reminders({ cache, watcher: options.reminders, rungKey: 'rung-reminders', now, log })
    this.requests = new Reminders({
      cache: {
        meta: key => cache.meta(key),
        setMeta: (key, value) => cache.setMeta(key, value),
        reminderTimes: async () => requestTimes(await cache.owed(), now()),
        reminderItem: on => cache.owedItem(on),
      },
      watcher: options.requests,
      rungKey: 'rung-requests',
      now,
      log,
    })
    this.#messagePager = new MessagePager({ cache, sync: this.#sync, log })
    this.#outbox = new Outbox({
      cache,
      request,
      log,
      onRefused: ({ method: change, params }, error) => {
        const on = { id: params.conversationId, seq: params.seq, error }
        if (isStateMethod(change)) options.emit('state.refused', { ...on, change })
        else options.emit('message.refused', { ...on, change })
      },
      retryMs: timings?.outboxRetryMs,
    })
    this.files = new WorkspaceFiles({
      cache,
      transport: options.transport,
      origin: options.address.httpOrigin,
      token: refused => options.tokens.accessToken(request, refused),
      folder: options.filesFolder,
      request,
      onReady: () => this.#outbox.pump(),
      onProgress: (fileId, transfer) => options.emit('files.progress', { fileId, ...transfer }),
      log,
      ...(timings?.outboxRetryMs === undefined ? {} : { retryMs: timings.outboxRetryMs }),
    })
    this.outgoing = new Outgoing({
      cache,
      outbox: this.#outbox,
      files: this.files,
      clock: this.#clock,
      chosen: this.chosen,
      directWith: userId => this.directWith(userId),
      onLabelChanged: () => void this.#ruleMembers.look(),
    })
    this.#emitDirectoryChanged = throttle(() => this.#news.changed({ scopes: ['directory'] }), directoryEveryMs)
    this.#emitNamesChanged = throttle(() => this.#namesResolved(null), directoryEveryMs)
    this.#nameResolver = new NameResolver({ cache, request, log, onResolved: () => this.#namesResolved() })
  }

  /** Connects, and keeps the cache in sync from then on. */
  async start(): Promise<void> {
    this.#detach = this.cache.onChange(change => this.#changed(change))
    await this.#clock.start()
    await this.files.start()
    await this.#report.start()
    this.#connection.start()
    this.ring()
    void this.#reindex()
  }

  /** Disconnects, finishes pending writes, and closes the cache. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.reminders.stop()
    this.requests.stop()
    this.#connection.stop()
    this.#offline()
    try {
      await this.#sync.settled()
      await this.files.stop()
    } finally {
      this.#detach()
      for (const told of [this.#emitDirectoryChanged, this.#emitNamesChanged, this.#news, this.#report]) told.stop()
      await this.cache.close()
    }
  }

  /** Connects at once: the machine woke up, the network changed, or the user asked for it. */
  wake(): void {
    this.ring()
    this.#connection.wake()
  }

  /** Connects at once if need be. Resolves when it is online, or with the error why it is not. */
  checkConnection(): Promise<Error | null> {
    if (this.#connection.online) return Promise.resolve(null)
    const settled = this.#report.settled()
    this.wake()
    return settled
  }

  get state(): ConnectionState {
    return this.#report.state
  }

  /** Sends a request to the server. @throws DesktopError `offline` when not connected */
  request: Request = (method, params) => this.#connection.request(method, params)

  /** Ends the session on the server, if it can be reached. */
  async signOut(): Promise<void> {
    if (!this.#connection.online) return
    try {
      await this.#connection.request('auth.signOut', {})
    } catch (error) {
      this.#options.log('signing out did not reach the server', { error: String(error) })
    }
  }

  async page(args: CallArgs<'messages.page'>): Promise<CallResult<'messages.page'>> {
    const page = await this.#messagePager.page(args)
    for (const item of page.items)
      if (item.seq === 0 && item.clientId !== null) item.transfer = this.files.uploads.transferOf(item.clientId)
    return page
  }

  /** Rings for what is due: after a change, after sleep, or when notifications are allowed again. */
  ring(): void {
    void this.reminders.look()
    void this.requests.look()
  }

  /**
   * Removes a conversation that the user is out of from this device. @throws DesktopError `bad_arguments` for another
   */
  async removeLeft(id: string): Promise<void> {
    if ((await this.cache.conversation(id))?.left === null)
      throw new DesktopError('bad_arguments', 'only a conversation that the user is out of can be removed')
    await this.cache.removeLeftConversation(id)
  }

  async setOpen(id: string | null): Promise<void> {
    this.#open = id
    if (this.#connection.online) await this.#connection.request('conversation.open', { conversationId: id })
  }

  typing(conversationId: string): void {
    this.#connection.notify('conversation.typing', { conversationId })
  }

  /** Fetches a conversation that was never read, so that its members are in the cache. */
  async membersKnown(id: string): Promise<void> {
    const scope = conversationScope(id)
    if (this.#connection.online && (await this.cache.scope(scope)).cursor === 0) await this.#sync.catchUp(scope)
  }

  /** The address of a link to a group, for any browser. */
  joinAddress(token: string): string {
    return `${this.address.httpOrigin}${joinPath(token)}`
  }

  /** The token of such an address, of this workspace; null for any other. */
  joinTokenOf(address: string): string | null {
    return joinTokenOf(this.address.httpOrigin, address)
  }

  /** The members in the cache; a conversation that was never read is fetched first. */
  async members(id: string): Promise<CallResult<'conversations.members'>> {
    await this.membersKnown(id)
    return this.cache.conversationMembers(id)
  }

  async receipts(conversationId: string): Promise<CallResult<'conversations.receipts'>> {
    if (!this.#connection.online) return []
    return (await this.#connection.request('conversation.receipts', { conversationId })).receipts
  }

  /** Creates a group, or gets a direct conversation; its head is in the cache when this resolves. */
  async startConversation(make: (request: Request) => Promise<Result<'conversation.direct'>>): Promise<{ id: string }> {
    const { head } = await make(this.request)
    const epoch = (await this.cache.meta('epoch')) ?? ''
    await this.cache.applyJoined(epoch, head)
    return { id: head.conversation.id }
  }

  /** The direct conversation with an employee. */
  directWith(userId: string): Promise<{ id: string }> {
    return this.startConversation(request => request('conversation.direct', { userId }))
  }

  /** Requests the names that the cache lacks in a result for the window. */
  shown(value: unknown): void {
    this.#nameResolver.noteShown(value)
  }

  /** Lets the window reload the open conversation, which may show people by no name or an old one. */
  #namesResolved(conversations: DesktopEvent<'cache.changed'>['conversations'] = []): void {
    const id = this.#open
    const open = id === null ? {} : { messages: [{ id, from: 0 }], members: [id] }
    if (id !== null || conversations === null) this.#news.changed({ conversations, ...open })
  }

  async #ready(request: Request): Promise<void> {
    await this.#sync.start(request)
    if (this.#open !== null) {
      const conversationId = this.#open
      request('conversation.open', { conversationId }).catch(error =>
        this.#options.log('the server could not be told which conversation is open', { error: String(error) }),
      )
    }
    this.#outbox.start()
    this.files.uploads.start()
    this.#nameResolver.start()
    this.presence.start(request)
    this.#ruleMembers.start()
  }

  /** After an update that finds more: makes the search index anew, in small steps between other calls. */
  async #reindex(): Promise<void> {
    try {
      while (!this.#stopped && (await this.cache.reindex(reindexStep))) await rest(reindexRestMs)
    } catch (error) {
      if (!this.#stopped) this.#options.log('the search index was not completed', { error: String(error) })
    }
  }

  #offline(): void {
    this.#sync.stop()
    this.#outbox.stop()
    this.files.uploads.stop()
    this.#nameResolver.stop()
    this.presence.stop()
  }

  #status(status: ConnectionStatus): void {
    if (status.status === 'offline') this.#offline()
    this.#report.status(status)
  }

  #event<E extends EventName>(name: E, params: EventParams<E>): void {
    switch (name) {
      case 'sync.push':
        this.#sync.onPush(params as EventParams<'sync.push'>)
        break
      case 'sync.head':
        this.#sync.onHead(params as EventParams<'sync.head'>)
        break
      case 'sync.joined':
        this.#sync.onJoined(params as EventParams<'sync.joined'>)
        break
      case 'conversation.receipts': {
        const { conversationId, receipts } = params as EventParams<'conversation.receipts'>
        this.#options.emit('receipts.changed', { id: conversationId, receipts })
        break
      }
      case 'conversation.typing': {
        const { conversationId, userId } = params as EventParams<'conversation.typing'>
        this.#typing.heard(conversationId, userId)
        break
      }
      case 'bot.view': {
        const shown = params as EventParams<'bot.view'>
        if (shown.home) this.#options.emit('bots.home', { view: shown.view })
        else this.#emitForm(shown)
        break
      }
      case 'presence.changed':
        this.presence.changed((params as EventParams<'presence.changed'>).people)
        break
      case 'card.face': {
        const { conversationId: id, ...face } = params as EventParams<'card.face'>
        this.#options.emit('messages.face', { id, ...face })
        break
      }
      case 'bot.whisper':
        this.#emitWhisper(params as EventParams<'bot.whisper'>)
        break
    }
  }

  #emitTyping(id: string, userIds: string[]): void {
    this.cache.peopleNames(userIds, id).then(
      people => this.#options.emit('typing.changed', { id, people }),
      error => this.#options.log('the names of typing members could not be read', { error: String(error) }),
    )
  }

  #emitForm(params: EventParams<'bot.view'>): void {
    formItem(this.cache, params).then(
      form => this.#options.emit('bots.form', form),
      error => this.#options.log('a form of a bot could not be shown', { error: String(error) }),
    )
  }

  #emitWhisper(params: EventParams<'bot.whisper'>): void {
    whisperItem(this.cache, params).then(
      whisper => whisper !== null && this.#options.emit('bots.whisper', whisper),
      error => this.#options.log('what a bot whispered could not be shown', { error: String(error) }),
    )
  }

  /** Passes on changes of the cache to the window and the notifier. */
  #changed(change: CacheChange): void {
    const { conversations, messages, members } = change
    if (messages.length > 0) this.files.changed()
    const scopes = change.scopes.filter(scope => scope !== 'directory')
    const some = conversations === null || [conversations, messages, members, scopes].some(list => list.length > 0)
    if (some) this.#news.changed({ conversations, messages, members, scopes })
    if (change.scopes.includes('me')) this.ring()
    if (change.scopes.includes('directory')) this.#emitDirectoryChanged()
    if (change.renamed) this.#emitNamesChanged()
    for (const { message } of change.arrived) this.#typing.ended(message.conversationId, message.senderId)
    const { notifier } = this.#options
    if (change.arrived.length > 0) notifier.arrived(change.arrived)
    for (const { id, seq } of change.read) notifier.read(id, seq)
    for (const { id, seq } of change.recalled) notifier.recalled(id, seq)
  }
}
