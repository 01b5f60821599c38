import { remember } from '../../core/rate-limits.ts'
import type { Write } from '../../core/services.ts'
import { noteDelivery } from './deliveries.ts'
import type { HookDeliveryRow } from './tables.ts'

/** Those that may come very often are written at most this often, milliseconds: a flood must not fill the log. */
const noteEveryMs = 5_000
/** Kinds of refusal that are counted in memory. */
const mostKinds = 10_000

/** Writes into the logs of hooks what did not go into their groups. */
export class HookLog {
  readonly #write: Write
  /** When a kind of refusal was written last, and how many came since. */
  readonly #quiet = new Map<string, { at: number; more: number }>()

  constructor(write: Write) {
    this.#write = write
  }

  /** Notes what is not in the group. `quiet`: it may come very often, so that most of it is only counted. */
  async note(row: HookDeliveryRow, quiet: boolean): Promise<void> {
    let times = 1
    if (quiet) {
      const kind = `${row.hook_id} ${row.dialect} ${row.problem}`
      const last = this.#quiet.get(kind)
      if (last !== undefined && row.at - last.at < noteEveryMs) {
        last.more++
        return
      }
      times += last?.more ?? 0
      remember(this.#quiet, kind, { at: row.at, more: 0 }, mostKinds)
    }
    await this.#write(`hook:${row.hook_id}`, w => noteDelivery(w, { ...row, times }))
  }
}
