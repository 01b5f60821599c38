import { contextBridge, ipcRenderer } from 'electron'
import type { callChannel as callName, Desktop, eventChannel as eventName } from './contract.ts'

// Types only, so that the page does not wait for the schemas: main checks what is sent.
const callChannel: typeof callName = 'desktop:call'
const eventChannel: typeof eventName = 'desktop:event'

const desktop: Desktop = {
  call: (name, args) => ipcRenderer.invoke(callChannel, name, args),
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

contextBridge.exposeInMainWorld('desktop', desktop)
