import type { Preferences } from '@lianqun/protocol'
import type { CallResult, PersonName } from '../../../preload/contract/index.ts'
import { readJson, type Sql } from '../core/sql.ts'

/** The user's selections of people, without those who left the company. */
export function readSelections(sql: Sql): CallResult<'conversations.selections'> {
  const stored = sql.get<{ value: string }>('SELECT value FROM preferences')
  const { selections = [] } = stored === undefined ? {} : readJson<Partial<Preferences>>(stored.value)
  const rows = sql.all<PersonName>(
    `SELECT id, name, latin_name AS latinName FROM employee
     WHERE deleted = 0 AND bot IS NULL AND id IN (SELECT value FROM json_each(?))`,
    JSON.stringify([...new Set(selections.flatMap(({ userIds }) => userIds))]),
  )
  const people = new Map(rows.map(person => [person.id, person]))
  return selections.map(({ id, name, userIds }) => ({
    id,
    name,
    people: userIds.flatMap(userId => people.get(userId) ?? []),
  }))
}
