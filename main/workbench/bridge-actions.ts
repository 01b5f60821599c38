import type { BridgeContext } from '../../preload/bridge/index.ts'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import type { Language } from '../shell/strings.ts'
import type { Account } from '../workspace/account.ts'
import { DesktopError } from '../workspace/errors.ts'
import { type BridgeOptions, guestContext } from './bridge.ts'

/** Bridge calls that use the workspace and the window: context, tokens and navigation. */
export function createBridgeActions(options: {
  account: Pick<Account, 'state' | 'require'>
  language: () => Language
  platform: BridgeContext['platform']
  darkTheme: () => boolean
  navigate: (target: DesktopEvent<'navigate'>) => void
}): Pick<BridgeOptions, 'context' | 'token' | 'openConversation' | 'openProfile'> {
  const { account, language, platform, darkTheme, navigate } = options
  return {
    context(guest) {
      const { user, workspace } = account.state
      return guestContext(guest, {
        user,
        workspace: { name: workspace?.name ?? '', latinName: workspace?.latinName ?? '' },
        language: language(),
        theme: darkTheme() ? 'dark' : 'light',
        platform,
      })
    },
    async token(appId, permissions) {
      const workspace = account.require()
      const { apiBase, ...rest } = await workspace.request('app.token', { appId, permissions })
      // The server may return a path relative to its origin.
      return { ...rest, apiBase: new URL(apiBase, workspace.address.httpOrigin).href.replace(/\/+$/, '') }
    },
    async openConversation(target) {
      const workspace = account.require()
      if ('userId' in target) {
        const { userId } = target
        const { id } = await workspace.startConversation(request => request('conversation.direct', { userId }))
        navigate({ to: 'conversation', id, seq: null })
        return
      }
      const conversation = await workspace.cache.conversation(target.conversationId)
      if (conversation === null) throw new DesktopError('bad_arguments', 'not a conversation of this user')
      navigate({ to: 'conversation', id: conversation.id, seq: null })
    },
    openProfile: userId => navigate({ to: 'person', userId }),
  }
}
