import { type Card, limits, visitCard } from '@lianqun/protocol'
import type { BotContent } from '../../../../../protocol/http/bots.ts'
import type { Reader } from '../../../../storage/database.ts'
import { idList } from '../../../../storage/id-list.ts'
import { type ConvertedMessage, referencesOf, replaceChosen } from '../../../cards/index.ts'
import { fromUserId } from './ids.ts'

/** Whom the words of a bot may name, by how they are named there. */
type Known = ReadonlyMap<string, { id: string; name: string }>

function idOf(reference: string): string | null {
  return reference.startsWith('id:') ? fromUserId(reference.slice(3)) : null
}

/** Who is meant: members of the conversation; anybody where there is none. */
async function knownOf(db: Reader, references: readonly string[], conversationId: string | null): Promise<Known> {
  const known = new Map<string, { id: string; name: string }>()
  const wanted = [...new Set(references)].slice(0, 200)
  if (conversationId !== null && wanted.includes('all')) known.set('all', { id: 'all', name: '' })
  const ids = wanted.flatMap(reference => idOf(reference) ?? [])
  if (ids.length === 0) return known
  const people = db
    .selectFrom('employees')
    .select(['employees.id', 'employees.name'])
    .where('employees.id', 'in', idList(ids))
    .where('employees.deleted', '=', 0)
  const rows = await (conversationId === null
    ? people
    : people
        .innerJoin('members', 'members.user_id', 'employees.id')
        .where('members.conversation_id', '=', conversationId)
        .where('members.joined', '=', 1)
  ).execute()
  for (const reference of wanted) {
    const row = rows.find(({ id }) => id === idOf(reference))
    if (row !== undefined) known.set(reference, row)
  }
  return known
}

/** A card in which who is known is mentioned; of the others the words stay. */
export async function cardWithPeople(db: Reader, card: Card, conversationId: string | null): Promise<Card> {
  const copy = structuredClone(card)
  const references: string[] = []
  visitCard(copy, node => {
    references.push(...referencesOf(node))
  })
  const known = await knownOf(db, references, conversationId)
  visitCard(copy, node => {
    replaceChosen(node, person => known.get(person)?.id ?? null)
    if (node.type !== 'Mention') return
    const person = known.get(String(node.userId))
    if (person === undefined) {
      delete node.userId
      node.type = 'TextRun'
      return
    }
    node.userId = person.id
    if (person.id !== 'all') node.text = `@${person.name}`
  })
  return copy
}

/** A text that names who is known. */
export async function textWithPeople(
  db: Reader,
  message: Extract<ConvertedMessage, { type: 'text' }>,
  conversationId: string,
): Promise<BotContent> {
  const known = await knownOf(
    db,
    message.mentions.map(({ person }) => person),
    conversationId,
  )
  let text = ''
  let at = 0
  const mentions: { userId: string; offset: number; length: number }[] = []
  for (const { person, offset, length } of [...message.mentions].sort((a, b) => a.offset - b.offset)) {
    const found = known.get(person)
    if (found === undefined || offset < at || mentions.length >= limits.mentions) continue
    const words = person === 'all' ? message.text.slice(offset, offset + length) : `@${found.name}`
    text += message.text.slice(at, offset)
    mentions.push({ userId: found.id, offset: text.length, length: words.length })
    text += words
    at = offset + length
  }
  return { type: 'text', text: text + message.text.slice(at), mentions }
}
