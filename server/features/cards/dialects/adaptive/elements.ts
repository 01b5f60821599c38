import type {
  CardAction,
  CardElement,
  CardImage,
  CardInline,
  Column,
  Container,
  RichTextBlock,
  TableCell,
  TextBlock,
  TextRun,
} from '@lianqun/protocol'
import { escapeMarkdown, limits } from '@lianqun/protocol'
import { isOpenable, isWebAddress } from '../../addresses.ts'
import type { Json } from '../../converted.ts'
import { isObject, textOf } from '../../json.ts'
import { defined, Fields } from './fields.ts'
import { deepest, deepText } from './fit.ts'
import { inlinesOf, namesPeople, withoutTags } from './text.ts'

/** Reads one kind of element. `level`: how deep it stands in the values of the card; the card itself is 1. */
export type ElementReader = (fields: Fields, level: number) => CardElement | undefined

export const alignments = ['left', 'center', 'right'] as const
const verticals = ['top', 'center', 'bottom'] as const
const styles = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'] as const
export const colors = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'] as const
const spacings = ['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding'] as const

/** What every element has. `type`, `requires` and `fallback` were looked at before. */
export function readBase(fields: Fields) {
  fields.skip('type', 'requires', 'fallback', 'lang', '$schema')
  return {
    id: fields.id(),
    isVisible: fields.flag('isVisible'),
    separator: fields.flag('separator'),
    spacing: fields.oneOf('spacing', spacings),
    height: readHeight(fields),
  }
}

const isPixels = (height: Json | undefined): boolean => /^\s*\d/.test(textOf(height))

/** The height of an element; that of a picture may also be in pixels, see `readImage`. */
function readHeight(fields: Fields): 'auto' | 'stretch' | undefined {
  if (!isPixels(fields.take('height'))) return fields.oneOf('height', ['auto', 'stretch'])
  if (textOf(fields.source.type).toLowerCase() !== 'image') fields.note('height', 'in pixels is not kept')
  return undefined
}

function readTextStyle(fields: Fields) {
  return {
    color: fields.oneOf('color', colors),
    fontType: fields.oneOf('fontType', ['default', 'monospace']),
    isSubtle: fields.flag('isSubtle'),
    size: fields.oneOf('size', ['default', 'small', 'medium', 'large', 'extraLarge'], { normal: 'default' }),
    weight: fields.oneOf('weight', ['default', 'lighter', 'bolder'], { normal: 'default' }),
  }
}

/** The elements of a list. */
export function readElements(fields: Fields, name: string, level: number): CardElement[] {
  return fields.items(name).flatMap((item, index) => {
    return fields.reading.element(item, `${fields.at(name)}[${index}]`, level) ?? []
  })
}

/** The actions of a list. */
export function readActions(fields: Fields, name: string, level: number): CardAction[] {
  return fields.items(name).flatMap((item, index) => {
    return fields.reading.action(item, `${fields.at(name)}[${index}]`, level) ?? []
  })
}

/** What is done when something is pressed; showing a card is not among it, as in the official parsers. */
export function readSelectAction(fields: Fields, level: number): CardAction | undefined {
  const value = fields.take('selectAction')
  const action = value === undefined ? undefined : fields.reading.action(value, fields.at('selectAction'), level + 1)
  if (action?.type !== 'Action.ShowCard') return action
  fields.note('selectAction', 'cannot show a card')
  return undefined
}

function readTextBlock(fields: Fields): CardElement {
  const base = readBase(fields)
  const style = readTextStyle(fields)
  const text = fields.text('text') ?? ''
  const horizontalAlignment = fields.oneOf('horizontalAlignment', alignments)
  const kind = fields.oneOf('style', ['default', 'heading', 'columnHeader'])
  const wrap = fields.flag('wrap')
  const maxLines = fields.count('maxLines')
  if (kind === 'columnHeader') style.weight ??= 'bolder'
  if (namesPeople(text, fields.reading)) {
    if (kind === 'heading') {
      style.weight ??= 'bolder'
      style.size ??= 'large'
    }
    if (maxLines !== undefined) fields.note('maxLines', 'is not kept where people are called')
    return defined<RichTextBlock>({
      type: 'RichTextBlock',
      ...base,
      horizontalAlignment,
      inlines: inlinesOf(text, defined(style), fields.reading),
    })
  }
  return defined<TextBlock>({
    type: 'TextBlock',
    ...base,
    ...style,
    text: withoutTags(text, fields.at('text'), fields.reading),
    horizontalAlignment,
    maxLines,
    wrap,
    style: kind === 'heading' ? kind : undefined,
  })
}

