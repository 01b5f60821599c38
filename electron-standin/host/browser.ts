import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core'
import { findChromium } from './chromium.mjs'

export interface TargetInfo {
  targetId: string
  type: string
  title: string
  url: string
  openerId?: string
  browserContextId?: string
}

export interface LaunchOptions {
  headless: boolean
  /** Chromium switches of the app. */
  args: string[]
}

/** The Chromium process for all sessions, windows and views. It ends with this process, also after a crash. */
export class StandinBrowser extends EventEmitter<{ disconnected: [] }> {
  readonly browser: Browser
  readonly cdp: CDPSession
  readonly headless: boolean
  /** Holds Chromium's temporary profile. */
  readonly profileRoot: string
  readonly targets = new Map<string, TargetInfo>()
  chromiumPid = 0
  closing = false

  private constructor(browser: Browser, cdp: CDPSession, headless: boolean, profileRoot: string) {
    super()
    this.browser = browser
    this.cdp = cdp
    this.headless = headless
    this.profileRoot = profileRoot
  }

  static async launch(options: LaunchOptions): Promise<StandinBrowser> {
    const executablePath = findChromium()
    if (executablePath === null)
      throw new Error('No Chromium, Chrome or Edge found. Install one, or set LIANQUN_CHROMIUM to its executable.')
    const profileRoot = mkdtempSync(path.join(tmpdir(), 'electron-standin-'))
    process.once('exit', () => rmSync(profileRoot, { recursive: true, force: true, maxRetries: 3 }))
    // Playwright creates the profile in the temporary folder; ours can be removed after a kill.
    const saved = { TMPDIR: process.env.TMPDIR, TEMP: process.env.TEMP }
    const env = { ...process.env }
    process.env.TMPDIR = profileRoot
    process.env.TEMP = profileRoot
    let browser: Browser
    try {
      const launch = (chromiumSandbox: boolean) =>
        chromium.launch({
          executablePath,
          chromiumSandbox,
          headless: options.headless,
          env: Object.fromEntries(
            Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
          ),
          handleSIGHUP: false,
          handleSIGINT: false,
          handleSIGTERM: false,
          ignoreDefaultArgs: ['--hide-scrollbars', '--mute-audio'],
          // As in Electron, a page may close itself.
          args: [
            '--blink-settings=allowScriptsToCloseWindows=true',
            ...(options.headless ? ['--disable-gpu', '--mute-audio'] : []),
            ...options.args,
          ],
        })
      const withoutSandbox = (why: string): Promise<Browser> => {
        console.error(`electron-standin: Chromium runs without its sandbox: ${why}`)
        return launch(false)
      }
      browser = await (process.getuid?.() === 0
        ? withoutSandbox('it has none for root')
        : launch(true).catch(error => {
            if (!/sandbox/i.test(String(error))) throw error
            return withoutSandbox('this system does not let it have one')
          }))
    } finally {
      for (const key of ['TMPDIR', 'TEMP'] as const) {
        if (saved[key] === undefined) delete process.env[key]
        else process.env[key] = saved[key]
      }
    }
    const cdp = await browser.newBrowserCDPSession()
    const host = new StandinBrowser(browser, cdp, options.headless, profileRoot)
    await host.#watch()
    return host
  }

  async #watch(): Promise<void> {
    const changed = ({ targetInfo }: { targetInfo: TargetInfo }) => this.targets.set(targetInfo.targetId, targetInfo)
    this.cdp.on('Target.targetCreated', changed)
    this.cdp.on('Target.targetInfoChanged', changed)
    this.cdp.on('Target.targetDestroyed', ({ targetId }) => this.targets.delete(targetId))
    this.browser.on('disconnected', () => this.emit('disconnected'))
    const [processes] = await Promise.all([
      this.cdp.send('SystemInfo.getProcessInfo'),
      this.cdp.send('Target.setDiscoverTargets', { discover: true }),
    ])
    this.chromiumPid = processes.processInfo.find(item => item.type === 'browser')?.id ?? 0
  }

  /** The browser context of a target; asks Chromium if it was not announced yet. */
  async contextOf(targetId: string): Promise<TargetInfo | undefined> {
    const known = this.targets.get(targetId)
    if (known) return known
    const { targetInfos } = await this.cdp.send('Target.getTargets')
    for (const info of targetInfos) this.targets.set(info.targetId, info)
    return this.targets.get(targetId)
  }

  /** Shares the pages with another process; returns the address to connect to. */
  async share(): Promise<string> {
    // Playwright registers shared browsers in the user's cache, where a killed run would leave its entry.
    const places = {
      PWTEST_SOCKETS_DIR: this.profileRoot,
      PWTEST_SERVER_REGISTRY: path.join(this.profileRoot, 'shared'),
    }
    const saved = { ...process.env }
    Object.assign(process.env, places)
    try {
      return (await this.browser.bind(`electron-standin-${process.pid}`)).endpoint
    } finally {
      for (const key of Object.keys(places)) {
        if (saved[key] === undefined) delete process.env[key]
        else process.env[key] = saved[key]
      }
    }
  }

  async newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      acceptDownloads: false,
      ...(this.headless ? { viewport: { width: 800, height: 600 } } : { viewport: null }),
      ...options,
    })
    context.on('page', page => {
      this.#closePopup(context, page).catch(error => {
        if (!this.closing && !page.isClosed()) console.error('electron-standin: a popup was not closed:', error)
      })
    })
    return context
  }

  /**
   * A window that a page opens is always closed: an allowed popup opens as a new BrowserWindow. It is
   * closed only after Playwright has resumed it: until then it blocks its opener, which shares its thread.
   */
  async #closePopup(context: BrowserContext, page: Page): Promise<void> {
    const cdp = await context.newCDPSession(page)
    const { targetInfo } = await cdp.send('Target.getTargetInfo')
    if (targetInfo.openerId) await page.close()
    else await cdp.detach()
  }

  async close(): Promise<void> {
    this.closing = true
    await this.browser.close()
  }
}
