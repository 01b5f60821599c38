import { mergeOnce } from '../../common/merge-once.ts'
import type { Dispatch, HttpHandlers } from '../core/feature.ts'
import type { JobSpecs } from '../core/jobs/jobs.ts'
import type { ScopeReaders } from '../core/scopes.ts'
import type { Services } from '../core/services.ts'
import { syncHandlers } from '../core/sync/methods.ts'
import { announcementHttp } from './announcements/index.ts'
import { appHandlers, appsScope } from './apps/index.ts'
import { authHandlers, authJobs, type LastSeen } from './auth/index.ts'
import { type Bots, botCards, botFaces, botHandlers } from './bots/index.ts'
import { cardHandlers, cardJobs } from './cards/index.ts'
import { conversationHandlers, conversationNotices, conversationScope } from './conversations/index.ts'
import { directoryHandlers, directoryHttp, directoryScope } from './directory/index.ts'
import { type FileKeeper, fileHandlers, fileJobs } from './files/index.ts'
import { groupAnnouncementHandlers } from './group-announcements/index.ts'
import { groupHandlers } from './groups/index.ts'
import { HookCalls, type HookReceiver, hookCards, hookHandlers, hookJobs } from './hooks/index.ts'
import { type LinkPolicy, type LinkPreviews, linkJobs } from './links/index.ts'
import { meHandlers, meHttp, meScope } from './me/index.ts'
import { type MessageCommits, type MessageIndexer, messageHandlers, queuedMessageHandlers } from './messages/index.ts'
import { presenceHandlers } from './presence/index.ts'
import { type Translations, translationHandlers } from './translation/index.ts'

/** The reader of each scope. A scope without a reader does not compile. */
export const scopes: ScopeReaders = {
  conversation: conversationScope,
  me: meScope,
  directory: directoryScope,
  apps: appsScope,
}

/** The handlers of all features. A method without one does not compile. */
export function createDispatch(
  services: Services,
  parts: {
    lastSeen: LastSeen
    commits: MessageCommits
    indexer: MessageIndexer
    files: FileKeeper
    hooks: HookReceiver
    bots: Bots
    translations: Translations | null
    /** Which addresses are posted to; null: none. */
    outgoing: LinkPolicy | null
  },
): Dispatch {
  return {
    methods: mergeOnce('methods', [
      authHandlers(services, parts.lastSeen),
      syncHandlers(services, scopes, parts.translations === null ? [] : ['translation']),
      conversationHandlers(services),
      groupHandlers(services, parts.files),
      groupAnnouncementHandlers(services),
      messageHandlers(services, parts.indexer),
      fileHandlers(services, parts.files),
      cardHandlers(services, [hookCards(new HookCalls(services, parts.outgoing)), botCards(services)], botFaces),
      hookHandlers(services, parts.hooks),
      botHandlers(services, {
        wakes: parts.bots.wakes,
        isConnected: id => parts.bots.sockets.has(id),
        maxMembers: services.limits.maxMembers,
      }),
      meHandlers(services),
      directoryHandlers(services),
      presenceHandlers(services),
      translationHandlers(services, parts.translations),
      appHandlers(services),
    ]),
    queued: queuedMessageHandlers(services, parts.commits),
    notices: conversationNotices(services),
  }
}

/** The handlers of the mini-apps' HTTP API. An endpoint without one does not compile. */
export function createHttpHandlers(services: Services): HttpHandlers {
  return mergeOnce('endpoints', [meHttp(services), directoryHttp(services), announcementHttp(services)])
}

interface JobParts {
  files: FileKeeper
  bots: Bots
  previews: LinkPreviews | null
  /** Which addresses are loaded; null: none. */
  links: LinkPolicy | null
  /** Why an address was not loaded, for the log. */
  refused: (url: string, reason: string) => void
}

/** How the jobs of all features are done. A kind without a way does not compile. */
export function createJobs(services: Services, { files, bots, previews, links, refused }: JobParts): JobSpecs {
  const { store, write, limits } = services
  return mergeOnce('jobs', [
    authJobs(write),
    fileJobs(files, limits),
    linkJobs(previews),
    cardJobs({ read: fn => store.read(fn), write, files, policy: links, refused }),
    hookJobs(services),
    bots.jobs(),
  ])
}