function readRichTextBlock(fields: Fields, level: number): CardElement {
  const base = readBase(fields)
  const inlines = fields.items('inlines').flatMap((item, index): CardInline[] => {
    const path = `${fields.at('inlines')}[${index}]`
    if (typeof item === 'string') return [new Fields({ text: item }, path, fields.reading).text('text') ?? '']
    if (!isObject(item)) return []
    const type = textOf(item.type).toLowerCase()
    if (type !== 'textrun') {
      fields.reading.note(path, `an inline of type "${type.slice(0, 40)}" is not known`)
      return []
    }
    const inline = new Fields(item, path, fields.reading)
    inline.skip('type', 'lang')
    const run = defined<TextRun>({
      type: 'TextRun',
      text: inline.text('text') ?? '',
      ...readTextStyle(inline),
      highlight: inline.flag('highlight'),
      italic: inline.flag('italic'),
      strikethrough: inline.flag('strikethrough'),
      underline: inline.flag('underline'),
      selectAction: readSelectAction(inline, level + 2),
    })
    inline.finish()
    return [run]
  })
  const horizontalAlignment = fields.oneOf('horizontalAlignment', alignments)
  return defined<RichTextBlock>({ type: 'RichTextBlock', ...base, inlines, horizontalAlignment })
}

const picture = /^data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i

/** The address of a picture that can be loaded, or the picture itself; undefined, and noted, where it is neither. */
export function readPicture(fields: Fields, name: string): string | undefined {
  const value = fields.take(name)
  if (value === undefined) return undefined
  const url = textOf(value).trim()
  const held = picture.test(url)
  if (held && url.length > limits.cardPictureChars) fields.note(name, 'holds a picture that is too large')
  else if (!held && !isWebAddress(url))
    fields.note(name, /^data:/i.test(url) ? 'holds no picture that can be shown' : 'is no address of the web')
  else return url
  return undefined
}

/** A picture; its description where it cannot be loaded. */
export function readImage(fields: Fields, level: number): CardElement | undefined {
  const base = readBase(fields)
  const url = readPicture(fields, 'url')
  const altText = fields.line('altText')
  const width = fields.take('width') === 'auto' ? undefined : fields.pixels('width')
  const height = isPixels(fields.take('height')) ? fields.pixels('height') : base.height
  const image = defined<CardImage>({
    type: 'Image',
    ...base,
    url,
    altText,
    size: fields.oneOf('size', ['auto', 'stretch', 'small', 'medium', 'large']),
    width,
    height,
    style: fields.oneOf('style', ['default', 'person'], { normal: 'default' }),
    horizontalAlignment: fields.oneOf('horizontalAlignment', alignments),
    selectAction: readSelectAction(fields, level),
  })
  // Some hosts load a picture anew each time, or let it be opened: ours is loaded once, and can be opened.
  fields.skip('forceLoad', 'msteams', 'msTeams')
  if (url !== undefined) return image
  if (altText === undefined || altText.trim() === '') return undefined
  return defined<TextBlock>({ type: 'TextBlock', ...base, text: escapeMarkdown(altText), wrap: true, isSubtle: true })
}

function readImageSet(fields: Fields, level: number): CardElement {
  const base = readBase(fields)
  const images = fields.objects('images').flatMap(({ item, path }) => {
    const image = fields.reading.element({ type: 'Image', ...item }, path, level + 2)
    return image?.type === 'Image' ? [image] : []
  })
  const size = fields.oneOf('imageSize', ['auto', 'stretch', 'small', 'medium', 'large'])
  const imageSize = size === 'auto' || size === 'stretch' ? undefined : size
  return defined<Extract<CardElement, { type: 'ImageSet' }>>({ type: 'ImageSet', ...base, images, imageSize })
}

