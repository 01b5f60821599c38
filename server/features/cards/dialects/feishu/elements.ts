import {
  type CardElement,
  type CardImage,
  type CardVerticalAlignment,
  type Column,
  type ColumnSet,
  type Container,
  limits,
} from '@lianqun/protocol'
import type { JsonObject } from '../../converted.ts'
import { isObject, listOf, objectOf, objectsOf, textOf } from '../../json.ts'
import { buttonOf, linkActionOf, overflowOf, selectActionOf } from './actions.ts'
import { chartElements } from './charts.ts'
import { containerStyleOf } from './colors.ts'
import type { Conversion, Form } from './conversion.ts'
import { inputElements, inputTags } from './inputs.ts'
import { noteUnknown } from './known.ts'
import { pictureOf } from './links.ts'
import { peopleOf, tableElements } from './tables.ts'
import { alignmentOf, literal, ruleMark, shallow, textElements, titleOf } from './texts.ts'

/** The levels that an element takes which has no others of the vendor in it. */
const leafLevels = 10
/** From a container to what is in it: its list and the element. */
const containerLevels = 2
/** From a set of columns to what is in one: columns, column, items, element. */
const columnLevels = 4

type Piece = CardElement | typeof ruleMark

/** The elements of a card or of a container, in which each rule is a line above what follows. `levels`: for each. */
export function convertElements(list: unknown, path: string, levels: number, conversion: Conversion): CardElement[] {
  if (list !== undefined && !Array.isArray(list)) conversion.note(path, 'no list')
  const shown: CardElement[] = []
  let separator = false
  for (const [index, element] of listOf(list).entries()) {
    const place = `${path}[${index}]`
    if (!isObject(element)) {
      conversion.note(place, 'no element')
      continue
    }
    for (const piece of convertElement(element, place, levels, conversion)) {
      if (piece === ruleMark) separator = true
      else if (shown.length >= limits.cardItems) conversion.note(path, `more than ${limits.cardItems} elements`)
      else {
        const last = shown.at(-1)
        const plain = element.tag === 'button' || element.tag === 'overflow'
        const joins = plain && !separator && last?.type === 'ActionSet' && piece.type === 'ActionSet'
        if (joins && last.actions.length + piece.actions.length <= limits.cardItems) last.actions.push(...piece.actions)
        else shown.push(separator ? { ...piece, separator: true } : piece)
        separator = false
      }
    }
  }
  return shown
}

/** One element; nothing where there is no room left for it. */
function convertElement(element: JsonObject, path: string, levels: number, conversion: Conversion): Piece[] {
  noteUnknown(element, path, conversion)
  const containing = containerOf(element, path, levels, conversion)
  if (containing !== null) return containing
  return settled(leafOf(element, path, conversion), path, levels, conversion)
}

function settled(pieces: Piece[], path: string, levels: number, conversion: Conversion): Piece[] {
  return pieces.flatMap((piece): Piece[] => {
    if (piece === ruleMark) return [piece]
    return shallow([piece], levels, path, conversion).filter(found => conversion.fits(found))
  })
}

/** An element that has others in it; null for another one. */
function containerOf(element: JsonObject, path: string, levels: number, conversion: Conversion): Piece[] | null {
  switch (element.tag) {
    case 'column_set':
      return columnsOf(element, path, levels, conversion)
    case 'column':
      return boxOf(element, path, levels, conversion, {})
    case 'form':
      return formOf(element, path, levels, conversion)
    case 'interactive_container': {
      const selectAction = selectActionOf(element, path, conversion)
      return boxOf(element, path, levels, conversion, selectAction ? { selectAction } : {})
    }
    case 'collapsible_panel':
      return panelOf(element, path, levels, conversion)
    case 'table':
      return tableElements(element, path, levels, conversion)
    case 'div':
      return divOf(element, path, levels, conversion)
    case 'action':
      if (conversion.strict) conversion.note(path, 'no element of card JSON 2.0')
      return convertElements(element.actions, `${path}.actions`, levels, conversion)
    default:
      return null
  }
}

function leafOf(element: JsonObject, path: string, conversion: Conversion): Piece[] {
  const tag = textOf(element.tag)
  if (inputTags.has(tag)) return inputElements(element, path, conversion)
  switch (tag) {
    case 'hr':
      return [ruleMark]
    case 'markdown':
    case 'lark_md':
    case 'plain_text':
      return textElements(element, path, conversion)
    case 'img':
      return imageOf(element, path, conversion)
    case 'img_combination': {
      const images = objectsOf(element.img_list).flatMap(image => pictureElement(image, path, conversion) ?? [])
      return images.length === 0 ? [] : [{ type: 'ImageSet', images: images.slice(0, limits.cardItems) }]
    }
    case 'note':
      if (conversion.strict) conversion.note(path, 'no element of card JSON 2.0')
      return noteOf(element, path, conversion)
    case 'button': {
      const button = buttonOf(element, path, conversion)
      if (button === null) return []
      if ('title' in button) return [literal(button.title) ?? []].flat()
      return [{ type: 'ActionSet', actions: [button.action] }]
    }
    case 'overflow': {
      const actions = overflowOf(element, path, conversion).slice(0, limits.cardItems)
      return actions.length === 0 ? [] : [{ type: 'ActionSet', actions }]
    }
    case 'person':
    case 'person_list': {
      const inlines = peopleOf(tag === 'person' ? element.user_id : element.persons)
      conversion.note(path, 'people who are shown are called too')
      return inlines.length === 0 ? [] : [{ type: 'RichTextBlock', inlines }]
    }
    case 'chart':
      return chartElements(element, path, conversion)
    case 'audio':
      conversion.note(path, 'a sound')
      return [literal('[语音]') ?? []].flat()
    default: {
      conversion.note(path, `an element that is not known: ${conversion.line(tag, path).slice(0, 40)}`)
      return textElements(isObject(element.text) ? element.text : element, path, conversion)
    }
  }
}

