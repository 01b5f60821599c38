import { create } from 'zustand'
import { coalesce } from '../../../common/coalesce.ts'
import { call } from '../../desktop.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useConnection } from '../../stores/session.ts'

/* The search within one conversation: this device at once, and the server for what the device does not hold. */

/** What was found of a query. */
interface Finding {
  id: string
  query: string
  /** The messages that match, newest first. */
  seqs: readonly number[]
  /** Where one is among them; 0: nowhere yet. */
  current: number
  /** The query is not answered yet: `seqs` is empty. */
  waiting: boolean
  /** There are more on this device, or maybe on the server, than `seqs` has. */
  more: boolean
  /** From when on this device holds all, in milliseconds; null: all there is. */
  since: number | null
  server: 'idle' | 'asking' | 'asked' | 'failed'
  error: unknown
}

const nothing: Finding = {
  id: '',
  query: '',
  seqs: [],
  current: 0,
  waiting: false,
  more: false,
  since: null,
  server: 'idle',
  error: undefined,
}

export const useFinding = create<Finding>(() => nothing)

/** How near to the oldest that was found the server is asked for more. */
const ahead = 5
/** Pages of the server that are read at once, where they bring only what this device has. */
const mostPages = 8

/** Of what the server found: the messages, and where it goes on; `cursor` null: at its beginning, or `ended`. */
let server: { seqs: number[]; cursor: string | null; ended: boolean } = { seqs: [], cursor: null, ended: false }
let localMore = false
let run = 0

const newestFirst = (seqs: readonly number[]) => [...new Set(seqs)].sort((a, b) => b - a)
/** Whether the server may know of more than was found so far. */
const mayAsk = ({ since }: Finding) => since !== null && !server.ended
const isOnline = () => useConnection.getState().status === 'online'

/** Looks for a query in a conversation and goes to the newest match, once it is known. An empty query forgets the last. */
export async function find(id: string, query: string): Promise<void> {
  const own = ++run
  server = { seqs: [], cursor: null, ended: false }
  localMore = false
  useFinding.setState({ ...nothing, id, query, waiting: query !== '' })
  if (query === '') return
  await readDevice(own)
  await askServer()
}

/** What this device has of the query, also after a change; where one is stays. */
async function readDevice(own: number): Promise<void> {
  const { id, query } = useFinding.getState()
  try {
    const found = await call('messages.find', { id, query: query.slice(0, 200) })
    if (own !== run) return
    localMore = found.more
    useFinding.setState({ waiting: false, error: undefined, since: found.since })
    show(newestFirst([...found.seqs, ...server.seqs]))
  } catch (error) {
    if (own === run) useFinding.setState({ waiting: false, error })
  }
}

function show(seqs: readonly number[]): void {
  useFinding.setState(state => ({ seqs, more: localMore || (mayAsk(state) && isOnline()) }))
  const [newest] = seqs
  const { id, current } = useFinding.getState()
  if (newest === undefined || current !== 0) return
  useFinding.setState({ current: newest })
  openConversation(id, newest)
}

/** Reads what the server has beyond this device, until there is something new or nothing left. */
export async function askServer(): Promise<void> {
  const own = run
  const state = useFinding.getState()
  if (state.query === '' || state.waiting || state.server === 'asking' || !mayAsk(state) || !isOnline()) return
  useFinding.setState({ server: 'asking' })
  try {
    for (let pages = 0; pages < mostPages && !server.ended; pages++) {
      const filters = { conversationIds: [state.id] }
      const query = state.query.slice(0, 200)
      const page = await call('messages.searchServer', { query, filters, cursor: server.cursor })
      if (own !== run) return
      const { seqs } = useFinding.getState()
      const fresh = page.hits.map(({ seq }) => seq).filter(seq => !seqs.includes(seq))
      server = { seqs: [...server.seqs, ...fresh], cursor: page.cursor, ended: page.cursor === null }
      show(newestFirst([...seqs, ...fresh]))
      if (fresh.length > 0) break
    }
    useFinding.setState({ server: server.ended ? 'asked' : 'idle' })
  } catch (error) {
    // One of an earlier version, or busy: what this device has stays.
    console.error('messages.searchServer', error)
    if (own === run) useFinding.setState(now => ({ server: 'failed', more: localMore && now.seqs.length > 0 }))
  }
}

/** The messages changed: what this device has is read again. */
export const findAgain = coalesce(async () => {
  const { query, waiting } = useFinding.getState()
  if (query !== '' && !waiting) await readDevice(run)
})

/** The index of where one is; the next older one where that matches no more. */
export function currentIndex({ seqs, current }: Pick<Finding, 'seqs' | 'current'>): number {
  const at = seqs.findIndex(seq => seq <= current)
  return at < 0 ? Math.max(0, seqs.length - 1) : at
}

/** Goes to an older (1) or a newer (-1) match. */
export function goBy(step: 1 | -1): void {
  const state = useFinding.getState()
  const at = currentIndex(state) + step
  const seq = state.seqs[at]
  if (at + ahead >= state.seqs.length) void askServer()
  if (seq === undefined || state.waiting) return
  useFinding.setState({ current: seq })
  openConversation(state.id, seq)
}
