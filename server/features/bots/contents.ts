import {
  type Card,
  type Content,
  contentFiles,
  deadCard,
  isContent,
  limits,
  mapCard,
  ProtocolError,
  textContentSchema,
} from '@lianqun/protocol'
import type { BotContent } from '../../../protocol/http/bots.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import type { MemberRow } from '../../storage/tables.ts'
import { permissionsOf, requirePermissions } from '../groups/index.ts'

/** What a bot says, as it is stored; a card is still to be sealed. */
export type Said = { type: 'card'; card: Card } | { type: 'other'; content: Content }

const mention = /<@([A-Za-z0-9_-]{1,64})>/g

/** What a bot says as a content of a message, with the names of those it mentions. @throws invalid_params */
export async function saidBy(db: Reader, content: BotContent, conversationId: string): Promise<Said> {
  if (content.type === 'card') return { type: 'card', card: content.card as Card }
  if (content.type === 'markdown')
    return {
      type: 'card',
      card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: content.text, wrap: true }] },
    }
  if (content.type === 'text' && !('mentions' in content))
    return { type: 'other', content: await textOf(db, content.text, conversationId) }
  return { type: 'other', content: content as Content }
}

/** A text in which `<@id>` names a member, and `<@all>` everybody. */
async function textOf(db: Reader, written: string, conversationId: string): Promise<Content> {
  const ids = [...new Set([...written.matchAll(mention)].map(match => match[1] as string))].slice(0, limits.mentions)
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectFrom('members')
          .innerJoin('employees', 'employees.id', 'members.user_id')
          .select(['employees.id', 'employees.name'])
          .where('members.conversation_id', '=', conversationId)
          .where('members.joined', '=', 1)
          .where('employees.id', 'in', idList(ids))
          .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const mentions: { userId: string; offset: number; length: number }[] = []
  let text = ''
  let at = 0
  for (const match of written.matchAll(mention)) {
    const id = match[1] as string
    const name = id === 'all' ? '所有人' : names.get(id)
    if (name === undefined || mentions.length >= limits.mentions) continue
    text += written.slice(at, match.index)
    mentions.push({ userId: id, offset: text.length, length: name.length + 1 })
    text += `@${name}`
    at = match.index + match[0].length
  }
  text += written.slice(at)
  const read = textContentSchema.safeParse({ type: 'text', text, mentions })
  if (!read.success) throw new ProtocolError('invalid_params', { field: 'content.text' })
  return read.data
}

/** Whether a message may become what a bot says now: it stays of its kind, but a text may become a card. */
export function mayBecome(before: Content, said: Said): boolean {
  if (said.type === 'other') return before.type === said.content.type
  return isContent(before, 'card') || isContent(before, 'text')
}

/** A card that is shown to one person for the moment: dead, and without files, which nobody shows by writing an id. */
export function whispered(card: Card): Card {
  return (
    mapCard(deadCard(card), node => {
      if (node.type !== 'Image') return node
      const { file: _file, ...image } = node
      return image
    }) ?? { type: 'AdaptiveCard' }
  )
}

/** Whether a message may say this now: by a change nothing is said that could not be sent. @throws only_admins, invalid_params */
export async function requireMayChange(w: Writer, member: MemberRow, before: Content, said: Said): Promise<void> {
  const content: Content = said.type === 'card' ? { type: 'card', card: said.card } : said.content
  const calls = permissionsOf(before).length > 0 ? [] : permissionsOf(content)
  await requirePermissions(w, member, ...(said.type === 'card' ? [] : (['speak'] as const)), ...calls)
  const shown = new Set(contentFiles(before).map(({ id }) => id))
  if (said.type === 'other' && contentFiles(content).some(({ id }) => !shown.has(id)))
    throw new ProtocolError('invalid_params', { field: 'content', message: 'A file comes with a message of its own.' })
}
