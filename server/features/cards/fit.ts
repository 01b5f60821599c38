import { type Card, type CardElement, cardText, dropControls, limits } from '@lianqun/protocol'
import { characterStart } from '../../../common/text.ts'

/* Keeping what others write within the limits of a card: cut at whole characters, and said in `lost`. */

/** A text of at most so many UTF-16 code units, cut at a whole character, with `…` where more followed. */
export function elided(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, characterStart(text, most - 1))}…`
}

/** A text without control characters, cut to `most` code units; what was cut is noted with its `path`. */
export function clip(text: string, most: number, path: string, lost: string[]): string {
  const clean = dropControls(text)
  if (clean.length <= most) return clean
  lost.push(`${path}: cut to ${most} characters`)
  return elided(clean, most)
}

/** As `clip`, for a text of one line: a title, a label. */
export function clipLine(text: string, path: string, lost: string[]): string {
  return clip(text.replace(/\s+/g, ' ').trim(), limits.cardLineChars, path, lost)
}

/** How much of a card elements may take: so much that a head and buttons still fit. */
export interface Room {
  items: number
  /** Characters of JSON. */
  chars: number
}

export const mostRoom: Room = { items: limits.cardItems - 40, chars: limits.cardChars - 20_000 }

/** The elements, of which those that do not fit any more are one text, and that is cut. */
export function fitElements(elements: CardElement[], lost: string[], room: Room = mostRoom): CardElement[] {
  let chars = 0
  const fits = elements.findIndex((element, index) => {
    chars += JSON.stringify(element).length + 1
    return chars > room.chars || index >= room.items
  })
  if (fits < 0) return elements
  // The last of those that fit makes room for the text.
  const kept = elements.slice(0, Math.min(fits, room.items - 1))
  const used = kept.reduce((sum, element) => sum + JSON.stringify(element).length + 1, 0)
  const { text } = cardText({ type: 'AdaptiveCard', body: elements.slice(kept.length) })
  // A character is at most two in JSON, as `\n` is.
  const most = Math.min(limits.cardTextChars, Math.floor((room.chars - used - 200) / 2))
  lost.push('more than fits into a card: the rest is shown as text')
  if (most < 20) return kept
  return [...kept, { type: 'RichTextBlock', inlines: [clip(text, most, 'text', lost)] }]
}

/** The card with as much of its body as fits beside its head and its buttons. */
export function fitCard(card: Card, lost: string[]): Card {
  const { body = [], ...rest } = card
  const chars = limits.cardChars - JSON.stringify(rest).length - 1_000
  return { ...card, body: fitElements(body, lost, { items: limits.cardItems, chars }) }
}
