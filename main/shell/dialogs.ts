import type { BrowserWindow, Certificate, Dialog } from 'electron'
import type { Log } from '../log.ts'
import { type Language, type Strings, strings } from './strings.ts'

/** Native dialogs of the client. */
export interface Dialogs {
  /** The page crashed again soon after a reload: offers to load it once more, or to quit. */
  askAfterCrash(window: BrowserWindow): void
  warnOfUnsentLost(): void
  /** Asks which certificate to show to a server; null: none. A single one is confirmed as well. */
  chooseCertificate(host: string, list: readonly Certificate[]): Promise<Certificate | null>
  /** @param copy path of the copy of the old file */
  warnOfSettingsReset(copy: string): void
}

export function createDialogs(options: {
  dialog: Pick<Dialog, 'showMessageBox'>
  language: () => Language
  /** Brings the window to the front, and reloads its page after a crash. */
  show: () => BrowserWindow
  quit: () => void
  log: Log
}): Dialogs {
  const { dialog, language, show, quit, log } = options
  const warn = (textOf: (words: Strings['dialog']) => { message: string; detail: string }): void => {
    const words = strings(language()).dialog
    dialog
      .showMessageBox(show(), { type: 'warning', ...textOf(words), buttons: [words.ok] })
      .catch(error => log('a warning could not be shown', { error: String(error) }))
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
        .catch(error => log('the dialog after a crash could not be shown', { error: String(error) }))
    },
    async chooseCertificate(host, list) {
      if (list.length === 0) return null
      const words = strings(language()).dialog
      const names = list.map(({ subjectName, issuerName }) => `${subjectName} (${issuerName})`)
      const { response } = await dialog.showMessageBox(show(), {
        type: 'question',
        message: words.certificate(host),
        detail: words.certificateDetail,
        buttons: [...names, words.noCertificate],
        cancelId: list.length,
      })
      return list[response] ?? null
    },
    warnOfUnsentLost: () => warn(words => ({ message: words.unsentLost, detail: words.unsentLostDetail })),
    warnOfSettingsReset: copy =>
      warn(words => ({ message: words.settingsReset, detail: words.settingsResetDetail(copy) })),
  }
}
