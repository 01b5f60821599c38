import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { answerCommand } from './accounts.ts'
import { openCluster } from './cluster.ts'
import { listenForCommands } from './control.ts'
import type { ChangeSet } from './core/change-set.ts'
import { addressReader } from './core/gateway/address.ts'
import { Admissions } from './core/gateway/admissions.ts'
import { Gateway } from './core/gateway/gateway.ts'
import { Hub } from './core/hub/hub.ts'
import { storedFor } from './core/hub/stored.ts'
import { JobRunner } from './core/jobs/runner.ts'
import { createLogger } from './core/log.ts'
import { measuredWrite } from './core/measured.ts'
import { PersonLimits } from './core/rate-limits.ts'
import { Readiness } from './core/readiness.ts'
import { allRoles, type Role, requireRoles } from './core/roles.ts'
import type { Services } from './core/services.ts'
import { Tokens } from './core/tokens.ts'
import { Wakes } from './core/wakes.ts'
import { Domain, hashPassword } from './domain.ts'
import { LastSeen } from './features/auth/index.ts'
import { Bots } from './features/bots/index.ts'
import { clamdScan, FileKeeper, FilePolicy, type Scan } from './features/files/index.ts'
import { HookReceiver } from './features/hooks/index.ts'
import { createDispatch, createJobs, scopes } from './features/index.ts'
import { LinkPolicy, LinkPreviews } from './features/links/index.ts'
import { type CommitHooks, MessageCommits, MessageIndexer } from './features/messages/index.ts'
import { httpTranslator, Translations } from './features/translation/index.ts'
import { createApp } from './http/app.ts'
import { openMetrics } from './metrics/index.ts'
import { defaultLimits, type Reach, type ServerLimits, type ServerOptions } from './options.ts'
import { diskBlobs } from './storage/blobs.ts'
import { PostgresStore } from './storage/postgres/store.ts'
import { openS3Blobs } from './storage/s3-blobs.ts'
import { SqliteStore } from './storage/sqlite/store.ts'
import { messageOf, StartupError } from './storage/startup-error.ts'
import type { Store } from './storage/store.ts'
import { openTracing } from './tracing/index.ts'

export type { SendInput } from './domain.ts'
export type { EmployeeInput } from './features/directory/index.ts'
export { Domain, hashPassword, type ServerLimits, type ServerOptions, StartupError }

const hour = 3_600_000

/** A running server. */
export interface WorkspaceServer {
  /** `ws://host:port`; the socket is at `socketPath` below it. */
  url: string
  httpUrl: string
  port: number
  /** Where Prometheus reads; null when nothing is counted. */
  metricsUrl: string | null
  domain: Domain
  /** Stops accepting, answers pending requests, closes the sockets with 1001, then the database. Idempotent. */
  close(): Promise<void>
}

/** Opens the workspace in `dataDir` and serves it. @throws StartupError with a sentence for the person who starts it */
export async function startServer(options: ServerOptions): Promise<WorkspaceServer> {
  const log = toLogger(options.logger)
  const limits: ServerLimits = { ...defaultLimits, ...options.limits }
  const host = options.host ?? '127.0.0.1'
  const roles = requireRoles(options.roles ?? allRoles, options.database)
  const store = await openStore(options, log)
  if (store.replaced) {
    log.warn(
      'the database is not the one that was last closed in this folder: clients read everything anew. If it is a ' +
        'backup, start once with --new-epoch, which also ends the sessions in it',
    )
  }
  const undo = [() => store.shutdown()]
  try {
    return await serve(store, options, { limits, host, roles, undo }, log)
  } catch (error) {
    for (const end of undo.reverse()) await end()
    throw error
  }
}

/** @throws StartupError */
function openStore({ dataDir, database }: ServerOptions, log: Logger): Promise<SqliteStore | PostgresStore> {
  if (database === undefined) return SqliteStore.open(dataDir)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return PostgresStore.open(database, {
    failed: error => log.warn({ err: error }, 'a connection of the database'),
  })
}

/** What a server goes by, its options and their defaults. */
interface Settings {
  limits: ServerLimits
  host: string
  roles: ReadonlySet<Role>
  /** What is ended, the last first, when the start fails. */
  undo: (() => Promise<void>)[]
}

