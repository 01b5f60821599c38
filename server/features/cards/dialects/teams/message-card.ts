import type { Card, CardAction, CardElement, CardTone, Column, TextBlock } from '@lianqun/protocol'
import { escapeMarkdown, limits, plainMarkdown } from '@lianqun/protocol'
import { oneLine } from '../../../../../common/text.ts'
import type { HttpPost } from '../../calls/http-post.ts'
import { chromaOf, hueOf, rgbOf } from '../../colors.ts'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { elided } from '../../fit.ts'
import { isObject, listOf, objectsOf, textOf } from '../../json.ts'
import { markdownElements } from '../../markdown.ts'
import { defined, Fields } from '../adaptive/fields.ts'
import { fitted } from '../adaptive/fit.ts'
import type { AdaptiveOptions, Reading } from '../adaptive/reading.ts'
import { newReading } from '../adaptive.ts'

/*
 * MessageCards of connectors (https://learn.microsoft.com/outlook/actionable-messages/message-card-reference).
 */

/** Colours by their names, as some senders write them. */
const named: Record<string, CardTone> = {
  red: 'failing',
  attention: 'failing',
  danger: 'failing',
  orange: 'todo',
  yellow: 'todo',
  warning: 'todo',
  green: 'good',
  good: 'good',
  blue: 'running',
  accent: 'running',
  gray: 'over',
  grey: 'over',
}

