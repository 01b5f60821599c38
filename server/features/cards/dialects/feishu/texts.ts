import {
  type CardAlignment,
  type CardElement,
  type CardInline,
  cardText,
  plainMarkdown,
  type RichTextBlock,
} from '@lianqun/protocol'
import type { JsonObject } from '../../converted.ts'
import { isObject, objectOf, textOf } from '../../json.ts'
import { markdownElements } from '../../markdown.ts'
import { textColorOf, textSizeOf } from './colors.ts'
import { type Conversion, depthOf } from './conversion.ts'
import { markdownAddress, pictureOf } from './links.ts'
import { readMarks, type Style } from './marks.ts'

const rule = /^\s{0,3}(?:<hr\s{0,9}\/?>|-{3,}|\*{3,})\s*$/i
const picture = /^\s*!\[([^\]]{0,500})\]\(([\w-]{1,200})\)\s*$/
const fence = /^\s{0,3}(?:`{3}|~{3})/

/** What is drawn as a line between elements: the next one has it. */
export const ruleMark = 'rule'

/** Markdown of the vendor as elements; a rule stands as `rule`. */
export function larkElements(
  markdown: string,
  path: string,
  conversion: Conversion,
  base: Style = {},
): (CardElement | typeof ruleMark)[] {
  const elements: (CardElement | typeof ruleMark)[] = []
  let lines: string[] = []
  let fenced = false
  const flush = () => {
    const text = lines.join('\n')
    lines = []
    if (text.trim() === '') return
    const { text: marked, inline, settled } = readMarks(text, base)
    elements.push(...settled(markdownElements(marked, { inline })))
  }
  for (const line of markdown.split('\n')) {
    if (fence.test(line)) fenced = !fenced
    const image = fenced ? null : picture.exec(line)
    if (!fenced && rule.test(line)) {
      flush()
      elements.push(ruleMark)
    } else if (image) {
      flush()
      const url = pictureOf(image[2])
      if (url !== null) {
        const altText = conversion.line(image[1], path)
        elements.push({ type: 'Image', url, ...(altText !== '' && { altText }) })
      }
    } else lines.push(line)
  }
  flush()
  return elements
}

/** A text as it is, as one element. Null for one that says nothing. */
export function literal(text: string, style: Style = {}): RichTextBlock | null {
  if (text.trim() === '') return null
  const run: CardInline = Object.keys(style).length === 0 ? text : { type: 'TextRun', text, ...style }
  return { type: 'RichTextBlock', inlines: [run] }
}

/** The words of a text object on one line, without the marks of its Markdown: for titles and labels. */
export function titleOf(value: unknown, path: string, conversion: Conversion): string {
  const words = conversion.words(value, path)
  if (!isMarkdown(value)) return conversion.line(words, path)
  const { text, plain } = readMarks(words)
  return conversion.line(plainMarkdown(plain(text)), path)
}

function isMarkdown(value: unknown): boolean {
  return isObject(value) && (value.tag === 'lark_md' || value.tag === 'markdown')
}

/** How a text object or a Markdown element is written: its size and, of plain text, its colour. */
export function styleOf(value: unknown, conversion: Conversion): Style {
  const { text_size, text_color, tag } = objectOf(value)
  const name = textOf(text_size)
  const size = textSizeOf(conversion.sizes.get(name) ?? name)
  return { ...(size && { size }), ...(tag !== 'markdown' && tag !== 'lark_md' && textColorOf(textOf(text_color))) }
}

/** Where a text stands; left when nothing is said. */
export function alignmentOf(value: unknown): CardAlignment | undefined {
  return value === 'center' || value === 'right' ? value : undefined
}

/** A text object, of plain text or of Markdown, as elements. */
export function textElements(
  value: unknown,
  path: string,
  conversion: Conversion,
  base: Style = {},
): (CardElement | typeof ruleMark)[] {
  const object = objectOf(value)
  const style = { ...base, ...styleOf(value, conversion) }
  const words = withAddresses(conversion.words(value, `${path}.content`), object)
  const elements = isMarkdown(value)
    ? larkElements(words, path, conversion, style)
    : [literal(words, style) ?? []].flat()
  const horizontalAlignment = alignmentOf(object.text_align)
  if (horizontalAlignment === undefined) return elements
  return elements.map(element =>
    element !== ruleMark && (element.type === 'TextBlock' || element.type === 'RichTextBlock')
      ? { ...element, horizontalAlignment }
      : element,
  )
}

/** Card JSON 1.0 has links by a name: `[text]($name)` and `href: {name: {url}}`. */
function withAddresses(text: string, element: JsonObject): string {
  if (!isObject(element.href)) return text
  const addresses = element.href
  return text.replace(/\]\(\$([\w.]{1,50})\)/g, (all, name) => {
    const address = Object.hasOwn(addresses, name) ? markdownAddress(addresses[name]) : null
    return address === null ? all : `](${address})`
  })
}

/** Elements of no more levels than a card has left; what is deeper is only its text. */
export function shallow(
  elements: readonly CardElement[],
  levels: number,
  path: string,
  conversion: Conversion,
): CardElement[] {
  return elements.flatMap((element): CardElement[] => {
    if (depthOf(element, levels) <= levels) return [element]
    conversion.note(path, 'deeper than a card can be: only its text')
    const { text } = cardText({ type: 'AdaptiveCard', body: [element] })
    return [literal(conversion.text(text, path)) ?? []].flat()
  })
}
