import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Seconds of the processor that a process has used since it was ready. */
export interface Usage {
  cpuSeconds: number
}

/** What a process holds after a collection of its garbage, in bytes. */
export interface Memory {
  rss: number
  heapUsed: number
}

/** A process of a bench. What it sends is kept until it is asked for. */
export class Child {
  readonly #process: ChildProcess
  readonly #received: unknown[] = []
  readonly #waiting: { resolve: (message: unknown) => void; reject: (error: Error) => void }[] = []
  readonly #gone: Promise<unknown>

  constructor(process: ChildProcess) {
    this.#process = process
    this.#gone = once(process, 'exit')
    process.on('message', message => {
      const waiting = this.#waiting.shift()
      if (waiting) waiting.resolve(message)
      else this.#received.push(message)
    })
    process.on('exit', code => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`a process of the bench ended (${code})`))
    })
  }

  /** What it sends next. Rejects when it ends before. */
  next<T>(): Promise<T> {
    const [received] = this.#received.splice(0, 1)
    if (received !== undefined) return Promise.resolve(received as T)
    if (this.#process.exitCode !== null || this.#process.signalCode !== null)
      return Promise.reject(new Error('a process of the bench has ended'))
    return new Promise<T>((resolve, reject) =>
      this.#waiting.push({ resolve: message => resolve(message as T), reject }),
    )
  }

  ask<T>(question: unknown): Promise<T> {
    this.#process.send(question as object)
    return this.next<T>()
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>('usage')
  }

  memory(): Promise<Memory> {
    return this.ask<Memory>('memory')
  }

  /** Tells it to end in order, and waits for that. */
  async end(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect()
    await this.#gone
  }

  /** Ends it as a crash would, and waits for that. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#gone
  }
}

/** Starts a script of `bench/` with an order and waits for what it says when it is ready. */
export async function startChild<Ready>(script: string, order: unknown): Promise<{ child: Child; ready: Ready }> {
  const child = new Child(fork(join(import.meta.dirname, '..', script), { execArgv: ['--expose-gc'] }))
  try {
    return { child, ready: await child.ask<Ready>(order) }
  } catch (error) {
    await child.end()
    throw error
  }
}
