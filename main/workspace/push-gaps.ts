import type { Push, Scope } from '@lianqun/protocol'
import { limitConcurrency } from '../../common/limit-concurrency.ts'

/** The most gaps that are fetched at the same time. */
const maxFetches = 4

export interface PushGapsOptions {
  waitMs: number
  /** Applies a push. False: there is still a gap before it. */
  apply: (push: Push) => Promise<boolean>
  /** Brings a scope up to a revision at least. */
  fetch: (scope: Scope, upTo: number) => Promise<void>
  onFailed: (scope: Scope, error: unknown) => void
}

/** Pushes that came before those they follow. If these do not come in time, what is missing is fetched. */
export class PushGaps {
  readonly #options: PushGapsOptions
  readonly #waiting = new Map<Scope, { pushes: Push[]; timer: NodeJS.Timeout }>()
  readonly #limitFetches = limitConcurrency(maxFetches)

  constructor(options: PushGapsOptions) {
    this.#options = options
  }

  /** Keeps a push that there is a gap before. */
  wait(push: Push): void {
    const { scope } = push
    const gap = this.#waiting.get(scope)
    if (gap !== undefined) {
      gap.pushes.push(push)
      gap.pushes.sort((a, b) => a.from - b.from)
      return
    }
    const timer = setTimeout(() => this.#fetch(scope), this.#options.waitMs)
    this.#waiting.set(scope, { pushes: [push], timer })
  }

  /** Applies the pushes of a scope that waited, as far as the gap is filled. */
  async retry(scope: Scope): Promise<void> {
    const gap = this.#waiting.get(scope)
    if (gap === undefined) return
    while (gap.pushes.length > 0) {
      const [next] = gap.pushes
      if (next === undefined || !(await this.#options.apply(next))) return
      gap.pushes.shift()
    }
    clearTimeout(gap.timer)
    this.#waiting.delete(scope)
  }

  /** Forgets all that waits. */
  clear(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #fetch(scope: Scope): void {
    const pushes = this.#waiting.get(scope)?.pushes ?? []
    this.#waiting.delete(scope)
    const upTo = Math.max(...pushes.map(push => push.to))
    this.#limitFetches(() => this.#options.fetch(scope, upTo)).catch(error => this.#options.onFailed(scope, error))
  }
}
