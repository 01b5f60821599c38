import type { Card, CardElement } from '@lianqun/protocol'
import { escapeMarkdown, limits, mapCard } from '@lianqun/protocol'
import { elided } from '../../fit.ts'

/**
 * How deep an element may stand at most; the card itself is 1. What it has in it of its own, such as the targets of an
 * action on a run of text, takes the levels that are left.
 */
export const deepest = limits.cardDepth - 5

/** Properties whose texts are read. */
const spoken = ['title', 'text', 'value', 'label', 'altText', 'name'] as const

/** What something says that is nested too deep to be shown as it is, line by line. */
export function deepText(value: unknown): CardElement | undefined {
  const lines: string[] = []
  let length = 0
  const read = (inner: unknown, depth: number): void => {
    if (depth === 0 || typeof inner !== 'object' || inner === null || length > limits.cardLineChars) return
    for (const [name, field] of Object.entries(inner)) {
      if (typeof field === 'object') read(field, depth - 1)
      else if (typeof field === 'string' && (spoken as readonly string[]).includes(name)) {
        lines.push(field)
        length += field.length
      }
    }
  }
  read(value, 100)
  if (lines.length === 0) return undefined
  return { type: 'TextBlock', text: escapeMarkdown(elided(lines.join('\n'), limits.cardLineChars)), wrap: true }
}

const sizeOf = (value: unknown) => JSON.stringify(value)?.length ?? 0

/** The card with at most so many characters of JSON as a card has: first without the pictures in it, then without its end. */
export function fitted(card: Card, note: (what: string) => void): Card {
  if (sizeOf(card) <= limits.cardChars) return card
  let held = 0
  const bare = mapCard(card, node => {
    if (node.type !== 'Image' || typeof node.url !== 'string' || !/^data:/i.test(node.url)) return node
    held++
    return null
  })
  if (held > 0) note(`the ${held} pictures in the card are left out, because it is too large`)
  const fit = bare ?? card
  const over = sizeOf(fit) - limits.cardChars
  if (over <= 0) return fit
  note('the end of the card is left out, because it is too large')
  trim(fit as unknown as Record<string, unknown>, over)
  if (sizeOf(fit) <= limits.cardChars) return fit
  return { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: fit.fallbackText ?? '…', wrap: true }] }
}

/** Where what can be left out stands, what is left out first before the rest. */
const trimmed = [
  'actions',
  'rows',
  'body',
  'items',
  'columns',
  'cells',
  'pages',
  'choices',
  'facts',
  'inlines',
  'images',
] as const

/** Takes about so many characters of JSON from the end of what is in a node, and says how many it took. */
function trim(node: Record<string, unknown>, over: number): number {
  let taken = 0
  for (const name of trimmed) {
    const list = node[name]
    if (!Array.isArray(list)) continue
    while (taken < over && list.length > 0) {
      const last: unknown = list.at(-1)
      const size = sizeOf(last) + 1
      const part = typeof last === 'object' && last !== null && size > over - taken
      const got = part ? trim(last as Record<string, unknown>, over - taken) : 0
      if (got === 0) list.pop()
      taken += got === 0 ? size : got
    }
  }
  return taken
}
