import { limits as protocolLimits } from '@lianqun/protocol'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Role } from './core/roles.ts'
import type { ProxyOf, Resolve } from './features/links/index.ts'
import type { OtlpOptions } from './tracing/index.ts'

/** What the server allows. Times in milliseconds, sizes in bytes. */
export const defaultLimits = {
  /** Messages per second and burst of one user. */
  sendsPerSecond: 10,
  burst: 40,
  /** Searches of one person, per second and burst. */
  searchesPerSecond: 5,
  searchBurst: 30,
  /** Urgent messages of one person, per hour and at once. */
  urgentPerHour: 10,
  urgentBurst: 5,
  /** Requests of one person, per second and burst. */
  requestsPerSecond: 100,
  requestBurst: 500,
  /**
   * Rows that one person reads in pages. A row costs about eight microseconds: the burst reads a directory of 100,000
   * and the conversations with it in one go, the rate leaves the others five sixths of a processor.
   */
  rowsPerSecond: 20_000,
  rowBurst: 300_000,
  /** Members that one person adds to groups and removes: five groups of the largest size at once, 0.05 s each. */
  memberChangesPerSecond: 200,
  memberChangeBurst: 10_000,
  /** The least that a new group counts as, so that empty ones are not free either: ten a second. */
  membersOfNewGroup: 20,
  /** Characters of messages that one person changes, however little: all who see one are sent it whole. */
  changedCharsPerSecond: 262_144,
  changedCharBurst: 2 * 1_048_576,
  /** Messages that one person has translated, per second and burst: a service takes 0.1 to 1 s for one. */
  translationsPerSecond: 1,
  translationBurst: 30,
  /** Messages of all that the translation service is asked for at once, those that wait, and for how long. */
  translationsAtOnce: 8,
  translationsWaiting: 200,
  translateMs: 10_000,
  /** Characters of the last translations, which are remembered in memory. */
  translationCacheChars: 2_000_000,
  /** Changes of hooks, trials of payloads and deliveries sent again of one person, per second and burst. */
  hookRequestsPerSecond: 1,
  hookRequestBurst: 60,
  /** How long an address that a button of a card calls may take to answer, milliseconds. */
  hookCallMs: 8_000,
  /** Links of groups that one person looks at or joins by, known or not. */
  linksPerSecond: 0.5,
  linkBurst: 20,
  /** Frames and bytes of one person, over all of their connections: per second and burst. */
  framesPerSecond: 200,
  frameBurst: 1_000,
  bytesPerSecond: 1_048_576,
  byteBurst: 8 * 1_048_576,
  /** The same of one connection before sign-in. */
  unauthenticatedFramesPerSecond: 2,
  unauthenticatedFrameBurst: 20,
  unauthenticatedBytesPerSecond: 8_192,
  unauthenticatedByteBurst: 65_536,
  /**
   * The same of all strangers of one address, and their new sockets. An office of thousands behind one address signs
   * in again after a restart: a thousand at once, at a thousand bytes each, and all 4,000 within 15 seconds.
   */
  addressFramesPerSecond: 500,
  addressFrameBurst: 4_000,
  addressBytesPerSecond: 262_144,
  addressByteBurst: 4 * 1_048_576,
  addressSocketsPerSecond: 200,
  addressSocketBurst: 1_000,
  /** What one person does with bots. */
  botUsesPerSecond: 5,
  botUseBurst: 60,
  /** Requests of one bot, and what it says in one conversation. */
  botRequestsPerSecond: 50,
  botRequestBurst: 200,
  botSendsPerSecond: 2,
  botSendBurst: 20,
  /** Requests of one mini-app in one session to the mini-apps' API. */
  apiPerSecond: 20,
  apiBurst: 100,
  /** The same of one person, over all mini-apps and sessions. */
  apiPerPersonPerSecond: 60,
  apiPerPersonBurst: 300,
  /** The largest file that may be uploaded. */
  fileBytes: protocolLimits.fileBytes as number,
  /** Uploads of one person that are not finished, and their bytes in all. */
  uploadsPerPerson: 200,
  uploadBytesPerPerson: 20 * 1_073_741_824,
  /** Bytes that one person uploads within 24 hours; 0: as many as they like. */
  uploadBytesPerDay: 20 * 1_073_741_824,
  /** Uploads wait while less is free on the disk than these bytes, and than this share of it. */
  minFreeBytes: 1_073_741_824,
  minFreeShare: 0.05,
  /** Requests of one person that carry bytes of uploads at the same time. */
  uploadsAtOnce: 16,
  /** Bytes that one person uploads per second, and at once: a gigabit, of which others need a part too. */
  uploadBytesPerSecond: 100 * 1_048_576,
  uploadByteBurst: 1_073_741_824,
  /** An upload of which no byte comes for this time is cut; it goes on with the next request. */
  uploadIdleMs: 30_000,
  /** Requests for files of one person: a chat full of pictures loads as many at once as it has. */
  fileRequestsPerSecond: 100,
  fileRequestBurst: 2_000,
  /** How often files are removed that nobody needs, and the journal of the database is emptied. */
  collectFilesMs: 3_600_000,
  /** How often bytes are looked for that no file needs, since a kill came between the two: it reads the list of all. */
  sweepFilesMs: 24 * 3_600_000,
  /** Body of a request over HTTP: an announcement in which every character is escaped. */
  httpBodyBytes: 96 * 1_024,
  /** Connections of one session, and of one person; above that the oldest is closed. */
  connectionsPerSession: 8,
  connectionsPerPerson: 32,
  /** Sessions of one person; above that the one that was not seen for longest ends. */
  sessionsPerPerson: 50,
  /** Burst of refused requests after which a connection is closed; five per second are forgiven. */
  refusals: 100,
  /** False: no rate limits and no limits on attempts, for benches. */
  rate: true,
  maxMembers: protocolLimits.members as number,
  /** Failed sign-ins of an account from one address, of an account and of an address in all, within `authWindowMs`. */
  authAttempts: 10,
  authAttemptsPerAccount: 100,
  authAttemptsPerAddress: 100,
  /** The same of an IPv6 network: a /56, which a household has, and a /48, which a company or a server has. */
  authAttemptsPerHousehold: 200,
  authAttemptsPerSite: 400,
  authWindowMs: 60_000,
  /** Sign-ins by password of one address: a check takes 12 ms of a processor, and two run at a time. */
  signInsPerSecond: 5,
  signInBurst: 200,
  /** Refreshes of one session; a client needs one in fifteen minutes, and some more on a bad line. */
  refreshesPerSecond: 0.2,
  refreshBurst: 20,
  authMs: protocolLimits.authMs as number,
  bodiesOnlineMembers: protocolLimits.bodiesOnlineMembers as number,
  /**
   * In a group with more online members than this, over all processes, those who do not have it open hear of it once in
   * `crowdHeadMs` to twice that, unless they are mentioned, and nobody hears who types.
   */
  crowdOnlineMembers: 20_000,
  crowdHeadMs: 5_000,
  recallMs: protocolLimits.recallMs as number,
  /** For how long a message can be edited, milliseconds. */
  editMs: protocolLimits.editMs as number,
  frameBytes: protocolLimits.frameBytes as number,
  /** Requests in one frame. */
  batch: 100,
  /** Fragments of one message. A client sends one; browsers cut large messages into a few dozen. */
  fragments: 64,
  /**
   * What is under way for one person, in requests, of which a page or a change of members counts as several; above
   * that the server stops reading from their connections.
   */
  inFlight: 128,
  maxSockets: 20_000,
  /**
   * Sockets on which nobody has signed in, HTTP included, in all and from one address. Above that the oldest goes, of
   * the address that has the most. An address may have as many as it may open at once: an office that comes back would
   * push its own out before they have signed in.
   */
  maxUnauthenticated: 8_000,
  maxUnauthenticatedPerAddress: 1_000,
  /**
   * When the server stops, its clients come back over a time that grows with their number, 60 s at most; so do they
   * when it breaks off, 10 s at most, and admissions spread the rest. `returnAtOnce` of them need not wait.
   */
  returnAtOnce: 100,
  returnSocketsPerSecond: 400,
  reconnectSocketsPerSecond: 2_000,
  reconnectMs: 10_000,
  /** More than `returnAtOnce` sockets are closed over this time when the server stops. */
  drainMs: 2_000,
  /**
   * People who come in, on one server, per second and at once: signing in and what is new cost about two milliseconds of
   * a processor. The rest is told when to come back before it costs anything.
   */
  admissionsPerSecond: 500,
  admissionBurst: 1_000,
  /** The same of one session. */
  sessionAdmissionsPerSecond: 1,
  sessionAdmissionBurst: 20,
  /** A request over HTTP that is not complete within this time is refused. */
  httpRequestMs: 15_000,
  /** How long a server that stops waits for requests over HTTP. */
  stopMs: 5_000,
  /** Bytes waiting for one connection: above `softBuffer` it gets heads only, above `hardBuffer` it is closed. */
  softBuffer: 2 * 1_048_576,
  hardBuffer: 16 * 1_048_576,
  /** Small pushes to one connection are written at most this often. */
  pushEveryMs: 50,
  pingMs: 30_000,
  /** A large conversation's head, and receipts, are sent at most this often. */
  headEveryMs: 1_000,
  receiptsEveryMs: 300,
  /** Who came and went is told at most this often; who is back within that time has not gone. */
  presenceEveryMs: 2_000,
  /**
   * Of people at other processes: how long a question, or an answer to it, waits for others to go with it; how long what
   * was said holds, which is asked for anew three times within; and most people who are asked for, and who others asked for.
   */
  presenceAskMs: 100,
  presenceTtlMs: 90_000,
  presencePeople: 200_000,
  /** Lists of people whom one person watches, per second and burst; a list that is scrolled names some a second. */
  watchesPerSecond: 2,
  watchBurst: 40,
  /** How often a process among several compares with the database, for what it did not hear of. */
  compareEveryMs: 1_000,
  /** How often it asks of all its sessions whether they still run, and not only which ended lately. */
  compareAllMs: 60_000,
  /** About how often a process looks for jobs that another one has left. */
  lookForJobsMs: 3_000,
  /** How often last-seen times of devices are written. */
  lastSeenEveryMs: 60_000,
}
export type ServerLimits = typeof defaultLimits

