import { contextBridge, ipcRenderer } from 'electron'
import type { bridgeCallChannel, bridgeEventChannel, LianqunBridge } from './bridge/index.ts'

// Only the types are imported, so that no schema library runs in a mini-app's view: main validates the calls.
const callChannel: typeof bridgeCallChannel = 'bridge:call'
const eventChannel: typeof bridgeEventChannel = 'bridge:event'

const bridge: LianqunBridge = {
  invoke: (name, args) => ipcRenderer.invoke(callChannel, name, args),
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
