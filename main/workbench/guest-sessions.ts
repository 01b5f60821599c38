import { readdirSync } from 'node:fs'
import { session } from 'electron'
import type { Log } from '../log.ts'
import { guardSession } from './guard.ts'
import { type OriginPolicy, partitionsBeginWith } from './origin-policy.ts'

/** Guards each partition's session once; `policy` is called for each request. */
export function createSessionGuard(options: { policy: (partition: string) => OriginPolicy | null; log: Log }) {
  const guarded = new Set<string>()
  return (partition: string): void => {
    if (guarded.has(partition)) return
    guarded.add(partition)
    guardSession(session.fromPartition(partition), { policy: () => options.policy(partition), log: options.log })
  }
}

/** The partitions of an account's apps that exist in `folder`, where Electron stores all partitions. */
export function storedPartitions(folder: string, accountKey: string, log: Log): string[] {
  try {
    return readdirSync(folder)
      .map(name => `persist:${name}`)
      .filter(partition => partition.startsWith(partitionsBeginWith(accountKey)))
  } catch (error) {
    // No app has stored anything yet.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log('the partitions of apps could not be listed', { error: String(error) })
    return []
  }
}

/** Clears the data of partitions. A failure is logged and does not affect the others. */
export async function clearPartitions(partitions: readonly string[], log: Log): Promise<void> {
  const clear = async (partition: string): Promise<void> => {
    const guest = session.fromPartition(partition)
    await guest.closeAllConnections()
    await Promise.all([guest.clearData(), guest.clearCodeCaches({}), guest.clearAuthCache()])
  }
  const ended = await Promise.allSettled(partitions.map(clear))
  for (const result of ended) {
    if (result.status === 'rejected') log('the data of an app could not be cleared', { error: String(result.reason) })
  }
}
