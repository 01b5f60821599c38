import type { BrowserWindow, Dialog } from 'electron'
import type { Log } from '../log.ts'
import { type Language, type Strings, strings } from './strings.ts'

/** What the client must say to a person outside the window's page. */
export interface Dialogs {
  /** The page ended again soon after it was loaded anew: the person loads it once more, or quits. */
  askAfterCrash(window: BrowserWindow): void
  warnOfUnsentLost(): void
  /** @param copy where the old file is kept */
  warnOfSettingsReset(copy: string): void
}

export function createDialogs(options: {
  dialog: Pick<Dialog, 'showMessageBox'>
  language: () => Language
  /** Brings the window to the front, and its page back. */
  show: () => BrowserWindow
  quit: () => void
  log: Log
}): Dialogs {
  const { dialog, language, show, quit, log } = options
  const warn = (textOf: (words: Strings['dialog']) => { message: string; detail: string }): void => {
    const words = strings(language()).dialog
    dialog
      .showMessageBox(show(), { type: 'warning', ...textOf(words), buttons: [words.ok] })
      .catch(error => log('a warning was not shown', { error: String(error) }))
  }
  return {
    askAfterCrash(window) {
      const words = strings(language()).dialog
      dialog
        .showMessageBox(window, {
          type: 'error',
          message: words.pageGone,
          detail: words.pageGoneDetail,
          buttons: [words.loadAgain, words.quit],
          defaultId: 0,
          cancelId: 0,
        })
        .then(({ response }) => (response === 0 ? show() : quit()))
        .catch(error => log('what to do after a crash was not asked', { error: String(error) }))
    },
    warnOfUnsentLost: () => warn(words => ({ message: words.unsentLost, detail: words.unsentLostDetail })),
    warnOfSettingsReset: copy =>
      warn(words => ({ message: words.settingsReset, detail: words.settingsResetDetail(copy) })),
  }
}
