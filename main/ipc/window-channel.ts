import type { BrowserWindow, IpcMainEvent } from 'electron'
import { type DesktopEvent, type DesktopEventName, eventChannel } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import { isAppAddress } from '../shell/app-scheme.ts'
import { createAnswerQueue } from './answer-queue.ts'
import { bindCalls, type CallHandlers } from './calls.ts'

/** What main says to the window's page: events, and the answers to its calls, in the order in which they came about. */
export interface WindowChannel {
  /** Reaches the page that is there now; without a window nobody. */
  emit<N extends DesktopEventName>(name: N, payload: DesktopEvent<N>): void
  /** Answers the page's calls from now on. Once. */
  answerCalls(handlers: CallHandlers): void
}

export function createWindowChannel(options: { window: () => BrowserWindow | null; log: Log }): WindowChannel {
  const { window, log } = options
  const answers = createAnswerQueue(log)
  return {
    emit(name, payload) {
      const contents = window()?.webContents
      if (contents === undefined) return
      // A waiting answer is older than the event: the page takes what comes last for what holds.
      answers.flush()
      contents.send(eventChannel, name, payload)
    },
    answerCalls(handlers) {
      bindCalls({ handlers, answers, isOurs: event => isFromWindow(event, window()), log })
    },
  }
}

function isFromWindow({ sender, senderFrame }: IpcMainEvent, window: BrowserWindow | null): boolean {
  if (window === null || senderFrame === null) return false
  const { webContents } = window
  return sender === webContents && senderFrame === webContents.mainFrame && isAppAddress(senderFrame.url)
}
