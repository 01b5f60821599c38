import { limits as protocolLimits } from '@lianqun/protocol'
import type { Logger } from 'pino'

/** What the server allows. Times in milliseconds, sizes in bytes. */
export const defaultLimits = {
  /** Messages per second and burst of one user. */
  sendsPerSecond: 10,
  burst: 40,
  /** Requests, frames and bytes of one connection: per second and burst. */
  requestsPerSecond: 100,
  requestBurst: 500,
  framesPerSecond: 200,
  frameBurst: 1_000,
  bytesPerSecond: 1_048_576,
  byteBurst: 8 * 1_048_576,
  /** The same before sign-in. */
  unauthenticatedFramesPerSecond: 2,
  unauthenticatedFrameBurst: 20,
  unauthenticatedBytesPerSecond: 8_192,
  unauthenticatedByteBurst: 65_536,
  /** Requests of one mini-app in one session to the mini-apps' API. */
  apiPerSecond: 20,
  apiBurst: 100,
  /** Connections of one session; above that the oldest is closed. */
  connectionsPerSession: 8,
  /** Burst of refused requests after which a connection is closed; five per second are forgiven. */
  refusals: 100,
  /** False: no rate limits and no limits on attempts, for benches. */
  rate: true,
  maxMembers: protocolLimits.members as number,
  /** Failed sign-ins of an account from one address, of an account and of an address in all, within `authWindowMs`. */
  authAttempts: 10,
  authAttemptsPerAccount: 100,
  authAttemptsPerAddress: 100,
  authWindowMs: 60_000,
  authMs: protocolLimits.authMs as number,
  bodiesOnlineMembers: protocolLimits.bodiesOnlineMembers as number,
  recallMs: protocolLimits.recallMs as number,
  frameBytes: protocolLimits.frameBytes as number,
  /** Requests in one frame. */
  batch: 100,
  /** Pending requests of one connection; above that the server stops reading from it. */
  inFlight: 128,
  maxSockets: 20_000,
  maxUnauthenticated: 2_000,
  maxUnauthenticatedPerAddress: 300,
  /** Bytes waiting for one connection: above `softBuffer` it gets heads only, above `hardBuffer` it is closed. */
  softBuffer: 2 * 1_048_576,
  hardBuffer: 16 * 1_048_576,
  pingMs: 30_000,
  /** A large conversation's head, and receipts, are sent at most this often. */
  headEveryMs: 1_000,
  receiptsEveryMs: 300,
  /** How often last-seen times of devices are written. */
  lastSeenEveryMs: 60_000,
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
  /** Addresses and networks of proxies whose X-Forwarded-For is trusted; none by default. */
  trustProxy?: readonly string[]
  /** A folder with a folder for each built mini-app, served under /apps/. */
  appsDir?: string
}
