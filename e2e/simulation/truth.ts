import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtocolError, type Session } from '@lianqun/protocol'
import { MemoryBus } from '../../server/bus/memory.ts'
import { Tokens } from '../../server/core/tokens.ts'
import { Domain } from '../../server/domain.ts'
import { defaultLimits } from '../../server/options.ts'
import { SqliteStore } from '../../server/storage/sqlite/store.ts'
import { Clock, seal } from './clock.ts'
import { Template } from './template.ts'

/** Everybody who may be in a world. */
export const people: readonly string[] = ['u0', 'u1', 'u2', 'u3', 'u4', 'u5']

/** The tokens of the server without WebCrypto, whose threads keep no order: a token says what it is of. */
export class PlainTokens extends Tokens {
  override async access(claims: { userId: string; sessionId: string }, now: number) {
    const expiresAt = now + 900_000
    return { token: Buffer.from(JSON.stringify({ ...claims, expiresAt })).toString('base64url'), expiresAt }
  }

  override async verifyAccess(token: string, now = Date.now()) {
    const { userId, sessionId, expiresAt } = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (now >= expiresAt) throw new ProtocolError('token_expired')
    return { userId, sessionId }
  }
}

/** The database of a workspace, which all servers of a world share, and which each world finds as it was at first. */
export class Truth {
  readonly store: SqliteStore
  /** By the name of the device: two of each person. */
  readonly sessions: ReadonlyMap<string, Session>
  readonly #folder: string
  readonly #template: Template

  private constructor(store: SqliteStore, sessions: ReadonlyMap<string, Session>, folder: string) {
    this.store = store
    this.sessions = sessions
    this.#folder = folder
    this.#template = new Template(store.sqlite)
  }

  static async open(): Promise<Truth> {
    const folder = mkdtempSync(join(tmpdir(), 'lianqun-simulation-'))
    const clock = new Clock(0)
    const unseal = seal(clock)
    try {
      const store = await SqliteStore.open(join(folder, 'truth'))
      store.sqlite.exec('pragma synchronous = OFF')
      const domain = truthDomain(store)
      await domain.prepare(null)
      await domain.transaction(async operations => {
        for (const id of people) await operations.createEmployee({ id, name: id, latinName: id })
      })
      const sessions = new Map<string, Session>()
      for (const user of people)
        for (const device of [user, `${user}.end`])
          sessions.set(device, await domain.issueSession(user, { id: device, name: 'test', platform: 'test' }))
      return new Truth(store, sessions, folder)
    } finally {
      unseal()
    }
  }

  /** How many transactions were committed. */
  get commits(): number {
    const row = this.store.sqlite
      .statement("select value from counters where name = 'commit_seq'")
      .get<{ value: number }>()
    return Number(row?.value ?? 0)
  }

  reset(): void {
    this.#template.restore()
  }

  close(): void {
    this.store.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** The workspace without servers. */
export function truthDomain(store: SqliteStore): Domain {
  return new Domain(store, new PlainTokens('', store.meta('workspace_id')), defaultLimits, new MemoryBus())
}
