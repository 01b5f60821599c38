import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A child process that a test may kill at any time. It has loaded its modules and waits for orders. */
export class Child<Order extends object, Report extends object> {
  readonly #process: ChildProcess
  readonly #reports = new EventEmitter<{ report: [Report] }>()
  /** The signal or exit code it ended with. Resolves after all its reports were received. */
  readonly ended: Promise<NodeJS.Signals | number | null>

  constructor(process: ChildProcess) {
    this.#process = process
    process.on('message', message => this.#reports.emit('report', message as Report))
    this.ended = Promise.all([once(process, 'exit'), once(process, 'disconnect')]).then(
      ([[code, signal]]) => signal ?? code,
    )
  }

  onReport(listener: (report: Report) => void): void {
    this.#reports.on('report', listener)
  }

  /** @throws Error when the process has ended */
  order(order: Order): void {
    if (!this.#process.connected) throw new Error('the process has ended')
    this.#process.send(order, error => {
      // The process may have ended meanwhile; `ended` reports that.
      if (error !== null && this.#process.connected) throw error
    })
  }

  /** Sends a signal that does not end it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process.kill(signal)
  }

  /** `kill -9`; resolves when it has ended. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.ended
  }
}

/** Keeps one child preloaded, so that a restart does not wait for modules to load. */
export class ProcessPool<Order extends object, Report extends object> {
  readonly #module: string
  readonly #folder: string
  #next: { process: ChildProcess; loaded: Promise<unknown> } | null = null

  /** @param module the children's code @param folder where they keep their compiled modules */
  constructor(module: URL, folder: string) {
    this.#module = fileURLToPath(module)
    this.#folder = folder
  }

  async take(): Promise<Child<Order, Report>> {
    const { process, loaded } = this.#next ?? this.#fork()
    this.#next = this.#fork()
    await loaded
    return new Child(process)
  }

  close(): void {
    this.#next?.process.kill('SIGKILL')
    this.#next = null
  }

  #fork(): { process: ChildProcess; loaded: Promise<unknown> } {
    const child = fork(this.#module, { execArgv: [], env: { ...process.env, NODE_COMPILE_CACHE: this.#folder } })
    const failed = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`${this.#module} ended with ${signal ?? code} before it was loaded`)
    })
    const loaded = Promise.race([once(child, 'message'), failed])
    // Ignore the failure of a spare child that is killed unused.
    for (const promise of [failed, loaded]) promise.catch(() => {})
    return { process: child, loaded }
  }
}
