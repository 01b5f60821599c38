import type { SqliteDatabase } from 'kysely'
import type { Sqlite } from '../../../common/node/sqlite.ts'

/** A connection in the form that Kysely's SqliteDialect takes. */
export function kyselyDatabase(sqlite: Sqlite): SqliteDatabase {
  return {
    prepare: text => {
      const isRollback = text === 'rollback'
      const statement = sqlite.statement(text)
      return {
        reader: statement.reader,
        all: parameters => statement.all(...parameters),
        run: parameters => {
          // SQLite has rolled back by itself after a full disk; a second rollback would hide that error.
          if (isRollback && !sqlite.inTransaction) return { changes: 0, lastInsertRowid: 0 }
          return { changes: statement.run(...parameters), lastInsertRowid: 0 }
        },
        iterate: parameters => statement.all(...parameters)[Symbol.iterator](),
      }
    },
    close: () => sqlite.close(),
  }
}