async function serve(store: Store, options: ServerOptions, { limits, host, roles, undo }: Settings, log: Logger) {
  const counting = await openMetrics(options.metrics)
  const { metrics } = counting
  const tracing = await openTracing(options.tracing, reason => log.warn({ reason }, 'the collector took no traces'))
  const readiness = new Readiness()
  readiness.add('database', async () => ((await store.works()) ? null : 'The database fails.'))
  const outdated = (why: string) => {
    log.error({ why }, 'this process has to be started again')
    readiness.add('epoch', async () => why)
    options.onOutdated?.(why)
  }
  const clusterLog = log.child({ part: 'cluster' })
  const cluster = await openCluster(options, { store, limits, metrics, readiness, log: clusterLog, outdated })
  undo.push(() => cluster.leave())
  const { bus } = cluster
  const tokens = new Tokens(store.meta('token_secret'), store.meta('workspace_id'))
  const hub = new Hub(
    {
      ...storedFor(store, scopes),
      shared: bus.shared,
      signal: signal => bus.signal(signal),
      failed: (error, doing) => log.error({ err: error }, `${doing} failed`),
    },
    limits,
    metrics,
  )
  const wakes = new Wakes()
  const lastSeen = new LastSeen(store)
  const indexer = new MessageIndexer(store, error => log.error({ err: error }, 'indexing messages failed'))
  if (roles.has('jobs')) await indexer.start()
  const publish = (changes: ChangeSet) => {
    hub.publish(changes)
    wakes.note(changes)
    if (changes.conversations.length > 0 && roles.has('jobs')) indexer.poke()
  }
  await cluster.join(hub, publish)
  const blobs = options.blobs === undefined ? diskBlobs(options.dataDir) : await openS3Blobs(options.blobs, process.env)
  await blobs.tidy(options.database === undefined ? 0 : hour)
  const policy = new FilePolicy(options.blockedTypes ?? [])
  const write = measuredWrite(metrics, (locks, fn, done) => domain.write(locks, fn, done))
  const files = new FileKeeper(write, blobs, policy, scannerOf(options))
  const links = policyOf(options.linkPreviews)
  const outgoing = policyOf(options.outgoing)
  // The address is what somebody wrote to somebody: its host says enough.
  const refused = (url: string, reason: string) =>
    log.debug({ host: URL.parse(url)?.host, reason }, 'an address was not loaded')
  const previews = links && new LinkPreviews({ read: fn => store.read(fn), write, files, policy: links, refused })
  let jobs = null as JobRunner | null
  const commitHooks: CommitHooks = {
    follow: messages => previews?.follow(messages) ?? [],
    stored: messages => metrics.stored(messages),
    enqueued: () => jobs?.wake(),
  }
  const domain = new Domain(store, tokens, limits, bus, files, commitHooks)
  await domain.prepare(null)
  const services: Services = {
    store,
    write,
    hub,
    tokens,
    blobs,
    limits,
    addresses: addressReader(options.trustProxy ?? []),
    admissions: new Admissions(limits, metrics),
    persons: new PersonLimits(limits),
    follow: commitHooks.follow,
    metrics,
    tracer: tracing.tracer,
    readiness,
    failed: error => log.error({ err: error }, 'publishing or answering failed after the commit'),
  }
  const commits = new MessageCommits(store.messages, bus, commitHooks)
  const translations = translationsOf(options, limits, log)
  const bots = new Bots(services, { files, commits, maxMembers: limits.maxMembers, wakes, policy: outgoing })
  if (roles.has('jobs')) {
    const specs = createJobs(services, { files, bots, previews, links, refused })
    jobs = new JobRunner({ store, specs, metrics, log: log.child({ part: 'jobs' }), everyMs: limits.lookForJobsMs })
  }
  const hooks = new HookReceiver(services, { files, policy: links, calls: outgoing !== null })
  const dispatch = createDispatch(services, { lastSeen, commits, indexer, files, hooks, bots, translations, outgoing })
  const control = await listenForCommands(
    options.dataDir,
    request => answerCommand({ store, domain }, request),
    log.child({ part: 'control' }),
  )
  const gateway = new Gateway(services, dispatch, log.child({ part: 'gateway' }), roles)
  store.onTakenOver?.(() => {
    log.warn('another server of the database has taken over: clients come back and are told what it lacks')
    void gateway.sendAway()
  })
  const { app, uploads } = await createApp(services, { ...options, files, hooks, bots, roles }, log)
  const forgettingUploads = 'forgetting unfinished uploads'
  const forgetUploads = async () => void (await uploads?.forgetExpired())
  const often = { minute: limits.lastSeenEveryMs, hour: limits.collectFilesMs }
  const upkeep = [
    every(limits.collectFilesMs, forgettingUploads, forgetUploads),
    every(limits.lastSeenEveryMs, 'writing last-seen times', () => lastSeen.write()),
    ...Object.entries(store.upkeep).map(([doing, work]) => every(often[work.every], doing, work.run)),
  ]
  function every(ms: number, doing: string, work: () => Promise<void>): NodeJS.Timeout {
    const run = () => work().catch(error => log.error({ err: error }, `${doing} failed`))
    return setInterval(() => void run(), ms).unref()
  }
  await forgetUploads().catch(error => log.error({ err: error }, `${forgettingUploads} failed`))
  app.server.maxConnections = limits.maxSockets + limits.maxUnauthenticated
  app.server.on('connection', socket => gateway.opened(socket))
  if (roles.has('api')) options.routes?.(app)
  app.server.on('upgrade', (request, socket, head) => {
    if (!roles.has('api') || !bots.sockets.upgrade(request, socket, head)) gateway.upgrade(request, socket, head)
  })
  try {
    await counting.listen(error => log.error({ err: error }, 'reading the metrics failed'))
    await app.listen({ host, port: options.port ?? 0 })
  } catch (error) {
    stopUpkeep()
    control.close()
    await counting.close()
    await tracing.close()
    await app.close()
    throw listenError(error, host, options.port ?? 0)
  }
  await jobs?.start()
  const { port } = app.server.address() as AddressInfo
  const shown = host.includes(':') ? `[${host}]` : host
  log.info({ host, port, roles: [...roles] }, 'listening')

  function stopUpkeep(): void {
    for (const timer of upkeep) clearInterval(timer)
  }
  let closed: Promise<void> | null = null
  async function stop(): Promise<void> {
    readiness.close()
    stopUpkeep()
    control.close()
    translations?.stop()
    await gateway.close()
    await bots.sockets.close()
    // Do not wait longer than this for pending requests.
    const patience = setTimeout(() => app.server.closeAllConnections(), limits.stopMs)
    await app.close()
    clearTimeout(patience)
    await jobs?.stop()
    await indexer.stop()
    await lastSeen.write().catch(error => log.error({ err: error }, 'writing last-seen times failed'))
    await cluster.leave()
    await store.shutdown()
    await counting.close()
    await tracing.close()
    log.info('stopped')
  }
  return {
    url: `ws://${shown}:${port}`,
    httpUrl: `http://${shown}:${port}`,
    port,
    metricsUrl: counting.url,
    domain,
    close() {
      closed ??= stop()
      return closed
    },
  }
}

