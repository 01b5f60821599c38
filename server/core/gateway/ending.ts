import { setTimeout as rest } from 'node:timers/promises'
import { closeCodes } from '@lianqun/protocol'
import { eventMessage } from '../wire.ts'
import type { Connection } from './connection.ts'

/** Between two steps in which sockets are closed, milliseconds. */
const stepMs = 50

/**
 * Tells each client over which time to come back, and closes its socket with 1001. Few are
 * closed at once, many over `drainMs`. Resolves when all are closed.
 */
export async function endConnections(
  connections: readonly Connection[],
  returnWithinMs: number,
  { returnAtOnce, drainMs }: { returnAtOnce: number; drainMs: number },
): Promise<void> {
  const closed = connections.map(({ ws }) => new Promise<void>(resolve => ws.once('close', () => resolve())))
  const ending = eventMessage('server.ending', { returnWithinMs })
  const atOnce = Math.max(1, returnAtOnce, Math.ceil((connections.length * stepMs) / Math.max(stepMs, drainMs)))
  for (let start = 0; start < connections.length; start += atOnce) {
    if (start > 0) await rest(stepMs)
    for (const connection of connections.slice(start, start + atOnce)) {
      connection.queue(ending)
      connection.close(closeCodes.goingAway, 'come back later')
    }
  }
  await Promise.all(closed)
}
