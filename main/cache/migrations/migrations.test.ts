import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { singleScopes } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSql, type Sql } from '../core/sql.ts'
import { openDatabase } from '../database.ts'
import { migrations } from '../features.ts'
import { readUnsent } from '../outbox/unsent-recovery.ts'
import { found, shown, text, uuid } from '../testing.ts'
import { firstMigrations, type Migrations, migrate, takenMigrations } from './index.ts'

const key = randomBytes(32)
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-migrations-'))
  path = join(folder, 'cache.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The schema of a file: the SQL of its tables and indexes. */
function schemaOf(sql: Sql): string {
  const rows = sql.all<{ sql: string }>(
    `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
       AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\' ORDER BY type DESC, name`,
  )
  return `${rows.map(row => `${row.sql};`).join('\n\n')}\n`
}

test('the migrations create the schema of the snapshot', async () => {
  const sql = openSql(path, key)
  migrate(sql, migrations)
  const made = schemaOf(sql)
  sql.close()
  await expect(made).toMatchFileSnapshot('../schema.snapshot.sql')
})

test('the migrations create the tables of every entity: a new cache forgets all of them without an error', () => {
  const db = openDatabase(path, key)
  for (const scope of singleScopes) db.resetScope(scope, 'e1')
  db.resetConversations('e1')
  db.close()
})

const names = Object.keys(migrations)
const versions = names.map((_, index) => index + 1)
/** The steps that a file of a version has taken. */
const upTo = (version: number): Migrations => Object.fromEntries(Object.entries(migrations).slice(0, version))

/** Writes a cache as version 1 did (its column names, an app with `order`), migrated to `version`. */
function writeVersion(version: number): void {
  const sql = openSql(path, key)
  migrate(sql, upTo(1))
  const content = JSON.stringify(text('回滚窗口'))
  const app = { id: 'a', name: '公告', latinName: '', permissions: [], order: 7, deleted: false, revision: 1 }
  sql.exec(`
    INSERT INTO conversation (key, id, kind, name, terms, owner_id, member_count, faces, created_at, revision, epoch, cursor, head,
      last_ordinal, membership_revision, shown_pinned, pinned, active_at)
      VALUES (1, 'c', 'group', '项目群', '', 'me', 2, '["me","ann"]', 1, 1, 'e1', 4, 4, 1, 1, 1, 1, 5);
    INSERT INTO member (conversation, user_id, role, joined_at, gone, revision) VALUES (1, 'ann', 'member', 1, 0, 2), (1, 'bo', 'member', 1, 1, 3);
    INSERT INTO span (conversation, from_seq, to_seq, as_of) VALUES (1, 1, 4, 4);
    INSERT INTO department (id, parent_id, name, latin_name, place, leader_ids, deleted, terms, revision) VALUES ('d', NULL, '研发', 'R&D', 1, '[]', 0, '', 1);
    INSERT INTO employee (key, id, name, latin_name, department_ids, title, phone, mail, staff_no, place, deleted, sort, revision)
      VALUES (1, 'ann', '安', 'Ann', '["d"]', '', '', '', '', '北京', 0, 'an', 1);
    INSERT INTO employee_department (department_id, sort, employee, only_one) VALUES ('d', 'an', 1, 1);
    INSERT INTO preferences (one, value, revision) VALUES (1, '{"favouriteApps":["a"],"revision":1}', 1);
    INSERT INTO outbox (client_id, kind, conversation_id, state, content, created_at)
      VALUES ('sent', 'send', 'd', 'acknowledged', '{"type":"text","text":"sent","mentions":[]}', 8);
    INSERT INTO outbox (client_id, kind, conversation_id, muted) VALUES ('mute', 'membership', 'c', 1);
    INSERT INTO scope (name, epoch, cursor, token) VALUES ('self', NULL, 0, 'me'), ('apps', 'e1', 1, NULL), ('directory', 'e1', 1, NULL);
    INSERT INTO departed (conversation_id, revision) VALUES ('old', 9);
    INSERT INTO draft (conversation_id, text) VALUES ('c', 'half a sentence');`)
  sql.run("INSERT INTO app (id, place, deleted, value, revision) VALUES ('a', 7, 0, ?, 1)", JSON.stringify(app))
  sql.run(
    'INSERT INTO message (key, stamp, revision, ordinal, sender_id, client_id, sent_at, content) VALUES (?, 16, 4, 1, ?, NULL, 1, ?)',
    2 ** 30 + 4,
    'ann',
    content,
  )
  // The index has Han as overlapping pairs, and the token of the conversation.
  sql.run("INSERT INTO message_text (rowid, tokens) VALUES (16, '回滚 滚窗 窗口 口')")
  sql.run(
    "INSERT INTO outbox (client_id, kind, conversation_id, content, created_at) VALUES (?, 'send', 'c', ?, 9)",
    uuid(1),
    JSON.stringify(text('not sent yet')),
  )
  migrate(sql, upTo(version))
  // The apps of the first steps recorded only how many of them a file had taken.
  if (version <= Object.keys(firstMigrations).length) sql.exec('DROP TABLE migration')
  sql.close()
}

test.each(versions)('a cache of version %i keeps all its contents', version => {
  writeVersion(version)
  const db = openDatabase(path, key)
  expect(shown(db, { at: 'latest' }).items.map(item => (item.content as { text?: string }).text)).toEqual([
    '回滚窗口',
    'not sent yet',
  ])
  expect(found(db, '滚窗')).toEqual([4])
  expect(db.conversation('c')).toMatchObject({ pinned: true, draft: 'half a sentence', memberCount: 2 })
  expect(db.conversation('c')?.avatarPeople.map(person => person.id)).toEqual(['me', 'ann'])
  expect(db.conversationMembers('c').map(member => member.userId)).toEqual(['ann'])
  expect(db.apps()).toMatchObject([{ id: 'a', sortOrder: 7, favourite: true }])
  expect(db.person('ann')).toMatchObject({ place: '北京' })
  expect(db.departments().departments.map(department => department.id)).toEqual(['d'])
  expect(db.outbox()).toMatchObject([
    { kind: 'membership', clientId: 'mute', muted: true },
    { kind: 'send', clientId: uuid(1) },
  ])
  db.close()
})

test.each(versions)('unsent messages and drafts are read from a file of version %i', version => {
  writeVersion(version)
  expect(readUnsent(path, key)).toMatchObject({
    messages: [{ clientId: uuid(1), conversationId: 'c' }],
    drafts: [{ conversationId: 'c', text: 'half a sentence' }],
    complete: true,
  })
})

test('steps run in the order of their names, and one that is merged later than another of a later day is taken too', () => {
  const sql = openSql(path, key)
  const step = (name: string) => ({ [name]: `CREATE TABLE "${name}" (a)` })
  migrate(sql, { ...migrations, ...step('2027-01-05-rooms') })
  const both = { ...migrations, ...step('2027-01-04-notes'), ...step('2027-01-05-rooms') }
  migrate(sql, both)
  migrate(sql, both)
  expect(takenMigrations(sql).sort()).toEqual(Object.keys(both).sort())
  expect(() => migrate(sql, migrations)).toThrow('later version of the app (2027-01-04-notes)')
  sql.close()
})
