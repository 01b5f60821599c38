import { create } from 'zustand'
import type { UpdateState } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { translator } from '../i18n.ts'
import { toast, toastError } from '../ui/index.ts'

/** What is known of a newer version; null until it is asked for. */
export const useUpdates = create<{ update: UpdateState | null }>(() => ({ update: null }))

/** Does what brings the newer version: installs it, or opens the page where it is. */
export function getUpdate({ status, page }: UpdateState): void {
  const done =
    status === 'ready' ? call('updates.install', {}) : page === null ? null : call('link.open', { url: page })
  done?.catch(toastError)
}

/** Follows the state, and tells once of each version that waits for the person. */
export function startUpdates(): () => void {
  let told: string | null = null
  const follow = (update: UpdateState): void => {
    useUpdates.setState({ update })
    const { status, version } = update
    if ((status !== 'ready' && status !== 'elsewhere') || version === null || version === told) return
    told = version
    const t = translator('settings')
    toast({
      kind: 'info',
      text: t(`update_${status}`, { version }),
      action: { label: t(status === 'ready' ? actionOnReady() : 'updatePage'), onSelect: () => getUpdate(update) },
    })
  }
  const stop = on('updates.changed', follow)
  call('updates.get', {}).then(follow, toastError)
  return stop
}

/** On macOS the system installs after the app has ended, and does not start it. */
export function actionOnReady(): 'updateInstall' | 'updateQuit' {
  return document.documentElement.dataset.platform === 'mac' ? 'updateQuit' : 'updateInstall'
}
