import type { Sqlite } from '../../common/node/sqlite.ts'
import { pick } from '../../common/random.ts'
import { foreignFamily, foreignGiven, givenNames, regions, surnames, teams, titles } from './words.ts'

/** Assigns revisions of the directory and writes the counter back. */
export class DirectoryCounter {
  readonly #sqlite: Sqlite
  #value: number

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
    const row = sqlite.statement("select value from counters where name = 'directory'").get<{ value: number }>()
    this.#value = Number(row?.value ?? 0)
  }

  next(): number {
    this.#value += 1
    return this.#value
  }

  /** Call it in the transaction that used the revisions. */
  save(): void {
    this.#sqlite.statement("update counters set value = ? where name = 'directory'").run(this.#value)
  }
}

/** Writes four levels of departments. Returns the lowest ones, which hold the people. The caller commits. */
export function writeDepartments(sqlite: Sqlite, people: number, directory: DirectoryCounter): string[] {
  const insert = sqlite.statement(
    'insert into departments (id, parent_id, name, latin_name, sort_order, leader_ids, deleted, revision) values (?, ?, ?, ?, ?, ?, 0, ?)',
  )
  const write = (id: string, parent: string | null, name: string, latin: string, order: number, leader: string[]) =>
    insert.run(id, parent, name, latin, order, JSON.stringify(leader), directory.next())
  const leaves: string[] = []
  const divisions = Math.max(1, Math.min(48, Math.round(people / 400)))
  const groupsEach = Math.max(1, Math.round(people / divisions / 40))
  const middles = Math.max(1, Math.ceil(groupsEach / 12))
  const roots = regions.slice(0, Math.max(1, Math.ceil(divisions / teams.length)))
  for (const [r, [name, latin]] of roots.entries()) write(`sd${r}`, null, name, latin, r, [])
  for (let d = 0; d < divisions; d++) {
    const root = d % roots.length
    const [name, latin] = teams[Math.floor(d / roots.length) % teams.length] ?? ['', '']
    const division = `sd${root}-${d}`
    write(division, `sd${root}`, `${name}中心`, `${latin} division`, d, [])
    for (let m = 0; m < middles; m++) {
      write(`${division}-${m}`, division, `${name}${m + 1}部`, `${latin} ${m + 1}`, m, [])
      for (let l = 0; l < Math.ceil(groupsEach / middles); l++) {
        const id = `${division}-${m}-${l}`
        // The person with that index is the first one in the department.
        const leader = leaves.length < people ? [`s${leaves.length}`] : []
        write(id, `${division}-${m}`, `${name}${m + 1}部${l + 1}组`, `${latin} ${m + 1}.${l + 1}`, l, leader)
        leaves.push(id)
      }
    }
  }
  directory.save()
  return leaves
}

/** A writer of people: the person `s<index>` with the account `seed<index>`. */
export function personWriter(
  sqlite: Sqlite,
  context: { leaves: readonly string[]; directory: DirectoryCounter; passwordHash: string; random: () => number },
): (index: number) => void {
  const { leaves, directory, passwordHash, random } = context
  const employee = sqlite.statement(
    'insert into employees (id, name, latin_name, department_ids, title, phone, mail, staff_no, place, deleted, revision) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)',
  )
  const user = sqlite.statement('insert into users (id, account, password_hash, me_revision) values (?, ?, ?, 0)')
  return i => {
    const [surname, latinSurname] = pick(random, surnames)
    const [given, latinGiven] = pick(random, givenNames)
    const foreign = random() < 0.05
    employee.run(
      `s${i}`,
      foreign ? `${pick(random, foreignGiven)} ${pick(random, foreignFamily)}` : surname + given,
      foreign ? '' : `${latinGiven} ${latinSurname}`,
      JSON.stringify([leaves[i % leaves.length]]),
      pick(random, titles),
      `138${String(i).padStart(8, '0')}`,
      `s${i}@seed.example`,
      `S-${i}`,
      '',
      directory.next(),
    )
    user.run(`s${i}`, `seed${i}`, passwordHash)
  }
}