/** Facts; those that name people become lines of their own, because a fact calls nobody. */
function readFactSet(fields: Fields): CardElement {
  const base = readBase(fields)
  const items: CardElement[] = []
  for (const { item, path } of fields.objects('facts')) {
    const fact = new Fields(item, path, fields.reading)
    fact.skip('type')
    const title = fact.text('title') ?? ''
    const value = fact.text('value') ?? ''
    fact.finish()
    if (namesPeople(`${title} ${value}`, fields.reading)) {
      const inlines = [...inlinesOf(title, { weight: 'bolder' }, fields.reading), ' ']
      items.push({
        type: 'RichTextBlock',
        inlines: [...inlines, ...inlinesOf(value, {}, fields.reading)].slice(0, limits.cardItems),
      })
      continue
    }
    const kept = {
      title: withoutTags(title, fact.at('title'), fields.reading),
      value: withoutTags(value, fact.at('value'), fields.reading),
    }
    const last = items.at(-1)
    if (last?.type === 'FactSet') last.facts.push(kept)
    else items.push({ type: 'FactSet', facts: [kept] })
  }
  const [only] = items
  if (items.length > 1) return defined<Container>({ type: 'Container', ...base, items })
  return defined<CardElement>({ ...(only ?? { type: 'FactSet', facts: [] }), ...base } as CardElement)
}

/** What a container, a column and a cell of a table have. The direction of writing is that of the card. */
function readBox(fields: Fields, level: number, itemsLevel: number) {
  const box = {
    ...readBase(fields),
    items: readElements(fields, 'items', itemsLevel),
    style: fields.oneOf('style', styles),
    bleed: fields.flag('bleed'),
    verticalContentAlignment: fields.oneOf('verticalContentAlignment', verticals),
    minHeight: fields.pixels('minHeight'),
    selectAction: readSelectAction(fields, level),
  }
  return box
}

function readContainer(fields: Fields, level: number): CardElement {
  return defined<Container>({ type: 'Container', ...readBox(fields, level, level + 2) })
}

function readColumnSet(fields: Fields, level: number): CardElement {
  return defined<Extract<CardElement, { type: 'ColumnSet' }>>({
    type: 'ColumnSet',
    ...readBase(fields),
    columns: fields.objects('columns').flatMap(({ item, path }) => readColumn(item, path, fields, level + 2) ?? []),
    style: fields.oneOf('style', styles),
    bleed: fields.flag('bleed'),
    minHeight: fields.pixels('minHeight'),
    horizontalAlignment: fields.oneOf('horizontalAlignment', alignments),
    selectAction: readSelectAction(fields, level),
  })
}

/** A column, or what stands for it where something in it is not known; undefined where nothing does. */
function readColumn(
  source: { [name: string]: Json },
  path: string,
  set: Fields,
  level: number,
  tries = 0,
): Column | undefined {
  const { reading } = set
  const column = new Fields(source, path, reading)
  const { value, unmet, forget } = reading.attempt(() => {
    if (!reading.knows(source.requires)) reading.unmet = true
    // `size`: before 1.0.
    const width = column.width(source.width === undefined ? 'size' : 'width')
    if (source.width !== undefined) column.skip('size')
    return defined<Column>({ type: 'Column', ...readBox(column, level, level + 2), width })
  })
  const { fallback } = source
  if (!unmet || fallback === undefined || fallback === null || tries > 4) {
    reading.unmet ||= unmet
    column.finish()
    return value
  }
  forget()
  if (!isObject(fallback)) {
    reading.note(path, 'is left out, as its fallback says')
    return undefined
  }
  reading.note(path, 'shows its fallback')
  if (textOf(fallback.type).toLowerCase() === 'column')
    return readColumn(fallback, `${path}.fallback`, set, level, tries + 1)
  const element = reading.element(fallback, `${path}.fallback`, level + 2)
  return element && { type: 'Column', items: [element] }
}

