import { nameIn } from '../../common/names.ts'
import { cleanName, isolated, oneLine, shortened } from '../../common/text.ts'
import type { PersonName, Settings } from '../../preload/contract/index.ts'
import type { IncomingMessage } from '../cache/api.ts'
import { type Language, strings } from './strings.ts'

/** Longest text of a notification in characters; systems cut it at different, shorter lengths. */
const bodyChars = 200

/** The text of a notification. */
export interface Words {
  title: string
  body: string
}

type NotificationSettings = Pick<Settings, 'notifications' | 'doNotDisturb'>

/** Whether a message is notified. `looking`: its conversation is open in the focused window. */
export function shouldNotify(
  arrived: IncomingMessage,
  rules: NotificationSettings,
  looking: boolean,
  selfId: string | null,
): boolean {
  if (!rules.notifications || rules.doNotDisturb || looking) return false
  if (arrived.message.senderId === selfId) return false
  if (arrived.message.content.type === 'recalled') return false
  return !arrived.conversation.muted || arrived.mentioned
}

/** Summary of messages of one conversation that came in quick succession; it does not keep all of them. */
export interface MessageGroup {
  first: IncomingMessage
  last: IncomingMessage
  count: number
  /** At least one mentions the user. */
  mentioned: boolean
  /** They have more than one sender. */
  several: boolean
}

export function startGroup(item: IncomingMessage): MessageGroup {
  return { first: item, last: item, count: 1, mentioned: item.mentioned, several: false }
}

export function addToGroup(group: MessageGroup, item: IncomingMessage): MessageGroup {
  // A missed message may arrive after newer ones.
  const earlier = item.message.seq < group.first.message.seq
  const later = item.message.seq > group.last.message.seq
  return {
    first: earlier ? item : group.first,
    last: later ? item : group.last,
    count: group.count + 1,
    mentioned: group.mentioned || item.mentioned,
    several: group.several || item.sender.id !== group.last.sender.id,
  }
}

/** The text for a group of messages. */
export function groupWords(group: MessageGroup, privacy: boolean, language: Language): Words {
  const { app, notification: words } = strings(language)
  const { last, count } = group
  if (privacy) return { title: app, body: words.count(count) }

  const sender = speakerIn(last.sender, language)
  const direct = last.conversation.kind === 'direct'
  const mark = group.mentioned ? words.mentioned : ''
  const title = direct ? sender : conversationTitle(last.conversation, language)
  if (count === 1) {
    const text = isolated(shortened(oneLine(last.text), bodyChars)) || words.wordless
    return { title, body: mark + (direct ? text : words.from(sender, text)) }
  }
  if (direct) return { title, body: mark + words.count(count) }
  return { title, body: mark + (group.several ? words.burstOfSeveral(sender, count) : words.burst(sender, count)) }
}

/** The name of who says something: that of a bot says that it is one. */
export function speakerIn(speaker: PersonName, language: Language): string {
  const name = isolated(nameIn(speaker, language))
  return speaker.bot === undefined ? name : strings(language).notification.bot(name)
}

/** The text for messages of many conversations. */
export function summaryWords(conversations: number, messages: number, language: Language): Words {
  const { app, notification } = strings(language)
  return { title: app, body: notification.summary(conversations, messages) }
}

function conversationTitle(conversation: IncomingMessage['conversation'], language: Language): string {
  const name = isolated(cleanName(conversation.name))
  if (name !== '') return name
  const { and, andMore, app } = strings(language)
  const { titlePeople, morePeople } = conversation
  const names = titlePeople.map((person: PersonName) => isolated(nameIn(person, language))).join(and)
  if (names === '') return app
  return morePeople > 0 ? andMore(names, morePeople) : names
}