/**
 * Which addresses the server reaches for others: of the public internet, and `hosts` of the company's network
 * (`wiki.corp.example`, with a port where it is not the usual one). `proxyOf`: the proxies by which others are reached;
 * none by default. `resolve`: for tests, in place of DNS.
 */
export interface Reach {
  hosts?: readonly string[]
  proxyOf?: ProxyOf
  resolve?: Resolve
}

export interface ServerOptions {
  /** The folder of the database, unless that is elsewhere, and of files; made when missing. */
  dataDir: string
  /** A database of PostgreSQL, `postgres://user@host/database`; `workspace.db` in the folder by default. */
  database?: string
  /**
   * NATS, `nats://host:port`, by which several processes on one PostgreSQL tell each other at once what happened; without
   * it there is one process.
   */
  bus?: string
  /** What this process does, of several on one PostgreSQL; everything by default. */
  roles?: readonly Role[]
  /** 0, the default: any free port. */
  port?: number
  /** 127.0.0.1 by default. */
  host?: string
  /** A pino level (`silent` by default) or a logger. */
  logger?: string | Logger
  limits?: Partial<ServerLimits>
  /** Addresses and networks of proxies whose X-Forwarded-For is trusted; none by default. */
  trustProxy?: readonly string[]
  /** Files that are not taken: extensions (`exe`), media types (`video/mp4`) and families of them (`video/*`). */
  blockedTypes?: readonly string[]
  /** What is loaded for previews of links and pictures of cards: false for nothing. */
  linkPreviews?: false | Reach
  /** What is posted to for bots and for buttons of cards, whose words others choose: false for nothing. */
  outgoing?: false | Reach
  /** Called when this server cannot go on as it is, and has to be started again; `why` is a sentence. */
  onOutdated?: (why: string) => void
  /** Where the bytes of files are: a bucket, `s3://host/bucket`; `blobs` in the data folder by default. */
  blobs?: string
  /** ClamAV's daemon, `host:port` or the path of its socket, which sees each file before it is kept. */
  clamd?: string
  /**
   * A translation service that speaks LibreTranslate's `POST /translate`, by its whole address, and its key, if it wants
   * one; none by default.
   */
  translate?: { url: string; key?: string | undefined }
  /** Where Prometheus reads `/metrics`, an address of its own; 0: any free port. Nothing is counted by default. */
  metrics?: { host: string; port: number }
  /** Where traces go; nowhere by default. */
  tracing?: OtlpOptions
  /** A folder with a folder for each built mini-app, served under /apps/. */
  appsDir?: string
  /** Adds HTTP routes beside the server's own, before it listens. */
  routes?: (app: FastifyInstance) => void
}
