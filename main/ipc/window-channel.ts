import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron'
import {
  type DesktopEvent,
  type DesktopEventName,
  eventChannel,
  type StagedFile,
  type StageRequest,
} from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import { isAppAddress } from '../shell/app-scheme.ts'
import { createAnswerQueue } from './answer-queue.ts'
import { bindCalls, type CallHandlers } from './calls.ts'
import { bindStaging } from './stage-channel.ts'

/** Sends events and answers to the window's page, in the order in which they occurred. */
export interface WindowChannel {
  /** Sends an event to the current page; without a window it is dropped. */
  emit<N extends DesktopEventName>(name: N, payload: DesktopEvent<N>): void
  /** Answers the page's calls from now on. To be called once. */
  answerCalls(handlers: CallHandlers): void
  /** Takes files from the page's preload script from now on. To be called once. */
  takeFiles(stage: (request: StageRequest) => Promise<{ id: string; file: StagedFile | null }>): void
}

export function createWindowChannel(options: { window: () => BrowserWindow | null; log: Log }): WindowChannel {
  const { window, log } = options
  const answers = createAnswerQueue(log)
  return {
    emit(name, payload) {
      const contents = window()?.webContents
      if (contents === undefined) return
      // A queued answer is older than the event, and the page keeps the value that comes last.
      answers.flush()
      contents.send(eventChannel, name, payload)
    },
    answerCalls(handlers) {
      bindCalls({ handlers, answers, isOurs: event => isFromWindow(event, window()), log })
    },
    takeFiles(stage) {
      bindStaging({ ipcMain, isOurs: event => isFromWindow(event, window()), stage, log })
    },
  }
}

function isFromWindow(
  { sender, senderFrame }: Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  window: BrowserWindow | null,
): boolean {
  if (window === null || senderFrame === null) return false
  const { webContents } = window
  return sender === webContents && senderFrame === webContents.mainFrame && isAppAddress(senderFrame.url)
}
