import { PostgresStore } from '../storage/postgres/store.ts'
import { SqliteStore } from '../storage/sqlite/store.ts'
import type { Store } from '../storage/store.ts'
import { dropDatabase } from './postgres.ts'
import { ownDatabase } from './workspace.ts'

/** A database of a workspace without a server. */
export interface TestStore {
  store: Store
  /** What another process has open: on SQLite, of which there is one process, the same. */
  again(): Promise<Store>
  end(): Promise<void>
}

/** Opens a new database: in a folder, or on PostgreSQL where the tests run there. */
export async function openTestStore(dataDir: string): Promise<TestStore> {
  const { database } = await ownDatabase()
  if (database === undefined) {
    const store = await SqliteStore.open(dataDir)
    return { store, again: async () => store, end: () => store.shutdown() }
  }
  const stores = [await PostgresStore.open(database)]
  const [store] = stores as [PostgresStore]
  return {
    store,
    async again() {
      const other = await PostgresStore.open(database)
      stores.push(other)
      return other
    },
    async end() {
      for (const one of stores) await one.shutdown()
      await dropDatabase(database)
    },
  }
}
