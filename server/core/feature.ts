import type { Method, NoticeName, NoticeParams, Params, Result } from '@lianqun/protocol'
import type { HttpApi, HttpInput, HttpResult } from '../../protocol/http/index.ts'
import type { Connection } from './gateway/connection.ts'
import type { EncodedResult } from './wire.ts'

export type Handler<M extends Method> = (params: Params<M>, connection: Connection) => Promise<Result<M>>

/** Methods whose answers must be written in commit order, before the pushes of that commit. */
export type QueuedMethod = 'message.send'
/** Calls `answer` once. An error that it throws synchronously is also the answer. */
export type QueuedHandler<M extends Method> = (
  params: Params<M>,
  connection: Connection,
  answer: (outcome: EncodedResult | Error) => void,
) => void

/** Handlers of methods. A feature owns methods by prefix, so a new method without a handler does not compile. */
export type Handlers<M extends Method = Method> = { [K in Exclude<M, QueuedMethod>]: Handler<K> }
export type QueuedHandlers = { [K in QueuedMethod]: QueuedHandler<K> }
export type NoticeHandlers = { [N in NoticeName]: (params: NoticeParams<N>, connection: Connection) => void }
/** The methods with these prefixes. */
export type Owned<Prefix extends string> = Extract<Method, `${Prefix}.${string}`>

/** Everything the gateway dispatches to. */
export interface Dispatch {
  methods: Handlers
  queued: QueuedHandlers
  notices: NoticeHandlers
}

/**
 * Handlers of endpoints of the mini-apps' HTTP API. They get validated input, the caller's user id and all permissions
 * that the app has from its manifest and its token.
 */
export type HttpHandlers<K extends keyof HttpApi = keyof HttpApi> = {
  [E in K]: (input: HttpInput<E>, userId: string, permissions: ReadonlySet<string>) => Promise<HttpResult<E>>
}
