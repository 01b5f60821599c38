import { setImmediate as nextTick } from 'node:timers/promises'
import { skeletonOf } from '../../../common/skeleton.ts'
import type { Store } from '../../storage/store.ts'

/** Employees read before the event loop gets a turn. */
const slice = 500

/**
 * What the names of all people look like, so that a bot has none of them. Held in memory and brought up to date by revision:
 * reading a directory of a hundred thousand for each name would take seconds.
 */
export class DirectoryNames {
  readonly #store: Pick<Store, 'read'>
  readonly #byPerson = new Map<string, readonly string[]>()
  /** How many people have it, by the skeleton. */
  readonly #people = new Map<string, number>()
  #revision = 0
  #refreshed: Promise<void> = Promise.resolve()

  constructor(store: Pick<Store, 'read'>) {
    this.#store = store
  }

  /** Whether a name looks like that of somebody who works here. */
  async isOfPerson(name: string): Promise<boolean> {
    // One after the other, so that each sees all changes before its call.
    const mine = this.#refreshed.then(() => this.#catchUp())
    this.#refreshed = mine.catch(() => undefined)
    await mine
    return this.#people.has(skeletonOf(name))
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const rows = await this.#store.read(db =>
        db
          .selectFrom('employees')
          .select(['id', 'name', 'latin_name', 'deleted', 'bot', 'revision'])
          .where('revision', '>', this.#revision)
          .orderBy('revision')
          .limit(slice)
          .execute(),
      )
      for (const { id, name, latin_name, deleted, bot, revision } of rows) {
        this.#forget(id)
        if (deleted === 0 && bot === null) this.#note(id, [name, latin_name])
        this.#revision = Number(revision)
      }
      if (rows.length < slice) return
      await nextTick()
    }
  }

  #note(id: string, names: readonly string[]): void {
    const skeletons = [...new Set(names.map(skeletonOf))].filter(skeleton => skeleton !== '')
    this.#byPerson.set(id, skeletons)
    for (const skeleton of skeletons) this.#people.set(skeleton, (this.#people.get(skeleton) ?? 0) + 1)
  }

  #forget(id: string): void {
    for (const skeleton of this.#byPerson.get(id) ?? []) {
      const others = (this.#people.get(skeleton) ?? 0) - 1
      if (others > 0) this.#people.set(skeleton, others)
      else this.#people.delete(skeleton)
    }
    this.#byPerson.delete(id)
  }
}
