import type { botEventStates } from '@lianqun/protocol'
import type { BotEventItem } from '../../../preload/contract/index.ts'
import type { Key, Translate } from '../../i18n.ts'

const known = new Set<string>([
  'message',
  'message.changed',
  'reaction',
  'members.changed',
  'conversation.joined',
  'conversation.left',
  'card.action',
  'card.refresh',
  'command',
  'shortcut',
  'view.submitted',
  'view.closed',
  'home.opened',
  'links.shared',
])

/** What happened; that of a later version as it is called. */
export function eventWords(type: string, t: Translate<'ownBots'>): string {
  return known.has(type) ? t(`type_${type}` as Key<'ownBots'>) : type
}

type Look = (typeof botEventStates)[number] | 'unknown'
const looks: readonly Look[] = ['waiting', 'done', 'dead']

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** What an event is about: the command with its text, the words of a message, or the conversation; empty where none of it is there. */
export function eventSubject({ type, payload }: Pick<BotEventItem, 'type' | 'payload'>): string {
  let data: unknown
  try {
    data = JSON.parse(payload)
  } catch {
    return ''
  }
  if (type === 'command') return `/${textOf(fieldOf(data, 'command'))} ${textOf(fieldOf(data, 'text'))}`.trim()
  const words = textOf(fieldOf(fieldOf(fieldOf(data, 'message'), 'content'), 'text'))
  return words || textOf(fieldOf(fieldOf(data, 'conversation'), 'name'))
}

/** Of a later version an event may stand in a way that this one has no word for. */
export function lookOf({ state }: Pick<BotEventItem, 'state'>): Look {
  return looks.find(look => look === state) ?? 'unknown'
}

/** The JSON of an event as one reads it; what is none as it is. */
export function eventJson(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}
