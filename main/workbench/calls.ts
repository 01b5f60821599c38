import type { workbenchCalls } from '../../preload/contract/workbench.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'

export function workbenchHandlers(parts: Parts): Pick<CallHandlers, keyof typeof workbenchCalls> {
  const { workbench } = parts
  const { cache, workspace } = access(parts)
  return {
    'workbench.apps': () => cache().apps(),
    'workbench.tabs': () => workbench.tabs(),
    'workbench.open': async ({ appId }) => {
      await workbench.open(appId)
      await cache().noteAppOpened(appId)
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
    'workbench.picture': async ({ appId }) => ({ url: await workbench.picture(appId) }),
    'workbench.focus': ({ appId }) => {
      workbench.focus(appId)
      return {}
    },
    'workbench.setFavourites': async ({ appIds }) => {
      await workspace().request('preferences.update', { favouriteApps: appIds })
      return {}
    },
  }
}
