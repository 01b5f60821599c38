import { contextBridge, ipcRenderer } from 'electron'
import { boundedCalls } from './bounded-calls.ts'
import type { bridgeCallChannel, bridgeEventChannel, LianqunBridge } from './bridge/index.ts'

// Only the types are imported, so that no schema library runs in a mini-app's view: main validates the calls.
const callChannel: typeof bridgeCallChannel = 'bridge:call'
const eventChannel: typeof bridgeEventChannel = 'bridge:event'

const bridge: LianqunBridge = {
  invoke: boundedCalls((name, args) => ipcRenderer.invoke(callChannel, name, args)),
  on: (event, listener) => {
    const onEvent = (_: unknown, name: unknown, payload: unknown) => {
      if (name === event) listener(payload as Parameters<typeof listener>[0])
    }
    ipcRenderer.on(eventChannel, onEvent)
    return () => {
      ipcRenderer.off(eventChannel, onEvent)
    }
  },
}

contextBridge.exposeInMainWorld('lianqunBridge', bridge)

/*
 * A link to another origin opens as a new window: main decides about it, and lets the system's browser open it or loads
 * it here. As a navigation of this page the page's connection allowlist would cancel it, with an error page in its place.
 * Runs after the page's own listeners, which may handle the click themselves.
 */
window.addEventListener('click', event => {
  if (event.defaultPrevented || !event.isTrusted || event.button !== 0) return
  const link = event
    .composedPath()
    .find(target => target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement)
  if (link === undefined || link.href === '') return
  const { protocol, origin } = new URL(link.href)
  if (!['http:', 'https:', 'mailto:'].includes(protocol) || origin === location.origin) return
  event.preventDefault()
  window.open(link.href, '_blank', 'noopener')
})
