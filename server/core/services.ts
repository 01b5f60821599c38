import type { Metrics } from '../metrics/metrics.ts'
import type { ServerLimits } from '../options.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { Lock } from '../storage/lock.ts'
import type { Store } from '../storage/store.ts'
import type { Tracer } from '../tracing/tracing.ts'
import type { Addresses } from './gateway/address.ts'
import type { Admissions } from './gateway/admissions.ts'
import type { Hub } from './hub/hub.ts'
import type { Follow } from './jobs/jobs.ts'
import type { PersonLimits } from './rate-limits.ts'
import type { Readiness } from './readiness.ts'
import type { Tokens } from './tokens.ts'
import type { Writer } from './writer.ts'

/** Runs one write transaction; its changes are published before anything else that needs one of `locks` runs. */
export type Write = <T>(
  locks: Lock | readonly Lock[],
  fn: (w: Writer) => Promise<T>,
  done?: (result: T) => void,
) => Promise<T>

/** The services that every feature gets. */
export interface Services {
  store: Store
  write: Write
  hub: Hub
  tokens: Tokens
  blobs: BlobStore
  limits: ServerLimits
  addresses: Addresses
  /** Who may come in when. */
  admissions: Admissions
  /** What each person may cost. */
  persons: PersonLimits
  /** The jobs that follow from messages that are changed: for `Writer.enqueue`. Those that are sent have theirs. */
  follow: Follow
  metrics: Metrics
  tracer: Tracer
  /** What has to be well for this server to be sent clients. */
  readiness: Readiness
  /** Reports an error that cannot be sent to a client. */
  failed: (error: unknown) => void
}