/** How a card stands, by its colour: red fails, yellow is to do, green is well, blue runs, grey is over. */
export function toneOfColor(color: string): CardTone | undefined {
  const word = color.trim().toLowerCase()
  if (Object.hasOwn(named, word)) return named[word]
  // Some write how opaque it is before the rest.
  const rgb = rgbOf(word.replace(/^#?[0-9a-f]{2}(?=[0-9a-f]{6}$)/, ''))
  if (rgb === null) return undefined
  if (chromaOf(rgb) < 40) return 'over'
  const hue = hueOf(rgb)
  if (hue < 20 || hue >= 330) return 'failing'
  if (hue < 65) return 'todo'
  return hue < 170 ? 'good' : 'running'
}

/** A text of Markdown as elements in a style; as it is written where its sender says that it is none. */
function rich(text: string, style: Partial<TextBlock> = {}, markdown = true): CardElement[] {
  if (text.trim() === '') return []
  if (!markdown)
    return [{ ...style, type: 'TextBlock', text: elided(escapeMarkdown(text), limits.cardTextChars), wrap: true }]
  return markdownElements(text).map(element => (element.type === 'TextBlock' ? { ...style, ...element } : element))
}

/** A line of Markdown as it is read. */
export function plainLine(text: string): string {
  return elided(oneLine(plainMarkdown(text)), limits.cardLineChars)
}

/** A MessageCard in our model. @throws PayloadError where nothing in it can be seen */
export function convertMessageCard(source: JsonObject, options: AdaptiveOptions): { card: Card; lost: string[] } {
  const reading = newReading(options)
  const fields = new Fields(source, options.path ?? '', reading)
  fields.skip('@type', '@context', 'type', 'correlator', 'expectedActors', 'originator', 'hideOriginalBody')
  const title = plainLine(fields.line('title') ?? '')
  const summary = plainLine(fields.line('summary') ?? '')
  const text = fields.text('text') ?? ''
  const color = textOf(fields.take('themeColor'))
  const tone = toneOfColor(color)
  if (color.trim() !== '' && tone === undefined) fields.note('themeColor', `is no colour: "${elided(color, 40)}"`)
  const body = [
    ...rich(text),
    ...fields.objects('sections').flatMap(({ item, path }) => readSection(new Fields(item, path, reading), 3)),
  ]
  const actions = readActions(fields, 3)
  fields.finish()
  // The summary is for notifications, but better than a card without a head that could not show how it stands.
  const head = title || (tone !== undefined && plainLine(text) !== summary ? summary : '')
  if (body.length === 0 && actions.length === 0 && head === '') {
    if (summary === '') throw new PayloadError('empty', options.path ?? '', 'shows nothing')
    body.push({ type: 'TextBlock', text: escapeMarkdown(summary), wrap: true })
  }
  const card = defined<Card>({
    type: 'AdaptiveCard',
    header: head === '' ? undefined : defined<NonNullable<Card['header']>>({ title: head, tone }),
    body: body.slice(0, limits.cardItems),
    actions: actions.length > 0 ? actions : undefined,
    fallbackText: summary || undefined,
  })
  const fit = fitted(card, what => reading.note(options.path ?? '', what))
  return { card: fit, lost: reading.lost }
}

/** A section: its title, who did something, texts, facts, pictures and buttons. */
function readSection(fields: Fields, level: number): CardElement[] {
  const markdown = fields.flag('markdown') ?? true
  const inner = level + 2
  const items: CardElement[] = [
    ...rich(fields.text('title') ?? '', { weight: 'bolder' }, markdown),
    ...readActivity(fields, markdown),
    ...rich(fields.text('text') ?? '', {}, markdown),
  ]
  const said = (text: string) => (markdown ? text : elided(escapeMarkdown(text), limits.cardTextChars))
  const facts = fields.objects('facts').map(({ item, path }) => {
    const fact = new Fields(item, path, fields.reading)
    return { title: said(fact.text('name') ?? ''), value: said(fact.text('value') ?? '') }
  })
  if (facts.length > 0) items.push({ type: 'FactSet', facts })
  const hero = readPicture(fields.take('heroImage'), fields.at('heroImage'), fields.reading, { size: 'stretch' })
  // A picture of the section comes first, as in Outlook.
  if (hero) items.unshift(hero)
  const images = fields.items('images').flatMap((image, index) => {
    const picture = readPicture(image, `${fields.at('images')}[${index}]`, fields.reading)
    return picture?.type === 'Image' ? [picture] : []
  })
  if (images.length > 0) items.push({ type: 'ImageSet', images, imageSize: 'medium' })
  const actions = readActions(fields, inner + 2)
  if (actions.length > 0) items.push({ type: 'ActionSet', actions })
  const separator = fields.flag('startGroup') || undefined
  fields.finish()
  if (items.length === 0) return []
  return [
    defined<CardElement>({ type: 'Container', items: items.slice(0, limits.cardItems), separator } as CardElement),
  ]
}

/** Who did something: a picture beside up to three lines. */
function readActivity(fields: Fields, markdown: boolean): CardElement[] {
  const lines = [
    ...rich(fields.text('activityTitle') ?? '', { weight: 'bolder' }, markdown),
    ...rich(fields.text('activitySubtitle') ?? '', { isSubtle: true }, markdown),
    ...rich(fields.text('activityText') ?? '', {}, markdown),
  ]
  const style = textOf(fields.take('activityImageType')).toLowerCase() === 'article' ? 'default' : 'person'
  const source = fields.take('activityImage')
  const image = readPicture(source, fields.at('activityImage'), fields.reading, { size: 'small', style })
  if (image?.type !== 'Image') return lines
  const columns: Column[] = [{ type: 'Column', width: 'auto', items: [image] }]
  if (lines.length > 0) columns.push({ type: 'Column', width: 'stretch', items: lines })
  return [{ type: 'ColumnSet', columns }]
}

/** A picture: its address, or an object with that and a title. */
export function readPicture(
  value: unknown,
  path: string,
  reading: Reading,
  look: JsonObject = {},
): CardElement | undefined {
  const source = isObject(value) ? value : { image: textOf(value) }
  const url = textOf(source.image) || textOf(source.url)
  if (url === '') return undefined
  const altText = plainMarkdown(textOf(source.title) || textOf(source.alt))
  return reading.element({ type: 'Image', url, ...(altText !== '' && { altText }), ...look }, path, 5)
}

/** The buttons of a card or of a section. */
function readActions(fields: Fields, level: number): CardAction[] {
  return fields
    .objects('potentialAction')
    .flatMap(({ item, path }) => readAction(item, path, fields.reading, level) ?? [])
}

/** `within`: in the card of another button, which opens no further ones. */
function readAction(
  source: JsonObject,
  path: string,
  reading: Reading,
  level: number,
  within = false,
): CardAction | undefined {
  const fields = new Fields(source, path, reading)
  const title = plainLine(textOf(fields.take('name')))
  const type = textOf(fields.take('@type') ?? fields.take('type')).toLowerCase()
  switch (type) {
    case 'openuri':
      return reading.action({ type: 'Action.OpenUrl', title, url: targetOf(fields.take('targets')) }, path, level)
    // Of schema.org, as older senders write it.
    case 'viewaction': {
      const target = fields.take('target')
      return reading.action({ type: 'Action.OpenUrl', title, url: textOf(listOf(target)[0] ?? target) }, path, level)
    }
    case 'httppost':
      return readPost(fields, title)
    case 'actioncard': {
      if (within) break
      const body = fields
        .objects('inputs')
        .flatMap(({ item, path: place }) => readInput(item, place, reading, level + 3) ?? [])
      const actions = fields
        .objects('actions')
        .flatMap(({ item, path: place }) => readAction(item, place, reading, level + 3, true) ?? [])
      return { type: 'Action.ShowCard', title, card: { type: 'AdaptiveCard', body, actions } }
    }
  }
  reading.note(path, `an action of type "${elided(type, 40)}" is not shown`)
  return undefined
}

/** Where a button leads on every system, else on the first that it names. */
function targetOf(targets: unknown): string {
  const all = objectsOf(targets)
  return textOf((all.find(target => textOf(target.os).toLowerCase() === 'default') ?? all[0])?.uri)
}

/** A button that posts something to its sender: what it posts stays on the server. */
function readPost(fields: Fields, title: string): CardAction | undefined {
  const target = textOf(fields.take('target')).trim()
  if (!/^https?:$/.test(URL.parse(target)?.protocol ?? '') || target.length > limits.linkChars) {
    fields.note('target', `is no address that can be posted to: "${elided(target, 60)}"`)
    return undefined
  }
  const headers = fields.objects('headers').map(({ item }) => ({ name: textOf(item.name), value: textOf(item.value) }))
  const contentType = textOf(fields.take('bodyContentType'))
  if (contentType !== '') headers.push({ name: 'Content-Type', value: contentType })
  const httpPost: HttpPost = { target, body: textOf(fields.take('body')), headers }
  return { type: 'Action.Submit', title, data: { httpPost } }
}

/** An input of an `ActionCard`; its title is its label. */
function readInput(source: JsonObject, path: string, reading: Reading, level: number): CardElement | undefined {
  const fields = new Fields(source, path, reading)
  const type = textOf(fields.take('@type') ?? fields.take('type')).toLowerCase()
  const { id, title: label, isRequired, value } = source
  const base = defined<JsonObject>({ id, label, isRequired, value })
  switch (type) {
    case 'textinput': {
      const { isMultiline, maxLength } = source
      return reading.element(defined({ type: 'Input.Text', ...base, isMultiline, maxLength }), path, level)
    }
    case 'dateinput':
      if (fields.flag('includeTime')) fields.note('includeTime', 'asks for the day alone')
      return reading.element({ type: 'Input.Date', ...base }, path, level)
    case 'multichoiceinput': {
      const choices = objectsOf(source.choices).map(choice => ({
        title: choice.display ?? '',
        value: choice.value ?? '',
      }))
      const style = textOf(source.style).toLowerCase() === 'expanded' ? 'expanded' : 'compact'
      const { isMultiSelect } = source
      return reading.element(defined({ type: 'Input.ChoiceSet', ...base, choices, style, isMultiSelect }), path, level)
    }
    default:
      reading.note(path, `an input of type "${elided(type, 40)}" is not known`)
      return undefined
  }
}
