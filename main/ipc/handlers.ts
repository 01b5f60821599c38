import type { CallArgs, CallResult, Settings } from '../../preload/contract/index.ts'
import { externalLink } from '../shell/links.ts'
import type { Account } from '../workspace/account.ts'
import { DesktopError } from '../workspace/errors.ts'
import type { CallHandlers } from './calls.ts'

/** The parts that the calls are made of. */
export interface Parts {
  account: Account
  info: () => CallResult<'app.info'>
  settings: { get(): Settings; set(change: Partial<Settings>): Settings }
  workbench: {
    tabs(): CallResult<'workbench.tabs'>
    open(appId: string): Promise<void>
    allow(appId: string, permissions: CallArgs<'workbench.allow'>['permissions']): Promise<void>
    revoke(appId: string): void
    close(appId: string): void
    reload(appId: string): void
    back(appId: string): void
    show(place: CallArgs<'workbench.show'>): void
  }
  copy: (text: string) => void
  openExternal: (address: string) => Promise<void>
  /** The person looks at this conversation now, or at none. */
  onOpenConversation: (id: string | null) => void
  onRead: (conversationId: string, seq: number) => void
  /** The page asks for its state: it listens to events. */
  onListening: () => void
  /** The page has handed over what was typed. */
  onFlushed: () => void
}

/** Every call of the contract, made of the parts. */
export function callHandlers(parts: Parts): CallHandlers {
  const { account, workbench } = parts
  const workspace = () => account.require()
  const cache = () => account.require().cache
  const shown = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer
    account.workspace?.shown(value)
    return value
  }
  return {
    'app.info': () => parts.info(),
    'settings.get': () => parts.settings.get(),
    'settings.set': change => parts.settings.set(change),
    'clipboard.write': ({ text }) => {
      parts.copy(text)
      return {}
    },
    'link.open': async ({ url }) => {
      const link = externalLink(url)
      if (link === null) throw new DesktopError('bad_arguments', 'only http, https and mailto addresses are opened')
      await parts.openExternal(link)
      return {}
    },

    'app.flushed': () => {
      parts.onFlushed()
      return {}
    },

    'session.get': () => {
      parts.onListening()
      return account.state
    },
    'session.signIn': async args => {
      await account.signIn(args)
      return {}
    },
    'session.signInDemo': async () => {
      await account.signInDemo()
      return {}
    },
    'session.signOut': args => account.signOut(args),
    'session.recover': async args => {
      await account.recover(args)
      return {}
    },
    'devices.list': async () => (await workspace().request('device.list', {})).devices,
    'devices.revoke': ({ deviceId }) => workspace().request('device.revoke', { deviceId }),
    'connection.get': () =>
      account.workspace?.state ?? {
        status: 'offline',
        reason: 'none',
        lastSyncedAt: null,
        retryAt: null,
        progress: null,
        updateNeeded: false,
      },
    'connection.retry': () => {
      workspace().wake()
      return {}
    },

    'conversations.page': args => shown(cache().conversationsPage(args)),
    'conversations.get': ({ id }) => shown(cache().conversation(id)),
    'conversations.summary': () => cache().conversationsSummary(),
    'conversations.members': ({ id }) => shown(workspace().members(id)),
    'conversations.create': group => workspace().startConversation(request => request('conversation.create', group)),
    'conversations.direct': ({ userId }) => workspace().directWith(userId),
    'conversations.rename': ({ id, name }) => workspace().request('conversation.rename', { conversationId: id, name }),
    'conversations.addMembers': ({ id, userIds }) =>
      workspace().request('conversation.addMembers', { conversationId: id, userIds }),
    'conversations.removeMembers': ({ id, userIds }) =>
      workspace().request('conversation.removeMembers', { conversationId: id, userIds }),
    'conversations.leave': async ({ id }) => {
      await workspace().request('conversation.leave', { conversationId: id })
      // Who leaves by their own will leaves no words behind that keep the conversation in the list.
      await cache().setDraft(id, '')
      return {}
    },
    'conversations.update': async ({ id, pinned, muted }) => {
      await workspace().updateMembership({ conversationId: id, pinned, muted })
      return {}
    },
    'conversations.markRead': async ({ id, seq }) => {
      await workspace().updateMembership({ conversationId: id, readSeq: seq })
      parts.onRead(id, seq)
      return {}
    },
    'conversations.setOpen': async ({ id }) => {
      parts.onOpenConversation(id)
      await account.workspace?.setOpen(id)
      return {}
    },
    'conversations.setDraft': async ({ id, text }) => {
      await cache().setDraft(id, text)
      return {}
    },
    'conversations.typing': ({ id }) => {
      workspace().typing(id)
      return {}
    },
    'conversations.receipts': ({ id }) => workspace().receipts(id),

    'messages.page': args => shown(workspace().page(args)),
    'messages.send': args => workspace().send(args),
    'messages.retry': async ({ clientId }) => {
      await workspace().retry(clientId)
      return {}
    },
    'messages.discard': async ({ clientId }) => {
      await cache().outboxDiscard(clientId)
      return {}
    },
    'messages.recall': async ({ id, seq }) => {
      await workspace().request('message.recall', { conversationId: id, seq })
      return {}
    },
    'messages.search': args => shown(cache().searchMessages(args)),

    'directory.departments': async () => {
      const { organisation, departments } = await cache().departments()
      const { name, latinName } = workspace().tokens.session.workspace
      // Before the directory is there the company is known by what it said on signing in.
      return { organisation: organisation.name === '' ? { name, latinName } : organisation, departments }
    },
    'directory.people': args => cache().people(args),
    'directory.person': ({ userId }) => cache().person(userId),
    'directory.search': args => cache().searchDirectory(args),

    'workbench.apps': () => cache().apps(),
    'workbench.tabs': () => workbench.tabs(),
    'workbench.open': async ({ appId }) => {
      await workbench.open(appId)
      return {}
    },
    'workbench.allow': async ({ appId, permissions }) => {
      await workbench.allow(appId, permissions)
      return {}
    },
    'workbench.revoke': ({ appId }) => {
      workbench.revoke(appId)
      return {}
    },
    'workbench.close': ({ appId }) => {
      workbench.close(appId)
      return {}
    },
    'workbench.reload': ({ appId }) => {
      workbench.reload(appId)
      return {}
    },
    'workbench.back': ({ appId }) => {
      workbench.back(appId)
      return {}
    },
    'workbench.show': place => {
      workbench.show(place)
      return {}
    },
    'workbench.setFavourites': async ({ appIds }) => {
      await workspace().request('preferences.update', { favouriteApps: appIds })
      return {}
    },
  }
}
