import { type Kysely, sql } from 'kysely'

/** The members of a group that are counted are people; its bots are counted among its details. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const bots = await sql<{ id: string; details: string; n: number }>`
    select c.id, c.details, count(*) as n from members m
    join employees e on e.id = m.user_id
    join conversations c on c.id = m.conversation_id
    where e.bot is not null and m.joined = 1
    group by c.id, c.details`.execute(db)
  for (const { id, details, n } of bots.rows) {
    const more = JSON.stringify({ ...(JSON.parse(details) as object), bots: Number(n) })
    await sql`update conversations set details = ${more}, member_count = member_count - ${Number(n)} where id = ${id}
      and member_count >= ${Number(n)}`.execute(db)
  }
}
