import type { Employee } from '@lianqun/protocol'
import { pick, seeded } from '../common/random.ts'
import { openSql } from '../main/cache/core/sql.ts'
import { WriteContext } from '../main/cache/core/write-context.ts'
import { openDatabase } from '../main/cache/database.ts'
import { directoryEntities } from '../main/cache/directory/writes.ts'
import { entities, migrations } from '../main/cache/features.ts'
import { migrate } from '../main/cache/migrations/index.ts'
import { givenNames, surnames, titles } from '../server/seed/words.ts'
import { benchKey, benchPath, removeDatabase } from './cache-data.ts'
import { type Bench, quantile } from './report.ts'

/*
 * Measures what the palette asks at each key: people, departments and groups among 100,000 colleagues, by name, by
 * pinyin, by initials, and with a slip of the finger. Baseline: a scan of the same encrypted file by LIKE.
 */

const batch = 2_000
const shown = 8
const searches = 40

/** Each in characters and in Latin script. */
interface Name {
  surname: [string, string]
  given: [string, string]
}

export const run: Bench = async (report, { scale = 1 }) => {
  const people = Math.round(100_000 * scale)
  const path = benchPath(`palette-${people}`)
  removeDatabase(path)
  const random = seeded(3)
  const names = Array.from({ length: people }, (): Name => {
    const [first, second] = [pick(random, givenNames), pick(random, givenNames)]
    return { surname: pick(random, surnames), given: [first[0] + second[0], first[1] + second[1].toLowerCase()] }
  })
  fill(path, names)
  const wanted = Array.from({ length: searches }, () => pick(random, names))
  const latin = ({ surname, given }: Name): string => `${given[1]} ${surname[1]}`.toLowerCase()
  const queries = {
    'a name': wanted.map(({ surname, given }) => surname[0] + given[0]),
    pinyin: wanted.map(({ surname, given }) => (surname[1] + given[1]).toLowerCase()),
    initials: wanted.map(({ surname, given }) => `${surname[1][0]}${given[1][0]}`.toLowerCase()),
    'a name in Latin script': wanted.map(latin),
    'a slip of the finger': wanted.map((one, n) => slip(latin(one), n)),
    'what nobody is called': wanted.map((_one, n) => `qzxv${n}kwj`),
  }
  const db = openDatabase(path, benchKey)
  const ask = (query: string): number => time(() => db.searchDirectory({ query, limit: shown }))
  // The spellings are read at the first slip, once until the directory changes.
  ask('qzxvkwj')
  const times = Object.entries(queries).map(([what, list]) => ({ what, p95: quantile(list.map(ask), 0.95) }))
  db.close()
  const sql = openSql(path, benchKey)
  const baseline = quantile(
    queries['a name']
      .slice(0, 10)
      .map(query =>
        time(() =>
          sql.all('SELECT id FROM employee WHERE name LIKE ? OR latin_name LIKE ? LIMIT 8', `%${query}%`, `%${query}%`),
        ),
      ),
    0.95,
  )
  sql.close()
  removeDatabase(path)
  for (const { what, p95 } of times)
    report({
      name: `palette: ${what} among ${people.toLocaleString('en')} people, p95`,
      value: p95,
      unit: 'ms',
      baseline,
      ratio: baseline / p95,
      goal: null,
      ok: null,
    })
}

function fill(path: string, names: readonly Name[]): void {
  const sql = openSql(path, benchKey)
  sql.exec('PRAGMA journal_mode = OFF')
  sql.exec('PRAGMA synchronous = OFF')
  migrate(sql, migrations)
  const context = new WriteContext(sql, null, entities)
  const department = (n: number) => `d${n}`
  sql.exec('BEGIN')
  directoryEntities.department.apply(
    context,
    Array.from({ length: 500 }, (_, n) => ({
      id: department(n),
      parentId: n === 0 ? null : department(Math.floor(n / 10)),
      name: `部门${n}`,
      latinName: `Department ${n}`,
      sortOrder: n,
      leaderIds: [],
      deleted: false,
      revision: n + 1,
    })),
  )
  for (let from = 0; from < names.length; from += batch)
    directoryEntities.employee.apply(
      context,
      names.slice(from, from + batch).map(({ surname, given }, part): Employee => {
        const n = from + part
        return {
          id: `p${n}`,
          name: surname[0] + given[0],
          latinName: `${given[1]} ${surname[1]}`,
          departmentIds: [department(n % 500)],
          title: titles[n % titles.length] ?? '',
          phone: `138${String(n).padStart(8, '0')}`,
          mail: `p${n}@example.com`,
          staffNo: `S-${n}`,
          place: '',
          external: false,
          deleted: false,
          revision: 500 + n,
        }
      }),
    )
  sql.exec('COMMIT')
  sql.close()
}

/** Two letters of the text in the wrong order. */
function slip(text: string, n: number): string {
  const at = 1 + (n % Math.max(1, text.length - 2))
  return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
}

function time(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
