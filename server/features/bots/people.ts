import { ProtocolError } from '@lianqun/protocol'
import { sql } from 'kysely'
import type { BotPerson } from '../../../protocol/http/bots.ts'
import type { Reader } from '../../storage/database.ts'

const columns = ['id', 'name', 'latin_name', 'title', 'mail', 'bot'] as const

type Row = { id: string; name: string; latin_name: string; title: string; mail: string; bot: string | null }

const toPerson = (row: Row): BotPerson => ({
  id: row.id,
  name: row.name,
  latinName: row.latin_name,
  title: row.title,
  mail: row.mail,
  bot: row.bot !== null,
})

/** @throws not_found */
export async function personById(db: Reader, id: string): Promise<BotPerson> {
  const row = await db
    .selectFrom('employees')
    .select(columns)
    .where('id', '=', id)
    .where('deleted', '=', 0)
    .executeTakeFirst()
  if (row === undefined) throw new ProtocolError('not_found')
  return toPerson(row)
}

/** Those in whose name, as it is written or in Latin letters, a text is. */
export async function peopleByName(db: Reader, text: string): Promise<BotPerson[]> {
  const part = text.trim().toLowerCase()
  if (part === '') return []
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`
  const has = (column: 'name' | 'latin_name') => sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`
  const rows = await db
    .selectFrom('employees')
    .select(columns)
    .where(eb => eb.or([has('name'), has('latin_name')]))
    .where('deleted', '=', 0)
    .where('bot', 'is', null)
    .orderBy('id')
    .limit(20)
    .execute()
  return rows.map(toPerson)
}

/** Those whose mail it is. */
export async function peopleByMail(db: Reader, mail: string): Promise<BotPerson[]> {
  if (mail.trim() === '') return []
  const rows = await db
    .selectFrom('employees')
    .select(columns)
    .where(eb => eb(eb.fn<string>('lower', ['mail']), '=', mail.trim().toLowerCase()))
    .where('deleted', '=', 0)
    .where('bot', 'is', null)
    .limit(10)
    .execute()
  return rows.map(toPerson)
}

/** The members of a conversation, by id, after one of them (exclusive). */
export async function membersOf(
  db: Reader,
  { conversationId, after = '', limit }: { conversationId: string; after?: string | undefined; limit: number },
): Promise<{ people: BotPerson[]; more: boolean }> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('employees', 'employees.id', 'members.user_id')
    .select([
      'employees.id',
      'employees.name',
      'employees.latin_name',
      'employees.title',
      'employees.mail',
      'employees.bot',
    ])
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 1)
    .where('employees.id', '>', after)
    .orderBy('employees.id')
    .limit(limit + 1)
    .execute()
  return { people: rows.slice(0, limit).map(toPerson), more: rows.length > limit }
}

/** Everybody, by id, after one of them (exclusive). */
export async function peoplePage(
  db: Reader,
  { after, limit }: { after: string; limit: number },
): Promise<{ people: BotPerson[]; more: boolean }> {
  const rows = await db
    .selectFrom('employees')
    .select(columns)
    .where('deleted', '=', 0)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return { people: rows.slice(0, limit).map(toPerson), more: rows.length > limit }
}

/** What somebody is called; empty for nobody. */
export async function employeeName(db: Reader, id: string): Promise<string> {
  const row = await db.selectFrom('employees').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? ''
}