function pictureElement(element: JsonObject, path: string, conversion: Conversion): CardImage | null {
  const url = pictureOf(element.img_key)
  if (url === null) {
    conversion.note(`${path}.img_key`, 'no picture')
    return null
  }
  const altText = titleOf(element.alt, `${path}.alt`, conversion) || titleOf(element.title, `${path}.title`, conversion)
  const size = textOf(element.size)
  const width = /^(\d{1,4}px)(?: |$)/.exec(size)?.[1]
  const named = { tiny: 'small', small: 'small', medium: 'medium', large: 'large', stretch: 'stretch' } as const
  const known = Object.hasOwn(named, size) ? named[size as keyof typeof named] : undefined
  return {
    type: 'Image',
    url,
    ...(altText !== '' && { altText }),
    ...(known && { size: known }),
    ...(width !== undefined && { width }),
  }
}

function imageOf(element: JsonObject, path: string, conversion: Conversion): Piece[] {
  const image = pictureElement(element, path, conversion)
  const title = literal(titleOf(element.title, `${path}.title`, conversion), { weight: 'bolder' })
  return [...(title ? [title] : []), ...(image ? [image] : [])]
}

/** A note: small, quiet text with small pictures. */
function noteOf(element: JsonObject, path: string, conversion: Conversion): Piece[] {
  return objectsOf(element.elements).flatMap((part, index): Piece[] => {
    const place = `${path}.elements[${index}]`
    if (part.tag !== 'img') return textElements(part, place, conversion, { size: 'small', isSubtle: true })
    const image = pictureElement(part, place, conversion)
    return image === null ? [] : [{ ...image, size: 'small' }]
  })
}

/** What takes room of two columns besides what is in them. */
const twoColumns = {
  type: 'ColumnSet',
  columns: [
    { width: 'stretch', items: [] },
    { width: 'stretch', items: [] },
  ],
}

/** A text, fields under it, each short one beside another, and what stands at their right. */
function divOf(element: JsonObject, path: string, levels: number, conversion: Conversion): Piece[] {
  const flat = levels - columnLevels < leafLevels
  const inner = flat ? levels : levels - columnLevels
  const text = element.text === undefined ? [] : textElements(element.text, `${path}.text`, conversion)
  const words = settled(text, `${path}.text`, inner, conversion)
  const fields = fieldsOf(element, path, inner, flat, conversion)
  const extra = isObject(element.extra) ? convertElements([element.extra], `${path}.extra`, inner, conversion) : []
  const pieces = [...words, ...fields]
  const items = words.filter(piece => piece !== ruleMark)
  const beside = extra.length > 0 && items.length > 0 && fields.length === 0 && !flat && conversion.fits(twoColumns)
  if (!beside) return [...pieces, ...extra]
  return [
    {
      type: 'ColumnSet',
      columns: [
        { width: 'stretch', items },
        { width: 'auto', items: extra },
      ],
    },
  ]
}

function fieldsOf(
  element: JsonObject,
  path: string,
  inner: number,
  flat: boolean,
  conversion: Conversion,
): CardElement[] {
  const shown: CardElement[] = []
  /** A short field that waits for another one. */
  let first: CardElement[] = []
  for (const [index, field] of objectsOf(element.fields).entries()) {
    const place = `${path}.fields[${index}]`
    const found = settled(textElements(field.text, `${place}.text`, conversion), place, inner, conversion)
    const items = found.filter(piece => piece !== ruleMark)
    if (items.length === 0) continue
    const short = field.is_short === true && !flat
    if (short && first.length === 0) first = items
    else if (short && conversion.fits(twoColumns)) {
      const columns: Column[] = [first, items].map(column => ({ width: 'stretch', items: column }))
      shown.push({ type: 'ColumnSet', columns })
      first = []
    } else {
      shown.push(...first, ...items)
      first = []
    }
  }
  return [...shown, ...first]
}

const vertical = new Map<unknown, CardVerticalAlignment>([
  ['top', 'top'],
  ['center', 'center'],
  ['bottom', 'bottom'],
])

