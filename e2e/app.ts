import { join } from 'node:path'
import { type ElectronModule, launch, type StandinApplication } from 'electron-standin'
import { _electron, type Page } from 'playwright-core'
import { row } from './locators.ts'
import { group, password, type World } from './world.ts'

/*
 * Starts the client's real bundles on a host: the stand-in, or Electron with LIANQUN_E2E_HOST=electron. `standin`
 * gives what only the stand-in has (recorded notifications, the tray); it is null on Electron.
 */

const root = join(import.meta.dirname, '..')

export interface ClientApp {
  page: Page
  standin: StandinApplication | null
  /** Waits for the page of the mini-app whose address contains `part`. */
  guest(part: string): Promise<Page>
  evaluate<R, A = void>(fn: (electron: ElectronModule, arg: A) => R | Promise<R>, arg?: A): Promise<R>
  /** Quits the app; resolves when the process has ended. */
  quit(): Promise<void>
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>
}

export async function openApp(options: {
  profile: string
  /** The app's folder; the built client by default. */
  folder?: string
  args?: string[]
  env?: Record<string, string>
  /** The system that the client believes to run on; only the stand-in knows it. */
  platform?: 'darwin' | 'linux' | 'win32'
}): Promise<ClientApp> {
  const args = ['--lang=en-US', ...(options.args ?? [])]
  const env = { LANG: 'en_US.UTF-8', LANGUAGE: 'en', ...options.env }
  if (process.env.LIANQUN_E2E_HOST === 'electron') {
    const app = await _electron.launch({
      args: [options.folder ?? root, `--user-data-dir=${options.profile}`, ...args],
      env: { ...process.env, ...env } as Record<string, string>,
      chromiumSandbox: process.getuid?.() !== 0,
    })
    const closed = new Promise<void>(resolve => app.once('close', () => resolve()))
    // On Windows Playwright's process is a shell around Electron.
    const pid = await app.evaluate(() => process.pid)
    return {
      page: await app.firstWindow(),
      standin: null,
      guest: part => pageAt(part, () => app.windows()),
      evaluate: (fn, arg) => app.evaluate(fn as never, arg) as never,
      quit: () => app.close(),
      kill: async () => {
        try {
          process.kill(pid, 'SIGKILL')
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
        }
        await closed
      },
    }
  }
  const { platform } = options
  const main = options.folder ?? root
  const app = await launch({ main, args, userDataDir: options.profile, env, ...(platform ? { platform } : {}) })
  const page = await app.firstWindow()
  await page.waitForLoadState('domcontentloaded')
  return {
    page,
    standin: app,
    guest: part => pageAt(part, () => app.guests()),
    evaluate: (fn, arg) => app.evaluate(fn, arg),
    quit: async () => {
      await app
        .evaluate(({ app: electronApp }) => {
          setImmediate(() => electronApp.quit())
        })
        .catch(() => {
          // The process may end before it answers.
        })
      const code = await app.waitForExit()
      if (code !== 0) throw new Error(`the app ended with code ${code} after quit:\n${app.output}`)
    },
    kill: () => app.kill(),
  }
}

/** Polls, because a new page gets its address later and neither host has an event for that. */
async function pageAt(part: string, pages: () => Page[]): Promise<Page> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const found = pages().find(page => page.url().includes(part))
    if (found !== undefined) return found
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`no page at ${part}; there are ${pages().map(page => page.url())}`)
}

/** Fills in and submits the sign-in form. */
export async function signIn(page: Page, address: string, account: string): Promise<void> {
  await page.getByLabel('Workspace address').fill(address)
  await page.getByLabel('Account', { exact: true }).fill(account)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  // Without safe storage (stand-in, Linux without a keyring) the app asks once.
  const goOn = page.getByRole('button', { name: 'Continue without it' })
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (await goOn.isVisible()) {
    await goOn.click()
    await page.getByRole('button', { name: 'I understand, continue' }).click()
  }
}

/**
 * Opens the client of a world with a profile in its folder, signs Chen Yu in, and waits for the list of conversations.
 * `timeoutMs`: of each step on the page.
 */
export async function openSignedIn(
  world: World,
  { timeoutMs = 10_000, ...options }: Omit<Parameters<typeof openApp>[0], 'profile'> & { timeoutMs?: number } = {},
): Promise<ClientApp> {
  const app = await openApp({ profile: join(world.folder, 'profile'), ...options })
  app.page.setDefaultTimeout(timeoutMs)
  try {
    await signIn(app.page, world.server.url, 'chenyu')
    await row(app.page, group).waitFor()
  } catch (error) {
    await app.kill()
    throw error
  }
  return app
}
