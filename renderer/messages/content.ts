import { type Content, isSystemEvent, type SystemContent, type TextContent } from '@lianqun/protocol'
import type { ConversationItem, PersonName } from '../../preload/contract.ts'
import type { Language, Translate } from '../i18n.ts'
import { nameOf } from '../ui/names.ts'
import { draftPreview } from './composer-text.ts'

export function isText(content: Content): content is TextContent {
  return content.type === 'text'
}
export function isSystem(content: Content): content is SystemContent {
  return content.type === 'system'
}

/** A piece of a notice: words, or a person whose card it opens. */
export type NoticePart = string | { person: PersonName; label: string }
export interface NoticeContext {
  t: Translate<'messages'>
  language: Language
  meId: string
}

const shownPeople = 8

/** What a system notice says, with its people as parts. `people` holds the names; who is not in it is left out. */
export function noticeParts(
  content: SystemContent,
  people: readonly PersonName[],
  context: NoticeContext,
): NoticePart[] {
  const { t, language, meId } = context
  const byId = new Map(people.map(person => [person.id, person]))
  const part = (id: string): NoticePart[] => {
    if (id === meId) return [t('you')]
    const person = byId.get(id)
    return person ? [{ person, label: nameOf(person, language) }] : []
  }
  const listed = content.userIds ?? []
  const named: NoticePart[] = listed.slice(0, shownPeople).flatMap((id, index) => {
    const made = part(id)
    return index > 0 && made.length > 0 ? [language === 'zh' ? '、' : ', ', ...made] : made
  })
  if (listed.length > shownPeople) named.push(` ${t('andOthers', { count: listed.length })}`)
  // Private characters stand in for the people, so that each language may order them as it likes.
  const sentence = t(isSystemEvent(content.event) ? `sys_${content.event}` : 'sys_unknown', {
    actor: '\uE001',
    people: '\uE002',
    name: content.name ?? '',
  })
  return sentence
    .split(/([\uE001\uE002])/u)
    .flatMap(piece =>
      piece === '\uE001' ? part(content.actorId) : piece === '\uE002' ? named : piece === '' ? [] : [piece],
    )
}

/** A message in one line, without its sender. */
export function contentLine(
  content: Content,
  people: readonly PersonName[],
  sender: PersonName,
  context: NoticeContext,
): string {
  const { t, language, meId } = context
  if (isText(content)) return content.text.replace(/\s+/g, ' ')
  if (isSystem(content))
    return noticeParts(content, people, context)
      .map(part => (typeof part === 'string' ? part : part.label))
      .join('')
  if (content.type === 'recalled')
    return sender.id === meId ? t('recalledYou') : t('recalledPreview', { name: nameOf(sender, language) })
  return t('unknownPreview')
}

export interface Preview {
  /** Red words before the text. */
  mark: 'mention' | 'draft' | null
  state: 'sending' | 'failed' | null
  /** Unread of a muted conversation, in front of the text; 0 for none. */
  mutedCount: number
  text: string
}

/** The second line of a conversation's row. `open`: it is on the screen, so its draft is being written there. */
export function previewOf(item: ConversationItem, open: boolean, context: NoticeContext): Preview {
  const { t, language } = context
  const none: Preview = { mark: null, state: null, mutedCount: 0, text: '' }
  const mutedCount = item.muted && item.unread > 0 ? item.unread : 0
  const draft = open ? '' : draftPreview(item.draft)
  if (item.mentions === 0 && draft) return { ...none, mark: 'draft', text: draft }
  if (item.outbox) return { ...none, state: item.outbox.state, text: item.outbox.text.replace(/\s+/g, ' ') }
  const last = item.lastMessage
  const mark = item.mentions > 0 ? 'mention' : null
  if (!last) return { ...none, mark, mutedCount }
  const line = contentLine(last.content, last.people, last.sender, context)
  const spoken = isText(last.content) || (!isSystem(last.content) && last.content.type !== 'recalled')
  const name = !spoken ? '' : last.own ? t('you') : item.kind === 'group' ? nameOf(last.sender, language) : ''
  return { ...none, mark, mutedCount, text: name ? t('saidBy', { name, text: line }) : line }
}
