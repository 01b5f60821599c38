import { setImmediate as nextTick } from 'node:timers/promises'
import { pinyin } from 'pinyin-pro'
import { fold as foldText } from '../../../common/fold.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { parseIds } from '../../storage/rows.ts'
import type { Store } from '../../storage/store.ts'
import type { EmployeeRow } from './tables.ts'

/** A department with its names. */
export interface NamedDepartment {
  id: string
  name: string
  latinName: string
}

/** A search result; `departments` in the order of `departmentIds`. */
export interface FoundPerson {
  id: string
  name: string
  latinName: string
  title: string
  mail: string
  external: boolean
  departmentIds: string[]
  departments: NamedDepartment[]
}

interface Entry {
  person: Omit<FoundPerson, 'departments'>
  name: string
  /** The Latin name in both orders, because family names come first or last. */
  latin: readonly [string, string]
  full: string
  initials: string
  title: string
  mail: string
}

/** Employees indexed before the event loop gets a turn. */
const slice = 200

/** Finds employees by name, Latin name, pinyin, initials, title or mail. Updates its index in memory by revision. */
export class DirectorySearch {
  readonly #store: Store
  readonly #entries = new Map<string, Entry>()
  #revision = 0
  #refreshed: Promise<void> = Promise.resolve()

  constructor(store: Store) {
    this.#store = store
  }

  /** The best matches first. */
  async find(query: string, limit: number): Promise<FoundPerson[]> {
    await this.#refresh()
    const text = fold(query)
    const best = new Best(limit)
    for (const entry of this.#entries.values()) {
      const rank = rankOf(entry, text)
      if (rank > 0) best.offer(entry, rank)
    }
    return this.#withDepartments(best.people())
  }

  async #withDepartments(people: readonly Entry['person'][]): Promise<FoundPerson[]> {
    const ids = [...new Set(people.flatMap(person => person.departmentIds))]
    const departments = await this.#store.read(db => readDepartments(db, ids))
    const byId = new Map(departments.map(department => [department.id, department]))
    return people.map(person => ({
      ...person,
      departments: person.departmentIds.flatMap(id => byId.get(id) ?? []),
    }))
  }

  /** Refreshes one after the other, so that each sees all changes before its call. */
  #refresh(): Promise<void> {
    const mine = this.#refreshed.then(() => this.#catchUp())
    // The caller gets the error; the next refresh tries again.
    this.#refreshed = mine.catch(() => undefined)
    return mine
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const rows = await this.#store.read(db =>
        db
          .selectFrom('employees')
          .selectAll()
          .where('revision', '>', this.#revision)
          .orderBy('revision')
          .limit(slice)
          .execute(),
      )
      for (const row of rows) {
        if (row.deleted !== 0 || row.bot !== null) this.#entries.delete(row.id)
        else this.#entries.set(row.id, toEntry(row))
        this.#revision = Number(row.revision)
      }
      if (rows.length < slice) return
      await nextTick()
    }
  }
}

/** The departments with these ids that are not deleted. */
export async function readDepartments(db: Reader, ids: readonly string[]): Promise<NamedDepartment[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('departments')
    .select(['id', 'name', 'latin_name as latinName'])
    .where('id', 'in', idList(ids))
    .where('deleted', '=', 0)
    .execute()
}

/** Keeps the best matches in order, so that a large result is never sorted as a whole. */
class Best {
  readonly #limit: number
  readonly #found: { entry: Entry; rank: number }[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(entry: Entry, rank: number): void {
    let place = this.#found.length
    for (; place > 0; place--) {
      const before = this.#found[place - 1]
      // Pinyin is without accents here, so code unit order is enough.
      if (!before || before.rank > rank || (before.rank === rank && before.entry.full <= entry.full)) break
    }
    if (place >= this.#limit) return
    this.#found.splice(place, 0, { entry, rank })
    if (this.#found.length > this.#limit) this.#found.pop()
  }

  people(): Entry['person'][] {
    return this.#found.map(({ entry }) => entry.person)
  }
}

function fold(text: string): string {
  return foldText(text).trim()
}

function toEntry(row: EmployeeRow): Entry {
  const syllables = pinyin(row.name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' })
  const { id, name, title, mail } = row
  const latin = fold(row.latin_name)
  return {
    person: {
      id,
      name,
      latinName: row.latin_name,
      title,
      mail,
      external: row.external !== 0,
      departmentIds: parseIds(row.department_ids),
    },
    name: fold(name),
    latin: [latin, latin.split(/\s+/).reverse().join(' ')],
    full: fold(syllables.join('')),
    initials: fold(syllables.map(syllable => syllable[0] ?? '').join('')),
    title: fold(title),
    mail: fold(mail),
  }
}

/** 0: no match. Prefixes rank above infixes, names above other fields. */
function rankOf(entry: Entry, text: string): number {
  if (entry.name === text) return 9
  if (entry.name.startsWith(text)) return 8
  const solid = text.replaceAll(' ', '')
  if (entry.name.includes(text)) return 7
  if (entry.full.startsWith(solid) || entry.latin.some(latin => latin.startsWith(text)) || entry.initials === solid)
    return 6
  if (entry.initials.startsWith(solid)) return 5
  if (entry.latin.some(latin => latin.includes(text)) || entry.full.includes(solid)) return 4
  if (entry.mail.startsWith(text)) return 3
  if (entry.title.includes(text)) return 2
  return entry.mail.includes(text) ? 1 : 0
}
