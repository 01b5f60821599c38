import type { BrowserWindow, Certificate, Dialog, MessageBoxOptions } from 'electron'
import type { Log } from '../log.ts'
import { type Language, type Strings, strings } from './strings.ts'

type Words = Strings['dialog']

/** Native dialogs of the client. */
export interface Dialogs {
  /** The page crashed again soon after a reload: offers to load it once more, or to quit. */
  askAfterCrash(window: BrowserWindow): void
  /** The page does not react: offers to wait or to reload it. The dialog closes when it reacts `again`. */
  askUnresponsive(window: BrowserWindow, again: AbortSignal): void
  /** The window is closed, but the desktop shows no tray icon to bring it back. Asks once in a run. */
  askWithoutTray(window: BrowserWindow): Promise<'quit' | 'minimise'>
  /** Asks which certificate to show to a server; null: none. A single one is confirmed as well. */
  chooseCertificate(host: string, list: readonly Certificate[]): Promise<Certificate | null>
  warnOfUnsentLost(): void
  /** Drafts could not be saved: resolves with whether to quit and lose them. */
  askToLoseDrafts(count: number): Promise<boolean>
  /** @param copy path of the copy of the old file */
  warnOfSettingsReset(copy: string): void
  warnOfSettingsNotSaved(): void
  /** Something failed that nobody expected; the app goes on. Told once in a run. */
  warnOfFault(): void
}

export function createDialogs(options: {
  dialog: Pick<Dialog, 'showMessageBox'>
  language: () => Language
  /** Brings the window to the front, and reloads its page after a crash. */
  show: () => BrowserWindow
  quit: () => void
  log: Log
}): Dialogs {
  const { dialog, show, quit, log } = options
  const words = (): Words => strings(options.language()).dialog
  /** The index of the chosen button. */
  const ask = async (window: BrowserWindow, box: MessageBoxOptions): Promise<number> =>
    (await dialog.showMessageBox(window, { noLink: true, ...box })).response
  const warn = (text: { message: string; detail: string }): void => {
    ask(show(), { type: 'warning', ...text, buttons: [words().ok] }).catch(error =>
      log('a warning could not be shown', { error: String(error) }),
    )
  }
  let minimises = false
  let faultTold = false
  return {
    askAfterCrash(window) {
      const { pageGone: message, pageGoneDetail: detail, loadAgain, quit: end } = words()
      ask(window, { type: 'error', message, detail, buttons: [loadAgain, end], defaultId: 0, cancelId: 0 })
        .then(button => (button === 0 ? show() : quit()))
        .catch(error => log('the dialog after a crash could not be shown', { error: String(error) }))
    },
    askUnresponsive(window, again) {
      const { unresponsive: message, unresponsiveDetail: detail, wait, loadAgain } = words()
      const buttons = [wait, loadAgain]
      ask(window, { type: 'warning', message, detail, buttons, defaultId: 0, cancelId: 0, signal: again })
        .then(button => {
          // Its end is handled as a crash, which reloads the page.
          if (button === 1 && !again.aborted && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer()
        })
        .catch(error => log('the dialog of a page that does not react could not be shown', { error: String(error) }))
    },
    async askWithoutTray(window) {
      if (minimises) return 'minimise'
      const { withoutTray: message, withoutTrayDetail: detail, minimise, quit: end } = words()
      const buttons = [minimise, end]
      const button = await ask(window, { type: 'info', message, detail, buttons, defaultId: 0, cancelId: 0 })
      if (button === 1) quit()
      else minimises = true
      return button === 1 ? 'quit' : 'minimise'
    },
    async chooseCertificate(host, list) {
      if (list.length === 0) return null
      const { certificate, certificateDetail: detail, noCertificate } = words()
      const buttons = [...list.map(({ subjectName, issuerName }) => `${subjectName} (${issuerName})`), noCertificate]
      const box = { message: certificate(host), detail, buttons, cancelId: list.length }
      return list[await ask(show(), { type: 'question', ...box })] ?? null
    },
    warnOfUnsentLost: () => warn({ message: words().unsentLost, detail: words().unsentLostDetail }),
    warnOfSettingsReset: copy => warn({ message: words().settingsReset, detail: words().settingsResetDetail(copy) }),
    warnOfSettingsNotSaved: () => warn({ message: words().settingsNotSaved, detail: words().settingsNotSavedDetail }),
    warnOfFault() {
      if (faultTold) return
      faultTold = true
      warn({ message: words().fault, detail: words().faultDetail })
    },
    async askToLoseDrafts(count) {
      const { draftsNotSaved, draftsNotSavedDetail: detail, stay, quitAnyway } = words()
      const box = { message: draftsNotSaved(count), detail, buttons: [stay, quitAnyway], defaultId: 0, cancelId: 0 }
      return (await ask(show(), { type: 'warning', ...box })) === 1
    },
  }
}
