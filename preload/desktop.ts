import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { createCallBatch } from './call-batch.ts'
import type {
  AnswerBatch,
  answerChannel as answerName,
  callChannel as callName,
  callsInBatch,
  Desktop,
  eventChannel as eventName,
  stageChannel as stageName,
} from './contract/index.ts'
import { createStage } from './stage.ts'

// Only the types are imported, so that the page does not load the schemas: main validates the calls.
const callChannel: typeof callName = 'desktop:call'
const answerChannel: typeof answerName = 'desktop:answer'
const eventChannel: typeof eventName = 'desktop:event'
const stageChannel: typeof stageName = 'desktop:stage'
const limit: typeof callsInBatch = 200

const batch = createCallBatch({
  send: calls => ipcRenderer.send(callChannel, calls),
  limit,
  document: crypto.randomUUID(),
})
ipcRenderer.on(answerChannel, (_, answers: AnswerBatch) => batch.receive(answers))

const listeners = new Map<string, Set<(payload: never) => void>>()
ipcRenderer.on(eventChannel, (_, name: string, payload) => {
  for (const listener of [...(listeners.get(name) ?? [])]) {
    try {
      listener(payload as never)
    } catch (error) {
      // An error in one listener must not keep the event from the others.
      reportError(error)
    }
  }
})

const desktop: Desktop = {
  call: batch.call,
  stage: createStage({
    pathOf: file => webUtils.getPathForFile(file),
    send: request => ipcRenderer.invoke(stageChannel, request),
  }),
  on: (event, listener) => {
    const all = listeners.get(event) ?? new Set()
    listeners.set(event, all)
    // Wrapped, so that a function that subscribes twice has two subscriptions.
    const entry: typeof listener = payload => listener(payload)
    all.add(entry)
    return () => {
      all.delete(entry)
    }
  },
}

contextBridge.exposeInMainWorld('desktop', desktop)
