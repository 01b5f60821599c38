import type { SystemContent } from '@lianqun/protocol'
import type { CallResult } from '../../../preload/contract/index.ts'
import { translatorIn } from '../../i18n.ts'
import { entryOf } from '../../ui/entry-of.ts'
import { nameOf } from '../../ui/names.ts'
import type { LineContext } from '../kinds/index.ts'
import { noticeWords } from '../kinds/system/notice.ts'
import { settingNames, settingValue } from './setting-words.ts'

export type AuditItem = CallResult<'conversations.audit'>['entries'][number]

/** An entry in words: what was done, and each thing that it changed, as it was and as it became. */
export interface AuditWords {
  what: string
  changes: { name: string; before: string; after: string }[]
}

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

/** What is not said to the whole group by a notice. */
const ownWords = {
  dissolved: 'audit_dissolved',
  link: 'audit_link',
  unlink: 'audit_unlink',
  refused: 'audit_refused',
  announced: 'audit_announced',
  departmentFull: 'audit_departmentFull',
  renamed: 'audit_renamed',
  described: 'audit_described',
  settings: 'audit_settings',
  hook: 'audit_hook',
  hookKey: 'audit_hookKey',
  unhook: 'audit_unhook',
} as const

/** An entry of the log of a group in words; one of a later version gets the fallback. */
export function auditWords(entry: AuditItem, context: LineContext): AuditWords {
  const { language } = context
  const t = translatorIn(language, 'group')
  const [before, after] = [fieldsOf(entry.before), fieldsOf(entry.after)]
  const words = entryOf(ownWords, entry.action)
  if (words !== undefined) {
    const { userIds } = before
    const people = entry.people.filter(({ id }) => Array.isArray(userIds) && userIds.includes(id))
    const what = t(words === 'audit_hook' && entry.before !== undefined ? 'audit_hookChanged' : words, {
      actor: entry.actor.id === context.meId ? context.t('you') : nameOf(entry.actor, language),
      people: people.map(person => nameOf(person, language)).join(translatorIn(language, 'ui')('listSeparator')),
      missing: Number(after.missing ?? 0),
      name: typeof after.name === 'string' ? after.name : '',
    })
    return { what, changes: changesOf(entry.action, before, after, context) }
  }
  const content = {
    // Of a group that was passed on it is kept to whom.
    ...(typeof after.ownerId === 'string' ? { userIds: [after.ownerId] } : {}),
    ...after,
    type: 'system',
    event: entry.action,
    actorId: entry.actor.id,
  } as SystemContent
  const said = noticeWords(content, [entry.actor, ...entry.people], context)
  return { what: said ?? t('audit_unknown', { actor: nameOf(entry.actor, language) }), changes: [] }
}

function changesOf(action: string, before: Fields, after: Fields, { language }: LineContext): AuditWords['changes'] {
  const t = translatorIn(language, 'group')
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : t('auditNothing'))
  if (action === 'renamed') return [{ name: t('auditName'), before: text(before.name), after: text(after.name) }]
  if (action === 'described')
    return [{ name: t('description'), before: text(before.description), after: text(after.description) }]
  if (action !== 'settings') return []
  return settingNames
    .filter(name => after[name] !== undefined)
    .map(name => ({
      name: t(`set_${name}`),
      before: settingValue(t, name, before[name]),
      after: settingValue(t, name, after[name]),
    }))
}
