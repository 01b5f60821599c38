import type { appCalls } from '../../preload/contract/app.ts'
import type { settingsCalls } from '../../preload/contract/settings.ts'
import type { updateCalls } from '../../preload/contract/updates.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { DesktopError } from '../workspace/errors.ts'
import { externalLink } from './links.ts'

export function shellHandlers(
  parts: Parts,
): Pick<CallHandlers, keyof typeof appCalls | keyof typeof settingsCalls | keyof typeof updateCalls> {
  return {
    'app.info': () => parts.info(),
    'app.diagnostics': () => ({ text: parts.diagnostics() }),
    'app.commands': () => parts.commands.list(),
    'app.command': ({ id }) => {
      if (!parts.commands.run(id)) throw new DesktopError('bad_arguments', 'the menu has no such entry')
      return {}
    },
    'notifications.state': () => ({ state: parts.notificationState() }),
    'settings.get': () => parts.settings.get(),
    'settings.set': change => parts.settings.set(change),
    'clipboard.write': ({ text, html }) => {
      parts.copy(text, html)
      return {}
    },
    'link.open': async ({ url }) => {
      const token = parts.account.workspace?.joinTokenOf(url) ?? null
      if (token !== null) {
        parts.navigate({ to: 'join', token })
        return {}
      }
      const link = externalLink(url)
      if (link === null) throw new DesktopError('bad_arguments', 'only http, https and mailto addresses are opened')
      await parts.openExternal(link)
      return {}
    },
    'updates.get': () => parts.updates.state(),
    'updates.check': () => {
      void parts.updates.check()
      return {}
    },
    'updates.install': () => {
      parts.updates.install()
      return {}
    },
    'app.flushed': ({ unsaved }) => {
      parts.onFlushed(unsaved)
      return {}
    },
  }
}