function readTable(fields: Fields, level: number): CardElement | undefined {
  if (level + 4 > deepest) {
    fields.reading.note(fields.path, 'is nested too deep for a table, and becomes text')
    for (const name of Object.keys(fields.source)) fields.skip(name)
    return deepText(fields.source)
  }
  const base = readBase(fields)
  const all = fields.oneOf('horizontalCellContentAlignment', alignments)
  const vertical = fields.oneOf('verticalCellContentAlignment', verticals)
  const columns = fields.objects('columns').map(({ item, path }) => {
    const column = new Fields(item, path, fields.reading)
    column.skip('type')
    const width = column.width('width')
    const read = defined<{ width?: string | number; horizontalCellContentAlignment?: (typeof alignments)[number] }>({
      width: width === 'auto' || width === 'stretch' ? 1 : width,
      horizontalCellContentAlignment: column.oneOf('horizontalCellContentAlignment', alignments) ?? all,
    })
    column.finish()
    return read
  })
  const rows = fields.objects('rows').map(({ item, path }) => {
    const row = new Fields(item, path, fields.reading)
    row.skip('type')
    const rowVertical = row.oneOf('verticalCellContentAlignment', verticals) ?? vertical
    const cells = row.objects('cells').map(inner => {
      const cell = new Fields(inner.item, inner.path, fields.reading)
      const box = readBox(cell, level + 4, level + 6)
      cell.finish()
      box.verticalContentAlignment ??= rowVertical
      return defined<TableCell>({ type: 'TableCell', ...box })
    })
    const style = row.oneOf('style', styles)
    row.finish()
    return { type: 'TableRow' as const, cells, ...(style && { style }) }
  })
  const firstRowAsHeader = fields.flag('firstRowAsHeaders') ?? fields.flag('firstRowAsHeader')
  return defined<Extract<CardElement, { type: 'Table' }>>({
    type: 'Table',
    ...base,
    columns: columns.length > 0 ? columns : undefined,
    rows,
    // It is so when left out.
    firstRowAsHeader: firstRowAsHeader ?? true,
    showGridLines: fields.flag('showGridLines'),
  })
}

function readCarousel(fields: Fields, level: number): CardElement {
  const base = readBase(fields)
  const pages = fields.objects('pages').map(({ item, path }) => {
    const page = new Fields(item, path, fields.reading)
    page.skip('type', 'id')
    const items = readElements(page, 'items', level + 4)
    const selectAction = readSelectAction(page, level + 2)
    page.finish()
    return { type: 'CarouselPage' as const, items, ...(selectAction && { selectAction }) }
  })
  return defined<Extract<CardElement, { type: 'Carousel' }>>({ type: 'Carousel', ...base, pages })
}

/** A video or sound: its picture and a button that opens it. */
function readMedia(fields: Fields): CardElement | undefined {
  const base = readBase(fields)
  const altText = fields.line('altText')
  const poster = readPicture(fields, 'poster')
  const links = fields.objects('sources').map(({ item }) => textOf(item.url))
  const url = links.find(isOpenable)
  fields.reading.note(
    fields.path,
    url === undefined ? 'has nothing that can be opened' : 'is opened, not played in the card',
  )
  const title = altText?.trim() || fields.reading.words('打开媒体', 'Open media')
  const open: CardAction | undefined = url === undefined ? undefined : { type: 'Action.OpenUrl', url, title }
  const items: CardElement[] = []
  if (poster !== undefined)
    items.push(defined<CardImage>({ type: 'Image', url: poster, altText, size: 'stretch', selectAction: open }))
  else if (altText !== undefined) items.push({ type: 'TextBlock', text: escapeMarkdown(altText), wrap: true })
  if (open) items.push({ type: 'ActionSet', actions: [open] })
  return items.length === 0 ? undefined : defined<Container>({ type: 'Container', ...base, items })
}

function readActionSet(fields: Fields, level: number): CardElement {
  return defined<Extract<CardElement, { type: 'ActionSet' }>>({
    type: 'ActionSet',
    ...readBase(fields),
    actions: readActions(fields, 'actions', level + 2),
  })
}

/** The elements of the standard but for the inputs, by their types in lower case. */
export const elementReaders: [string, ElementReader][] = [
  ['textblock', readTextBlock],
  ['richtextblock', readRichTextBlock],
  ['image', readImage],
  ['imageset', readImageSet],
  ['factset', readFactSet],
  ['container', readContainer],
  ['columnset', readColumnSet],
  ['table', readTable],
  ['carousel', readCarousel],
  ['media', readMedia],
  ['actionset', readActionSet],
]
