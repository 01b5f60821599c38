import {
  type Card,
  type CardElement,
  type CardInline,
  limits,
  type RichTextBlock,
  type TableRow,
} from '@lianqun/protocol'
import { characterStart } from '../../../../common/text.ts'

/* Cutting what another system sends to what a card may hold. */

/** The beginning of a text, cut at a whole character. */
export function cut(text: string, mostChars: number): string {
  return text.length <= mostChars ? text : text.slice(0, characterStart(text, mostChars))
}

/** A list in lists of at most so many. */
export function chunked<T>(list: readonly T[], most: number): T[][] {
  const chunks: T[][] = []
  for (let from = 0; from < list.length; from += most) chunks.push(list.slice(from, from + most))
  return chunks
}

/** A text in pieces that a text of a card may be long, cut at whole characters. */
function pieces(text: string): string[] {
  const all: string[] = []
  for (let rest = text; rest !== ''; ) {
    const piece = cut(rest, limits.cardTextChars) || rest.slice(0, limits.cardTextChars)
    all.push(piece)
    rest = rest.slice(piece.length)
  }
  return all
}

/** Inlines as blocks of text: several where there are more than one may hold. */
export function richText(
  inlines: readonly CardInline[],
  rest: Omit<RichTextBlock, 'type' | 'inlines'> = {},
): RichTextBlock[] {
  const fitting = inlines.flatMap((inline): CardInline[] => {
    if (typeof inline === 'string') return pieces(inline)
    return inline.type === 'Mention' ? [inline] : pieces(inline.text).map(text => ({ ...inline, text }))
  })
  return chunked(fitting, limits.cardItems).map((some, n) => ({
    type: 'RichTextBlock',
    inlines: some,
    ...rest,
    ...(n > 0 && { spacing: 'none' as const }),
  }))
}

/** Code in blocks that are not longer than one may be. */
export function codeBlocks(code: string, language?: string): CardElement[] {
  return pieces(code).map(codeSnippet => ({
    type: 'CodeBlock',
    codeSnippet,
    ...(language !== undefined && language !== '' && { language: cut(language, 40) }),
  }))
}

/** Elements in containers where they are more than one list may hold. */
export function fitList(elements: CardElement[]): CardElement[] {
  if (elements.length <= limits.cardItems) return elements
  return fitList(chunked(elements, limits.cardItems).map(items => ({ type: 'Container', items, spacing: 'none' })))
}

const full = 'the end of the card: more than a card may hold'

const sizeOf = (value: unknown) => JSON.stringify(value).length

/**
 * The elements that are made of the items of a list, until they are more than a card holds: nobody waits for what would
 * be cut off.
 */
export function untilFull<T>(
  list: readonly T[],
  elementsOf: (item: T, n: number) => CardElement[],
  lost: string[],
): CardElement[] {
  const elements: CardElement[] = []
  let size = 0
  for (const [n, item] of list.entries()) {
    if (size > limits.cardChars) {
      lost.push(full)
      break
    }
    const some = elementsOf(item, n)
    size += sizeOf(some)
    elements.push(...some)
  }
  return fitList(elements)
}

/** The beginning of a list of elements, of which the last may be a table or container that is cut. */
function beginning(elements: readonly CardElement[], chars: number): CardElement[] {
  const kept: CardElement[] = []
  let left = chars
  for (const element of elements) {
    const size = sizeOf(element) + 1
    if (size <= left) {
      kept.push(element)
      left -= size
      continue
    }
    if (element.type === 'Container') {
      const items = beginning(element.items, left - sizeOf({ ...element, items: [] }) - 1)
      if (items.length > 0) kept.push({ ...element, items })
    } else if (element.type === 'Table') {
      const rows: TableRow[] = []
      let rest = left - sizeOf({ ...element, rows: [] }) - 1
      for (const row of element.rows) {
        rest -= sizeOf(row) + 1
        if (rest < 0) break
        rows.push(row)
      }
      if (rows.length > 1) kept.push({ ...element, rows })
    }
    return kept
  }
  return kept
}

/** A card that is not larger than one may be: what does not fit at the end of it is left out and told in `lost`. */
export function fitCard(card: Card, lost: string[]): Card {
  const body = fitList(card.body ?? [])
  const whole = { ...card, body }
  if (sizeOf(whole) <= limits.cardChars) return whole
  if (!lost.includes(full)) lost.push(full)
  return { ...card, body: beginning(body, limits.cardChars - sizeOf({ ...card, body: [] }) - 1) }
}
