import type { Method, NoticeName, NoticeParams, Params, Result } from '@lianqun/protocol'
import type { HttpApi, HttpInput, HttpResult } from '../../protocol/http/index.ts'
import type { Connection } from './gateway/connection.ts'
import type { EncodedResult } from './wire.ts'

export type Handler<M extends Method> = (params: Params<M>, connection: Connection) => Promise<Result<M>>

/** Methods whose answers have to be written in the order of their commit, before the pushes of it. */
export type QueuedMethod = 'message.send'
/** Calls `answer` once; what it throws at once is the answer too. */
export type QueuedHandler<M extends Method> = (
  params: Params<M>,
  connection: Connection,
  answer: (outcome: EncodedResult | Error) => void,
) => void

/** Handlers of some methods. A feature names those it owns by their prefix, so that a new one without a handler fails to compile. */
export type Handlers<M extends Method = Method> = { [K in Exclude<M, QueuedMethod>]: Handler<K> }
export type QueuedHandlers = { [K in QueuedMethod]: QueuedHandler<K> }
export type NoticeHandlers = { [N in NoticeName]: (params: NoticeParams<N>, connection: Connection) => void }
/** The methods of these prefixes. */
export type Owned<Prefix extends string> = Extract<Method, `${Prefix}.${string}`>

/** Everything the gateway dispatches to. */
export interface Dispatch {
  methods: Handlers
  queued: QueuedHandlers
  notices: NoticeHandlers
}

/** Handlers of some endpoints of the mini-apps' HTTP API: who asks is known, and each part of the request is checked. */
export type HttpHandlers<K extends keyof HttpApi = keyof HttpApi> = {
  [E in K]: (input: HttpInput<E>, userId: string) => Promise<HttpResult<E>>
}
