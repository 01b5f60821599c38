import { type Domain, startServer, type WorkspaceServer } from 'lianqun-server'
import { type Break, breaks } from '../cluster/broken-server.ts'
import { sendReport, serveOrders } from './child-side.ts'

/*
 * The workspace server in its own process, for tests that kill it.
 */

/** A database of PostgreSQL, and the NATS by which its servers hear of each other. */
export interface Shared {
  database?: string
  bus?: string
  /** What it does wrong. */
  broken?: Break
}

export type ServerOrder =
  | { kind: 'start'; dataDir: string; port: number; shared: Shared }
  /** From now on a commit that stores a message kills the process, before it is acknowledged. */
  | { kind: 'arm'; id: number }
  | { kind: 'call'; id: number; name: keyof Domain; args: unknown[] }

export type ServerReport =
  | { kind: 'listening' }
  | { kind: 'in use' }
  | { kind: 'answer'; id: number; value?: unknown; error?: string }

const answer = (report: ServerReport): void => sendReport(report)
let server: WorkspaceServer | null = null

serveOrders<ServerOrder>(async order => {
  if (order.kind === 'start') {
    const { broken, ...shared } = order.shared
    if (broken !== undefined) breaks[broken]()
    try {
      server = await startServer({ dataDir: order.dataDir, port: order.port, limits: { rate: false }, ...shared })
      answer({ kind: 'listening' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'port_in_use')) throw error
      answer({ kind: 'in use' })
    }
  } else if (order.kind === 'arm') {
    process.env.LIANQUN_TEST_CRASH = 'after-commit'
    answer({ kind: 'answer', id: order.id })
  } else {
    if (server === null) throw new Error('the server is not started')
    const method = server.domain[order.name] as (...args: unknown[]) => Promise<unknown>
    try {
      answer({ kind: 'answer', id: order.id, value: await method.apply(server.domain, order.args) })
    } catch (error) {
      answer({ kind: 'answer', id: order.id, error: String(error) })
    }
  }
})
