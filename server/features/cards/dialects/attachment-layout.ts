import type { CardContainerStyle, CardElement, CardInline } from '@lianqun/protocol'
import { limits } from '@lianqun/protocol'
import { chromaOf, hueOf, rgbOf } from '../colors.ts'
import { cut, fitList, richText } from './fit.ts'
import { linkRun, run } from './links.ts'

/* The attachments of Slack, Mattermost and Rocket.Chat, which are the same thing with different Markdown in them. */

/** An attachment as it was read, its texts as elements. Texts that are missing are empty. */
export interface Attachment {
  color: string
  pretext: CardElement[]
  author: { name: string; more: string; link: string; icon: string }
  title: CardInline[]
  titleLink: string
  text: CardElement[]
  fields: { title: string; value: CardElement[]; short: boolean }[]
  /** What else it holds, such as blocks. */
  more: CardElement[]
  image: string
  /** What its picture shows. */
  altText: string
  thumb: string
  actions: CardElement[]
  footer: { text: string; icon: string; time: string }
}

const named: Record<string, CardContainerStyle> = {
  good: 'good',
  warning: 'warning',
  danger: 'attention',
  green: 'good',
  yellow: 'warning',
  orange: 'warning',
  red: 'attention',
  blue: 'accent',
}

/** The style of a container that is nearest to a colour, by its hue: `#36a64f`, `36a64f`, `#3a5`, `good`. */
export function styleOfColor(color: string): CardContainerStyle {
  const name = color.trim().toLowerCase()
  if (Object.hasOwn(named, name)) return named[name] ?? 'emphasis'
  const rgb = rgbOf(name)
  // Grey, and what is nearly black.
  if (rgb === null || chromaOf(rgb) < 39) return 'emphasis'
  const degrees = hueOf(rgb)
  if (degrees < 18 || degrees >= 335) return 'attention'
  if (degrees < 68) return 'warning'
  return degrees < 170 ? 'good' : 'accent'
}

const small = { size: 'small', isSubtle: true } as const

/** A picture by its address; none where it is not one of the web. */
function picture(url: string, rest: { width?: string; size?: 'stretch'; altText?: string }): CardElement[] {
  return /^https?:\/\//i.test(url) && url.length <= limits.linkChars
    ? [{ type: 'Image', url, altText: '', ...rest }]
    : []
}

/** A line of small text after a small picture. */
function line(icon: string, inlines: CardInline[]): CardElement[] {
  const text = richText(inlines.filter(inline => inline !== ''))
  const image = picture(icon, { width: '16px' })
  if (image.length === 0 || text.length === 0) return text
  return [
    {
      type: 'ColumnSet',
      columns: [
        { width: 'auto', items: image, verticalContentAlignment: 'center' },
        { width: 'stretch', items: text, verticalContentAlignment: 'center' },
      ],
    },
  ]
}

/** Fields under each other, two short ones that follow each other side by side. */
function fieldElements(fields: Attachment['fields']): CardElement[] {
  const elements: CardElement[] = []
  const cell = ({ title, value }: Attachment['fields'][number]) => [
    ...richText(title === '' ? [] : [{ type: 'TextRun', text: title, weight: 'bolder' }]),
    ...value.map((element, n) => (n === 0 && title !== '' ? { ...element, spacing: 'none' as const } : element)),
  ]
  for (let n = 0; n < fields.length; n++) {
    const [one, two] = [fields[n], fields[n + 1]]
    if (!one) continue
    const items = cell(one)
    if (one.short && two?.short) {
      const columns = [items, cell(two)].map(some => ({ width: 'stretch' as const, items: fitList(some) }))
      elements.push({ type: 'ColumnSet', columns })
      n++
    } else elements.push(...items)
  }
  return elements
}

/** An attachment as elements: what stands before it, and a container in its colour. */
export function attachmentElements(attachment: Attachment): CardElement[] {
  const { author, title, titleLink, footer } = attachment
  const words: CardElement[] = [
    ...line(author.icon, [
      author.link === '' ? run(author.name, small) : linkRun(author.name, author.link, small),
      author.more === '' ? '' : run(` ${author.more}`, small),
    ]),
    ...richText(
      titleLink === '' || title.length === 0
        ? title
        : [
            linkRun(title.map(inline => (typeof inline === 'string' ? inline : inline.text)).join(''), titleLink, {
              weight: 'bolder',
            }),
          ],
    ),
    ...attachment.text,
    ...fieldElements(attachment.fields),
  ]
  const thumb = picture(attachment.thumb, { width: '75px' })
  const last = [footer.text, footer.time].filter(Boolean).join(' · ')
  const items = [
    ...(thumb.length === 0 || words.length === 0
      ? [...words, ...thumb]
      : [
          {
            type: 'ColumnSet' as const,
            columns: [
              { width: 'stretch', items: fitList(words) },
              { width: 'auto', items: thumb },
            ],
          },
        ]),
    ...attachment.more,
    ...picture(attachment.image, { size: 'stretch', altText: cut(attachment.altText, limits.nameChars) }),
    ...attachment.actions,
    ...line(footer.icon, last === '' ? [] : [run(cut(last, limits.cardLineChars), small)]),
  ]
  if (items.length === 0) return attachment.pretext
  return [...attachment.pretext, { type: 'Container', style: styleOfColor(attachment.color), items: fitList(items) }]
}
