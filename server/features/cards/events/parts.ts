import { createHash } from 'node:crypto'
import {
  type Card,
  type CardAction,
  type CardElement,
  type CardIcon,
  type CardInline,
  type CardTone,
  escapeMarkdown,
  limits,
  type Steps,
} from '@lianqun/protocol'
import { isOpenable, isWebAddress } from '../addresses.ts'
import { textOf } from '../json.ts'
import { line } from './words.ts'

/*
 * The card of an event, made of what a converter found: every text is cut and literal, what is empty is left out.
 */

export type Step = Steps['steps'][number]

export interface CardParts {
  icon: CardIcon
  title: string
  subtitle?: string
  tone?: CardTone
  tag?: { text: string; tone?: CardTone }
  /** Elements in their order, made by the functions below; null is left out. */
  body?: (CardElement | null)[]
  /** `primary`: the thing to do. An address that is none is left out. */
  links?: { title: string; url: unknown; primary?: boolean }[]
  /** Parts of the last line, with ` · ` between those that are not empty. */
  footer?: readonly string[]
  note?: string
  state?: 'done' | 'failed'
}

const most = { facts: 8, links: 4, steps: 6, keyChars: 200 }

/** What opens an address; null where it is none of the web or mail. */
export function openUrl(title: string, url: unknown, primary = false): CardAction | null {
  const address = textOf(url)
  if (!isOpenable(address)) return null
  return { type: 'Action.OpenUrl', title: line(title, 60), url: address, ...(primary && { style: 'positive' }) }
}

/** Names with their values; null where no value is there. */
export function facts(pairs: readonly (readonly [title: string, value: unknown])[]): CardElement | null {
  const shown = pairs
    .map(([title, value]) => ({ title: escapeMarkdown(line(title, 40)), value: escapeMarkdown(line(value)) }))
    .filter(({ value }) => value !== '')
    .slice(0, most.facts)
  return shown.length === 0 ? null : { type: 'FactSet', facts: shown }
}

/** A text that is shown as it is, which has been cut before; null where it is empty. */
export function literal(text: string, isSubtle = false): CardElement | null {
  if (text === '') return null
  return { type: 'RichTextBlock', inlines: [isSubtle ? { type: 'TextRun', text, isSubtle } : text] }
}

/** What somebody said, cut before; null where it is empty. */
export function quote(who: string, text: string): CardElement | null {
  if (text === '') return null
  const inlines: CardInline[] = [text]
  if (who !== '') inlines.unshift({ type: 'TextRun', text: `${who}  `, weight: 'bolder' })
  return { type: 'Container', style: 'emphasis', items: [{ type: 'RichTextBlock', inlines }] }
}

/** Lines of a log or an error, cut before; null where there are none. */
export function code(text: string): CardElement | null {
  return text === '' ? null : { type: 'CodeBlock', codeSnippet: text }
}

/** A picture of the web; null where its address is none. */
export function picture(url: unknown, altText: string): CardElement | null {
  const address = textOf(url)
  if (!isWebAddress(address)) return null
  return { type: 'Image', url: address, altText: line(altText) }
}

/** How far something has come; of many steps those around the one that counts. Null where there are none. */
export function steps(all: readonly Step[]): CardElement | null {
  if (all.length === 0) return null
  const failed = all.findIndex(({ state }) => state === 'failed')
  const now = failed >= 0 ? failed : all.findIndex(({ state }) => state === 'now')
  const middle = now >= 0 ? now : all.findLastIndex(({ state }) => state === 'done')
  const from = Math.max(0, Math.min(middle - Math.floor(most.steps / 2), all.length - most.steps))
  const shown = all.slice(from, from + most.steps).map(({ title, text, ...step }) => ({
    ...step,
    title: line(title, 40) || '–',
    ...(text !== undefined && text !== '' && { text: line(text, 40) }),
  }))
  return { type: 'Steps', steps: shown }
}

/** The card of what was found. It is one that `writtenCardSchema` takes, whatever the payload held. */
export function cardOf(parts: CardParts): Card {
  const { icon, tone, subtitle = '', tag, state, note = '' } = parts
  const title = line(parts.title) || '–'
  const body = (parts.body ?? []).filter(element => element !== null)
  const actions = (parts.links ?? [])
    .map(({ title, url, primary }) => openUrl(title, url, primary))
    .filter(action => action !== null)
    .slice(0, most.links)
  const footer = (parts.footer ?? []).filter(text => text !== '').join(' · ')
  const card: Card = {
    type: 'AdaptiveCard',
    header: {
      title,
      ...(subtitle !== '' && { subtitle: line(subtitle) }),
      icon,
      ...(tone && { tone }),
      ...(tag && tag.text !== '' && { tag: { ...tag, text: line(tag.text, 40) } }),
    },
    ...(body.length > 0 && { body }),
    ...(actions.length > 0 && { actions }),
    ...(footer !== '' && {
      footer: { text: line(footer), ...(note && { note: line(note, 60) }), ...(state && { state }) },
    }),
  }
  // Only with characters that take many bytes in every field: what it is about still fits.
  if (JSON.stringify(card).length > limits.cardChars) delete card.body
  return card
}

/** A key of a card from its parts. A long one is cut, with a hash of all of it in the place of the rest. */
export function cardKey(...parts: unknown[]): string {
  const key = parts.map(textOf).join(':')
  if (key.length <= most.keyChars && !/[\p{Cc}\p{Cs}]/u.test(key)) return key
  const hash = createHash('sha256').update(key).digest('hex')
  return `${key.slice(0, 100).replace(/[^\x20-\x7e]/g, '_')}:${hash}`
}
