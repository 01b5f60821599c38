import { type Card, type GroupPermission, mayInGroup, visitWhole } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { detailsOf } from '../../storage/rows.ts'
import { type ConvertedMessage, type PersonReference, referencesOf, replaceChosen } from '../cards/index.ts'

/** Whom the payloads of a hook mean, by how they name them; `all` where everyone may be called. */
export type FoundPeople = ReadonlyMap<string, { id: string; name: string }>

/** More people than this are not looked up for one payload. */
const mostPeople = 200

/** Whom messages name. */
function referencesIn(messages: readonly ConvertedMessage[]): Set<PersonReference> {
  const found = new Set<PersonReference>()
  for (const message of messages) {
    if (message.type === 'text') for (const { person } of message.mentions) found.add(person)
    if (message.type === 'card')
      visitWhole(message.card, node => {
        for (const person of referencesOf(node)) found.add(person as PersonReference)
      })
  }
  return found
}

/**
 * Who of the group is meant: by id, staff number, mail, phone or name, each where exactly one member is. `createdBy`: who made
 * the hook, which calls everyone where they may.
 */
export async function findPeople(
  db: Reader,
  { conversationId, createdBy }: { conversationId: string; createdBy: string },
  messages: readonly ConvertedMessage[],
): Promise<FoundPeople> {
  // No name, number or id has a control character, of which PostgreSQL refuses one.
  const references = [...referencesIn(messages)].filter(one => !/\p{Cc}/u.test(one)).slice(0, mostPeople)
  const found = new Map<string, { id: string; name: string }>()
  if (references.length === 0) return found
  if (references.includes('all') && (await mayCallAll(db, conversationId, createdBy)))
    found.set('all', { id: 'all', name: '' })
  const by = (scheme: string) =>
    references.flatMap(reference => (reference.startsWith(`${scheme}:`) ? [reference.slice(scheme.length + 1)] : []))
  const ids = by('id')
  const mobiles = by('mobile')
  const mails = by('mail').map(mail => mail.toLowerCase())
  const names = by('name')
  const rows = await db
    .selectFrom('members')
    .innerJoin('employees', 'employees.id', 'members.user_id')
    .select([
      'employees.id',
      'employees.name',
      'employees.latin_name',
      'employees.phone',
      'employees.mail',
      'employees.staff_no',
    ])
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 1)
    .where('employees.bot', 'is', null)
    .where(eb =>
      eb.or([
        eb('employees.id', 'in', idList(ids)),
        eb('employees.staff_no', 'in', idList(ids)),
        eb(eb.fn<string>('lower', ['employees.mail']), 'in', idList(mails)),
        eb('employees.name', 'in', idList(names)),
        eb('employees.latin_name', 'in', idList(names)),
        // Written with spaces and a country's number, which no index knows.
        ...(mobiles.length > 0 ? [eb('employees.phone', '<>', '')] : []),
      ]),
    )
    .execute()
  const members = rows.map(row => ({ ...row, mail: row.mail.toLowerCase(), digits: digits(row.phone) }))
  for (const reference of references) {
    const value = reference.slice(reference.indexOf(':') + 1)
    const mail = value.toLowerCase()
    const number = digits(value)
    const matching = members.filter(member => {
      switch (reference.slice(0, reference.indexOf(':'))) {
        case 'id':
          return member.id === value || member.staff_no === value
        case 'mail':
          return member.mail === mail
        case 'mobile':
          return samePhone(member.digits, number)
        case 'name':
          return member.name === value || member.latin_name === value
        default:
          return false
      }
    })
    const [only] = matching
    if (only !== undefined && matching.length === 1) found.set(reference, { id: only.id, name: only.name })
  }
  return found
}

async function mayCallAll(db: Reader, conversationId: string, userId: string): Promise<boolean> {
  const permission: GroupPermission = 'mentionAll'
  const row = await db
    .selectFrom('members')
    .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
    .select(['members.role', 'members.joined', 'conversations.details'])
    .where('members.conversation_id', '=', conversationId)
    .where('members.user_id', '=', userId)
    .executeTakeFirst()
  return row?.joined === 1 && mayInGroup(detailsOf(row).settings, permission, row.role)
}

const digits = (phone: string): string => phone.replace(/\D/g, '')
/** Digits of a number without that of a country. */
const localDigits = 7

/** Whether two numbers are one by their digits, whether or not the country's stands before it. */
function samePhone(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  return shorter.length >= localDigits && longer.endsWith(shorter) && longer.length - shorter.length <= 3
}

/** A card in which who is known is mentioned; of the others the words stay. */
export function withPeople(card: Card, people: FoundPeople): Card {
  const copy = structuredClone(card)
  visitWhole(copy, node => {
    replaceChosen(node, person => people.get(person)?.id ?? null)
    if (node.type !== 'Mention') return
    const person = people.get(String(node.userId))
    if (person === undefined) {
      delete node.userId
      node.type = 'TextRun'
      return
    }
    node.userId = person.id
    // Its own name, whatever the payload calls them.
    if (person.id !== 'all') node.text = `@${person.name}`
  })
  return copy
}

/** What somebody is called; empty for nobody. */
export async function nameOf(db: Reader, userId: string): Promise<string> {
  const row = await db.selectFrom('employees').select('name').where('id', '=', userId).executeTakeFirst()
  return row?.name ?? ''
}
