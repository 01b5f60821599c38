import { throttle } from '../../common/throttle.ts'
import type { CallResult } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'

type Summary = CallResult<'conversations.summary'>

/** Unread messages are counted at most this often, milliseconds. */
const countEveryMs = 200

/** Counts unread messages and shows the number. Returns a throttled function that counts again. */
export function createUnreadCounter(options: {
  /** The numbers of the open workspace, or undefined while there is none. */
  summary: () => Promise<Summary> | undefined
  /** Null: no user is signed in. */
  show: (summary: Summary | null) => void
  log: Log
}): () => void {
  const { summary, show, log } = options
  const count = async (): Promise<void> => show((await summary()) ?? null)
  return throttle(() => {
    count().catch(error => log('unread messages could not be counted', { error: String(error) }))
  }, countEveryMs)
}
