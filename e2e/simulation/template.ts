import type { Sqlite, Statement } from '../../common/node/sqlite.ts'

/** The rows that a database had once, which it can have again. Making one anew costs a hundred times as much. */
export class Template {
  readonly #sqlite: Sqlite
  readonly #restoring: Statement[]

  /** Takes the rows as they are now. The full-text indexes are taken to be empty, and no row to have been numbered yet. */
  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite
    const all = sqlite.all<{ name: string; sql: string }>("select name, sql from sqlite_schema where type = 'table'")
    const searched = all.filter(({ sql }) => /^create virtual table/i.test(sql)).map(({ name }) => name)
    const isPlain = (name: string) =>
      !searched.some(index => name === index || name.startsWith(`${index}_`)) && !name.startsWith('sqlite_')
    const plain = all.map(({ name }) => name).filter(isPlain)
    const restoring: string[] = []
    sqlite.exec("attach ':memory:' as template")
    for (const name of plain) {
      sqlite.exec(`create table template."${name}" as select * from main."${name}"`)
      restoring.push(`delete from main."${name}"`)
    }
    if (all.some(({ name }) => name === 'sqlite_sequence')) restoring.push('delete from sqlite_sequence')
    for (const name of searched) restoring.push(`insert into "${name}" ("${name}") values ('delete-all')`)
    for (const name of plain) {
      const count = sqlite.all(`select 1 from template."${name}" limit 1`).length
      if (count > 0) restoring.push(`insert into main."${name}" select * from template."${name}"`)
    }
    this.#restoring = restoring.map(text => sqlite.statement(text))
  }

  restore(): void {
    this.#sqlite.exec('pragma foreign_keys = OFF')
    this.#sqlite.transaction(() => {
      for (const statement of this.#restoring) statement.run()
    })
    this.#sqlite.exec('pragma foreign_keys = ON')
  }
}