/** What a box has besides what is in it. */
function boxStyle(element: JsonObject): Pick<Container, 'style' | 'verticalContentAlignment'> {
  const style = containerStyleOf(textOf(element.background_style) || textOf(element.background_color))
  const verticalContentAlignment = vertical.get(element.vertical_align)
  return { ...(style && { style }), ...(verticalContentAlignment && { verticalContentAlignment }) }
}

/** A container; only what is in it where the card cannot be deeper. */
function boxOf(
  element: JsonObject,
  path: string,
  levels: number,
  conversion: Conversion,
  own: Partial<Container>,
): CardElement[] {
  const inner = levels - containerLevels
  if (inner < leafLevels) {
    conversion.note(path, 'deeper than a card can be: without its frame')
    return convertElements(element.elements, `${path}.elements`, levels, conversion)
  }
  const container: Container = { type: 'Container', ...own, ...boxStyle(element), items: [] }
  if (!conversion.fits(container)) return []
  const items = convertElements(element.elements, `${path}.elements`, inner, conversion)
  return items.length === 0 ? [] : [{ ...container, items }]
}

/** The width of a column of a set: pixels, its weight, as wide as what is in it, or what is left. */
function columnWidth(column: JsonObject, equal: boolean): string | number {
  const width = textOf(column.width)
  if (equal) return 'stretch'
  if (/^\d{1,4}px$/.test(width)) return width
  if (width !== 'weighted') return width === 'auto' ? 'auto' : 'stretch'
  const { weight } = column
  return typeof weight === 'number' && weight >= 1 && weight <= 100 ? weight : 1
}

function columnsOf(element: JsonObject, path: string, levels: number, conversion: Conversion): CardElement[] {
  const inner = levels - columnLevels
  const list = listOf(element.columns)
  if (inner < leafLevels) {
    conversion.note(path, 'deeper than a card can be: its columns one below the other')
    return list.flatMap((column, index) =>
      convertElements(objectOf(column).elements, `${path}.columns[${index}].elements`, levels, conversion),
    )
  }
  const style = containerStyleOf(textOf(element.background_style))
  const selectAction = linkActionOf(element, path, conversion)
  const alignment = alignmentOf(element.horizontal_align)
  const set: ColumnSet = {
    type: 'ColumnSet',
    ...(style && { style }),
    ...(alignment && { horizontalAlignment: alignment }),
    ...(selectAction && { selectAction }),
    columns: [],
  }
  if (!conversion.fits(set)) return []
  const equal = element.flex_mode === 'bisect' || element.flex_mode === 'trisect'
  for (const [index, column] of list.entries()) {
    const place = `${path}.columns[${index}]`
    if (!isObject(column)) {
      conversion.note(place, 'no column')
      continue
    }
    noteUnknown(column, place, conversion)
    const columnAction = linkActionOf(column, place, conversion)
    const base: Column = {
      ...boxStyle(column),
      ...(columnAction && { selectAction: columnAction }),
      width: columnWidth(column, equal),
    }
    if (set.columns.length >= limits.cardItems || !conversion.fits(base)) {
      conversion.note(`${path}.columns`, 'more columns than a card takes')
      break
    }
    set.columns.push({ ...base, items: convertElements(column.elements, `${place}.elements`, inner, conversion) })
  }
  return set.columns.some(({ items }) => items && items.length > 0) ? [set] : []
}

/** A form: a container whose inputs go with its button alone. */
function formOf(element: JsonObject, path: string, levels: number, conversion: Conversion): CardElement[] {
  if (conversion.form) {
    conversion.note(path, 'a form within a form')
    return convertElements(element.elements, `${path}.elements`, levels, conversion)
  }
  const form = { name: textOf(element.name), fields: [] as Form['fields'], buttons: 0 }
  conversion.form = form
  const found = boxOf(element, path, levels, conversion, {})
  conversion.form = null
  for (let count = 0; count < form.buttons; count++) {
    if (conversion.fits(form.fields)) continue
    form.fields.length = 0
    break
  }
  if (form.buttons === 0) conversion.note(path, 'a form without a button that sends it')
  return found
}

/** A panel that opens: a button with its title, which shows and hides what is in it. */
function panelOf(element: JsonObject, path: string, levels: number, conversion: Conversion): CardElement[] {
  const header = objectOf(element.header)
  const title = titleOf(header.title, `${path}.header.title`, conversion) || '…'
  const id = conversion.id(textOf(element.element_id) || 'panel', path)
  const found = boxOf(element, path, levels, conversion, { id, isVisible: element.expanded === true })
  const [panel] = found
  const toggle: CardElement = {
    type: 'ActionSet',
    actions: [{ type: 'Action.ToggleVisibility', title, mode: 'secondary', targetElements: [id] }],
  }
  const closes = found.length === 1 && panel?.type === 'Container' && panel.id === id
  if (closes && conversion.fits(toggle)) return [toggle, panel]
  const heading = [literal(title) ?? []].flat().filter(words => conversion.fits(words))
  return [...heading, ...found.map(({ isVisible: _isVisible, ...shown }) => shown as CardElement)]
}
