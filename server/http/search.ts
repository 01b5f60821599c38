import { pinyin } from 'pinyin-pro'
import { parseIds } from '../storage/rows.ts'
import type { EmployeeRow } from '../storage/schema.ts'
import type { Store } from '../storage/store.ts'

/** A colleague as the search gives them. */
export interface FoundPerson {
  id: string
  name: string
  latinName: string
  title: string
  mail: string
  departmentIds: string[]
}

interface Entry {
  person: FoundPerson
  name: string
  latin: string
  full: string
  initials: string
  title: string
  mail: string
}

/** Finds colleagues by name, Latin name, full pinyin, initials, title or mail. Held in memory, brought up to date by revision. */
export class DirectorySearch {
  readonly #store: Store
  readonly #entries = new Map<string, Entry>()
  #revision = 0

  constructor(store: Store) {
    this.#store = store
  }

  /** The best matches first. */
  async find(query: string, limit: number): Promise<FoundPerson[]> {
    await this.#refresh()
    const text = fold(query)
    const found: { entry: Entry; rank: number }[] = []
    for (const entry of this.#entries.values()) {
      const rank = rankOf(entry, text)
      if (rank > 0) found.push({ entry, rank })
    }
    found.sort((a, b) => b.rank - a.rank || a.entry.full.localeCompare(b.entry.full))
    return found.slice(0, limit).map(({ entry }) => entry.person)
  }

  async #refresh(): Promise<void> {
    const rows = await this.#store.read(db =>
      db.selectFrom('employees').selectAll().where('revision', '>', this.#revision).orderBy('revision').execute(),
    )
    for (const row of rows) {
      if (row.deleted !== 0) this.#entries.delete(row.id)
      else this.#entries.set(row.id, toEntry(row))
      this.#revision = Number(row.revision)
    }
  }
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

function toEntry(row: EmployeeRow): Entry {
  const syllables = pinyin(row.name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' })
  const { id, name, title, mail } = row
  return {
    person: { id, name, latinName: row.latin_name, title, mail, departmentIds: parseIds(row.department_ids) },
    name: fold(name),
    latin: fold(row.latin_name),
    full: fold(syllables.join('')),
    initials: fold(syllables.map(syllable => syllable[0] ?? '').join('')),
    title: fold(title),
    mail: fold(mail),
  }
}

/** 0: no match. Beginnings count more than insides, names more than the rest. */
function rankOf(entry: Entry, text: string): number {
  if (entry.name === text) return 9
  if (entry.name.startsWith(text)) return 8
  const solid = text.replaceAll(' ', '')
  if (entry.name.includes(text)) return 7
  if (entry.full.startsWith(solid) || entry.latin.startsWith(text) || entry.initials === solid) return 6
  if (entry.initials.startsWith(solid)) return 5
  if (entry.latin.includes(text) || entry.full.includes(solid)) return 4
  if (entry.mail.startsWith(text)) return 3
  if (entry.title.includes(text)) return 2
  return entry.mail.includes(text) ? 1 : 0
}
