import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Controls } from './api/controls.ts'
import type { FromApp, ToApp } from './host/control.ts'
import type { RecordedEntries, RecordedKind } from './host/recorder.ts'

export type { RecordedEntries, RecordedKind, RecordedMenuItem, RecordedNotification } from './host/recorder.ts'

export interface LaunchOptions {
  /** The app's entry file, or a folder with a package.json. */
  main: string
  /** Arguments after the app's path. */
  args?: string[]
  /** Becomes --user-data-dir. */
  userDataDir?: string
  /** Added to this process's environment. */
  env?: Record<string, string>
  /** The system that the app believes to run on; default: the one it runs on. */
  platform?: 'darwin' | 'linux' | 'win32'
  /** Default true. */
  headless?: boolean
  /** The Chromium to use; `findChromium` by default. */
  chromium?: string
  cwd?: string
}

/** The argument of functions in `evaluate`: the module `electron` with the stand-in's controls. */
export type ElectronModule = typeof import('electron') & { standin: Controls }

type Entry<K extends RecordedKind> = RecordedEntries[K][number]

const cli = fileURLToPath(new URL('bin/electron-standin.js', import.meta.url))

/**
 * Starts an app on the stand-in in its own process. Resolves when Chromium runs and `ready` has fired.
 * @throws Error with the app's output if it ends before that
 */
export async function launch(options: LaunchOptions): Promise<StandinApplication> {
  const args = [
    options.headless === false ? '--headed' : '--headless',
    ...(options.platform ? [`--standin-platform=${options.platform}`] : []),
    options.main,
    ...(options.userDataDir ? [`--user-data-dir=${options.userDataDir}`] : []),
    ...(options.args ?? []),
  ]
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env }
  if (options.chromium) env.LIANQUN_CHROMIUM = options.chromium
  // The app must not inherit flags and variables of the test runner.
  for (const key of [
    'NODE_OPTIONS',
    'NODE_CHANNEL_FD',
    'NODE_CHANNEL_SERIALIZATION_MODE',
    'VITEST',
    'NODE_V8_COVERAGE',
  ]) {
    if (options.env?.[key] === undefined) delete env[key]
  }
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: options.cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  const application = new StandinApplication(child)
  await application.ready()
  return application
}

/** A running app: its process, its pages, and its recorded calls to the desktop. */
export class StandinApplication extends EventEmitter<{ window: [Page]; guest: [Page]; exit: [code: number | null] }> {
  readonly process: ChildProcess
  /** Everything the app's main process has printed so far. */
  output = ''
  #browser: Browser | undefined
  #chromiumPid = 0
  #profileRoot = ''
  #nextId = 1
  #exited = false
  readonly #exit: Promise<number | null>
  readonly #ready = Promise.withResolvers<void>()
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  readonly #announced: { targetId: string; kind: 'window' | 'browserView' }[] = []
  readonly #pages = new Map<string, Page>()
  readonly #records = new EventEmitter<{ record: [string, unknown] }>()
  readonly #found = new EventEmitter<{ page: [] }>()

