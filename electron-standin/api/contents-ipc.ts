import type { FrameRecord, PageLink } from '../host/page-link.ts'
import { fromChromium } from '../host/schemes.ts'
import { wire } from '../host/wire.ts'
import { createEvent } from './event.ts'
import { FrameMain } from './frame.ts'
import { type IpcEvent, ipcMain } from './ipc-main.ts'
import type { WebContents } from './web-contents.ts'

/** Handles the messages from the preload worlds of one web contents, and the answers to them. */
export class ContentsIpc {
  readonly #contents: WebContents

  constructor(contents: WebContents) {
    this.#contents = contents
  }

  /** Handles one message of a preload world. An error of an app's listener is uncaught in the app, as in Electron. */
  receive(link: PageLink, payload: string, frame: FrameRecord, context: number): void {
    try {
      this.#take(link, payload, frame, context)
    } catch (error) {
      setImmediate(() => {
        throw error
      })
    }
  }

  #take(link: PageLink, payload: string, frame: FrameRecord, context: number): void {
    const contents = this.#contents
    const [kind, ...rest] = wire.decode(payload) as [string, ...unknown[]]
    switch (kind) {
      case 'preload-error':
        contents.emit('preload-error', createEvent(), rest[0], rest[1])
        return
      case 'title':
        contents.titleChanged(String(rest[0]))
        return
      case 'input':
        if (rest[0] === 'mouseDown') contents.tookFocus()
        contents.emit('input-event', createEvent(), { type: rest[0] })
        return
      case 'key':
        contents.emit('standin-key', rest[0])
        return
      case 'context-menu': {
        const params = rest[0] as { linkURL: string }
        const linkURL = fromChromium(params.linkURL)
        contents.emit('context-menu', createEvent(), { ...params, linkURL, frame: FrameMain.of(link, frame) })
        return
      }
    }
    const senderFrame = FrameMain.of(link, frame)
    // The answer goes to the document that asked, even when the frame shows another one by then.
    const answer = (id: number, value: Promise<unknown>) => {
      value
        .then(result => link.deliver(context, wire.encode(['reply', id, true, result])))
        .catch(error => link.deliver(context, wire.encode(['reply', id, false, String(error)])))
    }
    if (kind === 'permission') {
      const [id, name, mediaTypes] = rest as [number, string, string[] | undefined]
      answer(id, contents.session.permissions.request(contents, name, senderFrame, frame.origin, mediaTypes))
      return
    }
    const details = {
      type: 'frame' as const,
      sender: contents,
      senderFrame: senderFrame as FrameMain | null,
      processId: senderFrame.processId,
      frameId: senderFrame.routingId,
      ports: [],
      returnValue: undefined,
      reply: (channel: string, ...args: unknown[]) => senderFrame.send(channel, ...args),
    }
    const event: IpcEvent = Object.defineProperty(createEvent(details), 'senderFrame', {
      get: () => (senderFrame.isDestroyed() || frame.preloadContext !== context ? null : senderFrame),
    })
    if (kind === 'send') {
      const [channel, args] = rest as [string, unknown[]]
      contents.emit('ipc-message', event, channel, ...args)
      contents.ipc.emit(channel, event, ...args)
      ipcMain.emit(channel, event, ...args)
      return
    }
    const [id, channel, args] = rest as [number, string, unknown[]]
    answer(id, this.#invoke(event, channel, args))
  }

  async #invoke(event: IpcEvent, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.#contents.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    try {
      return await handler(event, ...args)
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      throw error
    }
  }
}