/** Which addresses are reached; null where the workspace wants none. */
function policyOf(reach: false | Reach = {}): LinkPolicy | null {
  return reach === false ? null : new LinkPolicy(reach.hosts ?? [], reach.resolve, reach.proxyOf)
}

/** @throws StartupError */
function scannerOf({ clamd }: ServerOptions): Scan | null {
  return clamd === undefined ? null : orStartupError(() => clamdScan(clamd))
}

/** What asks the translation service; null where the workspace has none. @throws StartupError */
function translationsOf({ translate }: ServerOptions, limits: ServerLimits, log: Logger): Translations | null {
  if (translate === undefined) return null
  const failed = (reason: string) => log.warn({ reason }, 'the translation service gave no translation')
  return new Translations(
    orStartupError(() => httpTranslator(translate)),
    limits,
    failed,
  )
}

/** What is wrong in an option, as a sentence for the person who starts the server. @throws StartupError */
function orStartupError<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new StartupError(messageOf(error))
  }
}

function toLogger(logger: ServerOptions['logger']): Logger {
  if (logger !== undefined && typeof logger !== 'string') return logger
  return createLogger(logger ?? 'silent')
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} of ${host} is in use. Stop what uses it, or choose another with --port.`
    return new StartupError(message, 'port_in_use')
  }
  if (code === 'EACCES') return new StartupError(`Port ${port} may not be used by this user. Choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL') return new StartupError(`${host} is not an address of this machine. Check --host.`)
  return error instanceof Error ? error : new Error(String(error))
}
