import { EventEmitter } from 'node:events'
import type { FrameMain } from './frame.ts'
import type { WebContents } from './web-contents.ts'

/** The event that listeners and handlers get. */
export interface IpcEvent {
  readonly type: 'frame'
  readonly sender: WebContents
  /** Null when the frame is destroyed or shows another document. */
  readonly senderFrame: FrameMain | null
  readonly processId: number
  readonly frameId: number
  readonly ports: never[]
  readonly defaultPrevented: boolean
  returnValue: unknown
  reply(channel: string, ...args: unknown[]): void
  preventDefault(): void
}

export type Handler = (event: IpcEvent, ...args: unknown[]) => unknown

/** Electron's IpcMain: one for the app (`ipcMain`) and one per web contents (`webContents.ipc`). */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, listener: (event: never, ...args: never[]) => unknown): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof listener !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`)
    this.#handlers.set(channel, listener as Handler)
  }

  handleOnce(channel: string, listener: (event: never, ...args: never[]) => unknown): void {
    const handler = listener as Handler
    this.handle(channel, (event: IpcEvent, ...args: unknown[]) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  handlerOf(channel: string): Handler | undefined {
    return this.#handlers.get(channel)
  }
}

export const ipcMain = new IpcMain()
ipcMain.setMaxListeners(0)
