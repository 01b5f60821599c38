import { type ServerOptions, startServer } from 'lianqun-server'
import type { TestPostgres } from '../../server/testing/postgres.ts'
import { against, alone, type Bench, type Report } from '../report.ts'
import { startChild } from '../servers/child.ts'
import { evenGroups, fillCompany, groupId, personId, personIds, signTokens, type Where } from '../servers/company.ts'
import { Crowd } from '../servers/crowd.ts'
import { freshAddress, postgresClock, progress, withFolder, withPostgres } from '../servers/databases.ts'
import type { ServerReady } from '../servers/server.ts'

/** Members of a group; each person is in as many groups. */
const size = 10
/** The share of the conversations that move while the server is away. */
const movedShare = 0.01

/**
 * Measures what it costs that 10,000 clients come back after their server was killed and started again: their token, hello,
 * the heads since their cursor, and the changes of conversations that moved. They come as fast as they can, without the
 * wait that real ones spread themselves over, and are told to come later only by the admissions of the server, which
 * are as in production. Baseline: as many sockets at a bare ws server that checks the same tokens and sessions.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  await measure(scale, report)
  await withPostgres(postgres => measure(scale, report, postgres))
}

async function measure(scale: number, report: Report, postgres?: TestPostgres): Promise<void> {
  const on = postgres === undefined ? 'SQLite' : 'PostgreSQL'
  const people = Math.max(size, Math.round((10_000 * scale) / size) * size)
  const database = await postgres?.createDatabase()
  await withFolder(async dataDir => {
    const where = { dataDir, ...(database !== undefined && { database }) }
    progress(`${on}: making ${people} people in as many groups of ${size}`)
    const groups = evenGroups(people, size, people)
    await fillCompany(where, people, groups)
    const tokens = await signTokens(where, personIds(people))
    const bare = await bareStorm(where, tokens)
    const storm = new Storm(where, tokens, postgres)
    try {
      await storm.begin()
      for (const moved of [0, Math.ceil(people * movedShare)]) {
        const what = `${people.toLocaleString('en')} come back, ${moved === 0 ? 'nothing' : '1 % of conversations'} moved, ${on}`
        progress(what)
        const { ms, seconds, refused, postgresMs } = await storm.strike(groups.slice(0, moved))
        report({ name: what, unit: 'ms of the processor each', ...against(ms, bare.ms, { atMost: 3 }) })
        report({ name: `${what}: until the last is back`, unit: 's', ...against(seconds, bare.seconds) })
        report({
          name: `${what}: told to come later, or cut off`,
          value: refused / people,
          unit: 'times each',
          ...alone,
        })
        if (postgresMs !== null)
          report({ name: `${what}: PostgreSQL’s part`, value: postgresMs, unit: 'ms of the processor each', ...alone })
      }
    } finally {
      await storm.end()
    }
  })
}

async function bareStorm(where: Where, tokens: string[]): Promise<{ ms: number; seconds: number }> {
  progress('bare sockets come')
  const { child: server, ready } = await startChild<ServerReady>('servers/bare.ts', { ...where, host: freshAddress() })
  const crowd = await Crowd.start({ url: ready.url, bare: true, tokens })
  try {
    const { seconds } = await crowd.come()
    const { cpuSeconds } = await server.usage()
    return { ms: (cpuSeconds / tokens.length) * 1_000, seconds }
  } finally {
    await crowd.end()
    await server.end()
  }
}

/** A server with its clients that is killed again and again. */
class Storm {
  readonly #options: ServerOptions
  readonly #tokens: string[]
  readonly #postgres: TestPostgres | undefined
  #server: Awaited<ReturnType<typeof startChild<ServerReady>>> | null = null
  #crowd: Crowd | null = null

  constructor(where: Where, tokens: string[], postgres: TestPostgres | undefined) {
    this.#options = { ...where, host: freshAddress() }
    this.#tokens = tokens
    this.#postgres = postgres
  }

  /** All come for the first time, as over a morning: let in as fast as they come. */
  async begin(): Promise<void> {
    progress('all come for the first time')
    const limits = { admissionsPerSecond: 10_000, admissionBurst: 10_000 }
    this.#server = await startChild<ServerReady>('servers/server.ts', { ...this.#options, limits })
    this.#crowd = await Crowd.start({ url: this.#server.ready.url, bare: false, tokens: this.#tokens })
    await this.#crowd.come()
  }

  /** Kills the server, says something in these groups meanwhile, starts it again and waits until all are back. */
  async strike(groups: readonly number[][]) {
    if (this.#server === null || this.#crowd === null) throw new Error('nobody is there yet')
    const { child, ready } = this.#server
    await child.kill()
    await this.#crowd.gone()
    if (groups.length > 0) await this.#talk(groups)
    const port = Number(new URL(ready.url).port)
    this.#server = await startChild<ServerReady>('servers/server.ts', { ...this.#options, port })
    const clock = postgresClock(this.#postgres)
    clock.began()
    const { seconds, refused, moved } = await this.#crowd.come()
    clock.ended()
    if (moved !== groups.length * size)
      throw new Error(`${moved} conversations had moved for somebody, not ${groups.length * size}`)
    const { cpuSeconds } = await this.#server.child.usage()
    const each = (of: number) => (of / this.#tokens.length) * 1_000
    return { ms: each(cpuSeconds), seconds, refused, postgresMs: clock.seconds === null ? null : each(clock.seconds) }
  }

  async #talk(groups: readonly number[][]): Promise<void> {
    const { host: _host, ...where } = this.#options
    const server = await startServer(where)
    const content = { type: 'text' as const, text: '今天下班前给到', mentions: [] }
    await server.domain.sendMessages(
      groups.map(([sender = 0], k) => ({
        conversationId: groupId(k),
        senderId: personId(sender),
        clientId: null,
        content,
      })),
    )
    await server.close()
  }

  async end(): Promise<void> {
    await this.#crowd?.end()
    await this.#server?.child.end()
  }
}