  constructor(child: ChildProcess) {
    super()
    this.process = child
    this.#records.setMaxListeners(0)
    this.#found.setMaxListeners(0)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8')
      stream?.on('data', text => {
        this.output += text
      })
    }
    child.on('message', message => this.#receive(message as FromApp))
    this.#exit = new Promise(resolve => {
      child.once('exit', code => {
        this.#exited = true
        const error = new Error(`The app has ended (code ${code}).\n${this.output}`)
        this.#ready.reject(error)
        for (const { reject } of this.#waiting.values()) reject(error)
        this.#waiting.clear()
        this.emit('exit', code)
        this.#found.emit('page')
        this.#records.emit('record', 'exit', undefined)
        resolve(code)
      })
    })
    this.#ready.promise.catch(() => {}) // ready() reports the error.
  }

  /** Resolves when the app's windows can be reached. */
  ready(): Promise<void> {
    return this.#ready.promise
  }

  /** The process id of the app's Chromium. */
  get chromiumPid(): number {
    return this.#chromiumPid
  }

  #receive(message: FromApp): void {
    switch (message.type) {
      case 'ready':
        this.#chromiumPid = message.chromiumPid
        this.#profileRoot = message.profileRoot
        this.#connect(message.endpoint).then(this.#ready.resolve, this.#ready.reject)
        return
      case 'page':
        this.#announced.push({ targetId: message.targetId, kind: message.kind })
        this.#match()
        return
      case 'record':
        this.#records.emit('record', message.kind, message.entry)
        return
      case 'result': {
        const entry = this.#waiting.get(message.id)
        this.#waiting.delete(message.id)
        if (message.ok) entry?.resolve(message.value)
        else entry?.reject(Object.assign(new Error(message.error.message), { stack: message.error.stack }))
      }
    }
  }

  async #connect(endpoint: string): Promise<void> {
    const browser = await chromium.connect(endpoint)
    this.#browser = browser
    const watch = (context: ReturnType<Browser['contexts']>[number]) => {
      context.on('page', page => this.#identify(page))
      for (const page of context.pages()) this.#identify(page)
    }
    browser.on('context', watch)
    for (const context of browser.contexts()) watch(context)
  }

  #identify(page: Page): void {
    const identify = async () => {
      const cdp = await page.context().newCDPSession(page)
      const { targetInfo } = await cdp.send('Target.getTargetInfo')
      await cdp.detach()
      this.#pages.set(targetInfo.targetId, page)
      page.once('close', () => {
        this.#pages.delete(targetInfo.targetId)
        const at = this.#announced.findIndex(item => item.targetId === targetInfo.targetId)
        if (at >= 0) this.#announced.splice(at, 1)
      })
      this.#match()
    }
    identify().catch(error => {
      if (!page.isClosed() && !this.#exited) this.output += `\nA page could not be identified: ${error}`
    })
  }

  readonly #emitted = new WeakSet<Page>()

  #match(): void {
    for (const { targetId, kind } of this.#announced) {
      const page = this.#pages.get(targetId)
      if (!page || this.#emitted.has(page)) continue
      this.#emitted.add(page)
      this.emit(kind === 'window' ? 'window' : 'guest', page)
    }
    this.#found.emit('page')
  }

  #open(kind: 'window' | 'browserView'): Page[] {
    return this.#announced.flatMap(item => {
      const page = item.kind === kind ? this.#pages.get(item.targetId) : undefined
      return page && !page.isClosed() ? [page] : []
    })
  }

  /** The pages of the app's windows, oldest first. */
  windows(): Page[] {
    return this.#open('window')
  }

  /** The pages of the app's WebContentsViews, oldest first. */
  guests(): Page[] {
    return this.#open('browserView')
  }

  /** @throws Error with the app's output if it ends first */
  firstWindow(): Promise<Page> {
    return this.#first(() => this.windows()[0])
  }

  /** The first guest page that `predicate` accepts (the first of all without one). */
  waitForGuest(predicate: (page: Page) => boolean = () => true): Promise<Page> {
    return this.#first(() => this.guests().find(predicate))
  }

  async #first(find: () => Page | undefined): Promise<Page> {
    for (;;) {
      const page = find()
      if (page) return page
      if (this.#exited) throw new Error(`The app has ended.\n${this.output}`)
      await once(this.#found, 'page')
    }
  }

  /** Runs a function in the app's main process. The function is sent as text and must not close over variables. */
  evaluate<R, Arg = void>(fn: (electron: ElectronModule, arg: Arg) => R | Promise<R>, arg?: Arg): Promise<R> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      if (this.#exited) {
        reject(new Error(`The app has ended.\n${this.output}`))
        return
      }
      this.#waiting.set(id, { resolve: value => resolve(value as R), reject })
      this.process.send({ type: 'evaluate', id, source: String(fn), arg } satisfies ToApp)
    })
  }

  /** All recorded entries so far. */
  recorded(): Promise<RecordedEntries> {
    return this.evaluate(({ standin }) => standin.recorded())
  }

  /** The first recorded entry of a kind that `predicate` accepts, past or future. */
  async waitForRecorded<K extends RecordedKind>(
    kind: K,
    predicate: (entry: Entry<K>) => boolean = () => true,
  ): Promise<Entry<K>> {
    const found = Promise.withResolvers<Entry<K>>()
    const listener = (name: string, entry: unknown) => {
      if (name === 'exit') found.reject(new Error(`The app has ended.\n${this.output}`))
      else if (name === kind && predicate(entry as Entry<K>)) found.resolve(entry as Entry<K>)
    }
    this.#records.on('record', listener)
    try {
      const before: Entry<K>[] = (await this.recorded())[kind]
      return before.find(predicate) ?? (await found.promise)
    } finally {
      this.#records.off('record', listener)
    }
  }

  /** Clicks a notification. */
  notificationClick(id: number): Promise<void> {
    return this.evaluate(({ standin }, id) => standin.notification(id).act({ kind: 'click' }), id)
  }

  /** Queues the answer to the next dialog of a kind (`showMessageBox`, `showOpenDialog`, `showSaveDialog`). */
  answerDialog(kind: string, answer: unknown): Promise<void> {
    return this.evaluate(({ standin }, { kind, answer }) => standin.answerDialog(kind, answer), { kind, answer })
  }

  /** Resolves with the exit code when the app has ended for any reason. */
  waitForExit(): Promise<number | null> {
    return this.#exit
  }

  /** Quits as `app.quit()` does. Calls `app.exit` when the app has not ended after `patience` milliseconds. */
  async close(patience = 10_000): Promise<void> {
    const tell = (name: 'quit' | 'exit') =>
      this.evaluate(({ app }, name) => void setImmediate(() => app[name]()), name).catch(error => {
        if (!this.#exited) throw error
      })
    if (!this.#exited) await tell('quit')
    const timer = setTimeout(() => {
      tell('exit').catch(error => {
        this.output += `\n${error}`
      })
    }, patience)
    await this.#exit
    clearTimeout(timer)
    await this.#browser?.close()
  }

  /** Kills the app and its Chromium with SIGKILL, to simulate a crash or a power failure. */
  async kill(): Promise<void> {
    if (!this.#exited) this.process.kill('SIGKILL')
    if (this.#chromiumPid) killGroup(this.#chromiumPid)
    await this.#exit
    await this.#browser?.close()
    if (this.#profileRoot) rmSync(this.#profileRoot, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/** Kills Chromium's process group, which includes its helpers. */
function killGroup(pid: number): void {
  for (const target of process.platform === 'win32' ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
