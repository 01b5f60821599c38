import type { ContentOf, SystemEvent } from '@lianqun/protocol'
import type { PersonName } from '../../../../preload/contract/index.ts'
import { type Key, translatorIn } from '../../../i18n.ts'
import { entryOf } from '../../../ui/entry-of.ts'
import { nameOf } from '../../../ui/names.ts'
import { hoursText } from '../../clock/clock.ts'
import { settingsLine } from '../../group/setting-words.ts'
import type { LineContext } from '../kind.ts'

/** A part of a notice: text, or a person whose card it opens. */
export type NoticePart = string | { person: PersonName; label: string }
const shownPeople = 4

/** The string of each event; an event of a later version gets the fallback. */
const eventWords: Record<SystemEvent, Key<'messages'>> = {
  created: 'sys_created',
  added: 'sys_added',
  joined: 'sys_joined',
  removed: 'sys_removed',
  left: 'sys_left',
  renamed: 'sys_renamed',
  owner: 'sys_owner',
  admins: 'sys_admins',
  unadmins: 'sys_unadmins',
  settings: 'sys_settings',
  described: 'sys_described',
  problem: 'sys_problem',
  noProblem: 'sys_noProblem',
  solved: 'sys_solved',
  reopened: 'sys_reopened',
  unannounced: 'sys_unannounced',
  avatar: 'sys_avatar',
  departmentJoined: 'sys_departmentJoined',
  departmentLeft: 'sys_departmentLeft',
  departmentEnded: 'sys_departmentEnded',
}

/** A system notice as plain text; null for an event of a later version. */
export function noticeWords(
  content: ContentOf<'system'>,
  people: readonly PersonName[],
  context: LineContext,
): string | null {
  if (entryOf(eventWords, content.event) === undefined) return null
  return noticeParts(content, people, context)
    .map(part => (typeof part === 'string' ? part : part.label))
    .join('')
}

/** The parts of a system notice. `people` holds the names; people without a name there are left out. */
export function noticeParts(
  content: ContentOf<'system'>,
  people: readonly PersonName[],
  context: LineContext,
): NoticePart[] {
  const { t, language, meId } = context
  const byId = new Map(people.map(person => [person.id, person]))
  const part = (id: string, you: Key<'messages'>): NoticePart[] => {
    if (id === meId) return [t(you)]
    const person = byId.get(id)
    return person ? [{ person, label: nameOf(person, language) }] : []
  }
  const listed = content.userIds ?? []
  const named: NoticePart[] = listed.slice(0, shownPeople).flatMap((id, index) => {
    const made = part(id, 'youAmongOthers')
    return index > 0 && made.length > 0 ? [translatorIn(language, 'ui')('listSeparator'), ...made] : made
  })
  const count = Math.max(content.count ?? 0, listed.length)
  if (count > Math.min(listed.length, shownPeople)) named.push(t('andOthers', { count }))
  // Private-use characters are placeholders for people, so that each language chooses their order.
  const words = entryOf(eventWords, content.event) ?? 'sys_unknown'
  const bots = listed.length > 0 && listed.every(id => byId.get(id)?.bot !== undefined)
  const said = words === 'sys_created' && named.length > 0 ? 'sys_created_with' : words
  const sentence = t(said === 'sys_added' && bots ? 'sys_addedBot' : said, {
    actor: '\uE001',
    people: '\uE002',
    name: content.settings ? settingsLine(translatorIn(language, 'group'), content.settings) : (content.name ?? ''),
    time: hoursText(content.tookMs ?? 0, language),
  })
  return sentence
    .split(/([\uE001\uE002])/u)
    .flatMap(piece =>
      piece === '\uE001' ? part(content.actorId, 'you') : piece === '\uE002' ? named : piece === '' ? [] : [piece],
    )
}
