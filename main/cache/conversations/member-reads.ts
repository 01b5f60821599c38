import { memberRole } from '@lianqun/protocol'
import { matchesName } from '../../../common/name-match.ts'
import { wholeMembers } from '../../../common/whole-members.ts'
import type { CallArgs, CallResult, MemberItem } from '../../../preload/contract/index.ts'
import { conversationRow } from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import { type Directory, readingOf, readingOfName } from '../directory/index.ts'

interface MemberRow {
  userId: string
  role: string
  joinedAt: number
  nickname: string | null
  name: string | null
  latinName: string | null
  sort: string | null
}

const columns = `m.user_id AS userId, m.role, m.joined_at AS joinedAt, m.nickname, e.name, e.latin_name AS latinName, e.sort`
const members = `FROM conversation c JOIN member m ON m.conversation = c.key LEFT JOIN employee e ON e.id = m.user_id
  WHERE c.id = ? AND m.has_left = 0`
const rolesFirst = "m.role = 'owner' DESC, m.role = 'admin' DESC, e.bot IS NOT NULL"

/**
 * The members that are in the cache: the owner first, then the admins, then people of other organisations, then by
 * name, bots last; at most {@link wholeMembers}.
 */
export function conversationMembers(sql: Sql, directory: Directory, id: string): MemberItem[] {
  const rows = sql.all<MemberRow>(
    `SELECT ${columns} ${members} ORDER BY ${rolesFirst}, e.external DESC, e.sort, m.user_id LIMIT ${wholeMembers}`,
    id,
  )
  return itemsOf(directory, rows)
}

/** Members of a conversation by name, roles first and bots last; with a query those whose name, reading or nickname matches it. */
export function memberPage(
  sql: Sql,
  directory: Directory,
  { id, query, offset, limit }: CallArgs<'conversations.memberPage'>,
): CallResult<'conversations.memberPage'> {
  const order = `ORDER BY ${rolesFirst}, e.sort, m.user_id`
  if (query.trim() === '') {
    const total = sql.get<{ n: number }>(`SELECT count(*) AS n ${members}`, id)?.n ?? 0
    const rows = sql.all<MemberRow>(`SELECT ${columns} ${members} ${order} LIMIT ? OFFSET ?`, id, limit, offset)
    return { total, items: itemsOf(directory, rows) }
  }
  const found = sql.all<MemberRow>(`SELECT ${columns} ${members} ${order}`, id).filter(row => matches(query, row))
  return { total: found.length, items: itemsOf(directory, found.slice(offset, offset + limit)) }
}

function matches(query: string, { name, latinName, sort, nickname }: MemberRow): boolean {
  if (nickname !== null && matchesName(query, { name: nickname, latinName: '', reading: readingOfName(nickname) }))
    return true
  if (name === null) return false
  return matchesName(query, { name, latinName: latinName ?? '', reading: sort === null ? '' : readingOf(sort, name) })
}

function itemsOf(directory: Directory, rows: readonly MemberRow[]): MemberItem[] {
  const people = directory.peopleById(rows.map(row => row.userId))
  return rows.flatMap(({ userId, role, joinedAt, nickname, sort }) => {
    const person = people.get(userId)
    if (person === undefined) return []
    const own = sort === null ? '' : readingOf(sort, person.name)
    const reading = nickname === null ? own : [own, readingOfName(nickname)].filter(Boolean).join(' / ')
    return [{ userId, role: memberRole(role), joinedAt, nickname: nickname ?? '', person, reading }]
  })
}

/** The ids of all members. */
export function memberIds(sql: Sql, id: string): string[] {
  const row = conversationRow(sql, id)
  if (row === undefined) return []
  return sql
    .all<{ id: string }>('SELECT user_id AS id FROM member WHERE conversation = ? AND has_left = 0', row.key)
    .map(member => member.id)
}
