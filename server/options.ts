import { limits as protocolLimits } from '@lianqun/protocol'
import type { Logger } from 'pino'

/** What the server allows. Times in milliseconds, sizes in bytes. */
export const defaultLimits = {
  /** Messages one connection may send a second, and at once. */
  sendsPerSecond: 10,
  burst: 40,
  /** All requests of one connection. */
  requestsPerSecond: 100,
  requestBurst: 500,
  /** Refused requests a connection may have at once before it is closed; five of them are forgiven a second. */
  refusals: 100,
  /** False: no rate limits and no limits on attempts, for benches. */
  rate: true,
  maxMembers: protocolLimits.members as number,
  /** Failed sign-ins of one account, and of one address, within `authWindowMs`. */
  authAttempts: 10,
  authAttemptsPerAddress: 100,
  authWindowMs: 60_000,
  authMs: protocolLimits.authMs as number,
  bodiesOnlineMembers: protocolLimits.bodiesOnlineMembers as number,
  recallMs: protocolLimits.recallMs as number,
  frameBytes: protocolLimits.frameBytes as number,
  /** Requests in one frame. */
  batch: 100,
  /** Requests of one connection that are answered at the same time; then the server stops reading it. */
  inFlight: 128,
  maxSockets: 20_000,
  maxUnauthenticated: 2_000,
  maxUnauthenticatedPerAddress: 300,
  /** Bytes waiting for one connection: above `softBuffer` it gets heads only, above `hardBuffer` it is closed. */
  softBuffer: 2 * 1_048_576,
  hardBuffer: 16 * 1_048_576,
  pingMs: 30_000,
  /** A large conversation's head, and receipts, are told at most this often. */
  headEveryMs: 1_000,
  receiptsEveryMs: 300,
}
export type ServerLimits = typeof defaultLimits

export interface ServerOptions {
  /** The folder of the database; made when missing. */
  dataDir: string
  /** 0, the default: any free port. */
  port?: number
  /** 127.0.0.1 by default. */
  host?: string
  /** A pino level (`silent` by default) or a logger. */
  logger?: string | Logger
  limits?: Partial<ServerLimits>
  /** A folder with a folder for each built mini-app, served under /apps/. */
  appsDir?: string
}
