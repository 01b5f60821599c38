import type { StandinBrowser } from './browser.ts'
import type { HostOptions } from './options.ts'

const started = Promise.withResolvers<StandinBrowser>()
let options: HostOptions | undefined
let browser: StandinBrowser | undefined

/** State that the modules of a running app share. Set once by the command line. */
export const runtime = {
  get options(): HostOptions {
    if (!options) throw new Error('Start the app with the electron-standin command.')
    return options
  },
  configure(value: HostOptions): void {
    options = value
  },
  /** Resolves with Chromium when it runs. */
  browser: started.promise,
  /** Chromium if it runs, else undefined. */
  get current(): StandinBrowser | undefined {
    return browser
  },
  started(value: StandinBrowser): void {
    browser = value
    started.resolve(value)
  },
}
