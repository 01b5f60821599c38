import { throttle } from '../../common/throttle.ts'
import type { CallResult } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'

type Summary = CallResult<'conversations.summary'>

/** The unread number is counted at most this often, milliseconds. */
const countEveryMs = 200

/** Counts what is unread and shows it. Returns what asks for a new count, as often as one likes. */
export function createUnreadCounter(options: {
  /** The numbers of the open workspace, or undefined while there is none. */
  summary: () => Promise<Summary> | undefined
  /** Null: nobody is signed in, so nothing is unread. */
  show: (summary: Summary | null) => void
  log: Log
}): () => void {
  const { summary, show, log } = options
  const count = async (): Promise<void> => show((await summary()) ?? null)
  return throttle(() => {
    count().catch(error => log('the unread number is not known', { error: String(error) }))
  }, countEveryMs)
}
