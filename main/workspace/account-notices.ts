import type { SessionNotice } from '../../preload/contract/index.ts'
import { CacheError } from '../cache/api.ts'
import { type SafeStorageProblem, SafeStorageUnavailable } from './errors.ts'

const noticeOfFailure = {
  corrupt: 'cache_corrupt',
  newer: 'cache_newer',
  key: 'cache_key_lost',
  full: 'disk_full',
  io: 'cache_unavailable',
} as const satisfies Record<CacheError['failure'], SessionNotice>

/** What the window says of safe storage that cannot be used. */
export const noticeOfStorage = {
  missing: 'safe_storage_missing',
  locked: 'safe_storage_locked',
  silent: 'safe_storage_silent',
} as const satisfies Record<SafeStorageProblem, SessionNotice>

/** What the window says of an error that keeps a workspace from being opened. */
export function blockingNotice(error: unknown): SessionNotice {
  if (error instanceof SafeStorageUnavailable) return noticeOfStorage[error.problem]
  return error instanceof CacheError ? noticeOfFailure[error.failure] : 'cache_unavailable'
}
