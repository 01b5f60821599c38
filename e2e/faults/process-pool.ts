import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of a test's own, to be killed at any moment. It has loaded its modules and waits for orders. */
export class Child<Order extends object, Report extends object> {
  readonly #process: ChildProcess
  readonly #reports = new EventEmitter<{ report: [Report] }>()
  /** How it ended: a signal or an exit code. All that it reported before is heard before this resolves. */
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

  /** @throws Error when it is dead already */
  order(order: Order): void {
    if (!this.#process.connected) throw new Error('the process is dead')
    this.#process.send(order, error => {
      // It may have died meanwhile, which `ended` says.
      if (error !== null && this.#process.connected) throw error
    })
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.ended
  }
}

/** Keeps one child loaded ahead, so that a life costs no wait for its modules. */
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
    // A spare that is killed unused is nobody's failure.
    for (const promise of [failed, loaded]) promise.catch(() => {})
    return { process: child, loaded }
  }
}
