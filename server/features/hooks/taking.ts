import { type Card, mapCard } from '@lianqun/protocol'
import type { Language } from '../../../common/language.ts'
import type { Postable } from './contents.ts'

/** Who said that they see to what a card tells of, and when, milliseconds. */
export interface Taken {
  name: string
  at: number
}

const words = {
  zh: { take: '我来处理', taken: '处理中', by: (name: string, time: string) => `${name} ${time} 接手` },
  en: { take: 'I’m on it', taken: 'In hand', by: (name: string, time: string) => `${name} took it at ${time}` },
} as const

function clock(at: number, language: Language, timeZone: string): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at)
}

/** What the button for who sees to something is known by. */
export const take = 'take'

/** The card of something that fails and is not over, with a button for who sees to it. */
export function offered(postable: Postable, language: Language): Postable {
  if (postable.type !== 'card' || postable.card.header?.tone !== 'failing') return postable
  const { card } = postable
  const actions = (card.actions ?? []).map(action => ({ ...action, style: 'default' as const }))
  return {
    ...postable,
    card: { ...card, actions },
    own: [{ does: take, title: words[language].take, style: 'positive' }],
  }
}

/** The same once somebody has said so. */
export function taken(card: Card, by: Taken, { language, timeZone }: { language: Language; timeZone: string }): Card {
  const shown = mapCard(card, node => (node.type === 'Action.Submit' ? null : node)) ?? card
  const text = words[language].by(by.name, clock(by.at, language, timeZone))
  const { header } = shown
  return {
    ...shown,
    ...(header && { header: { ...header, tone: 'taken', tag: { text: words[language].taken, tone: 'taken' } } }),
    footer: { ...shown.footer, text, state: 'done', ...(shown.footer && { note: shown.footer.text }) },
  }
}

/** The card of something that is over, with who saw to it. */
export function settled(card: Card, by: Taken, { language, timeZone }: { language: Language; timeZone: string }): Card {
  const text = words[language].by(by.name, clock(by.at, language, timeZone))
  const footer = card.footer ?? { text: '' }
  return {
    ...card,
    footer: {
      ...footer,
      text: footer.text === '' ? text : footer.text,
      note: footer.text === '' ? (footer.note ?? '') : text,
    },
  }
}
