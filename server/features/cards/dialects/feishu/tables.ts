import { type CardElement, type CardInline, limits, type Table, type TableCell, type TableRow } from '@lianqun/protocol'
import type { Json, JsonObject } from '../../converted.ts'
import { isObject, listOf, objectOf, objectsOf, textOf } from '../../json.ts'
import { textColorOf } from './colors.ts'
import type { Conversion } from './conversion.ts'
import { beijingTime } from './marks.ts'
import { mentionOf } from './people.ts'
import { alignmentOf, larkElements, literal, ruleMark, shallow } from './texts.ts'

/** The columns that the vendor shows. */
const mostColumns = 50
/** From a table to what is in a cell: rows, row, cells, cell, items, element. */
const levelsToCell = 6

/** A number as the column says: with its unit before it, its places and its separators. */
function numberOf(value: Json, column: JsonObject): string {
  if (typeof value !== 'number') return textOf(value)
  const { precision, symbol, separator } = objectOf(column.format)
  const places = typeof precision === 'number' && precision >= 0 && precision <= 10 ? Math.trunc(precision) : undefined
  const number = value.toLocaleString('en-US', {
    useGrouping: separator === true,
    minimumFractionDigits: places ?? 0,
    maximumFractionDigits: places ?? 10,
  })
  return `${textOf(symbol)}${number}`
}

/** A moment in milliseconds as the column says, such as `YYYY/MM/DD`. */
function momentOf(value: Json, column: JsonObject): string {
  const ms = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof ms !== 'number' || !Number.isFinite(ms) || Math.abs(ms) > 8.6e15) return textOf(value)
  const time = beijingTime(ms)
  const [, year = '', month = '', day = '', hour = '', minute = ''] =
    /^(.+)-(\d\d)-(\d\d) (\d\d):(\d\d)$/.exec(time) ?? []
  const seconds = String(Math.floor((((ms % 60_000) + 60_000) % 60_000) / 1_000)).padStart(2, '0')
  const format = textOf(column.date_format)
  if (format === '') return time
  const parts: Record<string, string> = { YYYY: year, MM: month, DD: day, HH: hour, mm: minute, ss: seconds }
  return format.replace(/YYYY|MM|DD|HH|mm|ss/g, part => parts[part] ?? part)
}

/** Labels side by side. */
function labelsOf(value: Json): CardInline[] {
  const labels = isObject(value) ? [value] : listOf(value)
  return labels.slice(0, 50).flatMap((label, index): CardInline[] => {
    const text = isObject(label) ? textOf(label.text) : textOf(label)
    if (text === '') return []
    const color = isObject(label) ? textColorOf(textOf(label.color)) : {}
    return [...(index > 0 ? [' '] : []), { type: 'TextRun', text, highlight: true, ...color }]
  })
}

/** People side by side: an id, a list of ids, or of `{id}`. */
export function peopleOf(value: unknown): CardInline[] {
  const people = Array.isArray(value) ? value : [value]
  return people.slice(0, 50).flatMap((person, index): CardInline[] => {
    const mention = mentionOf(textOf(isObject(person) ? (person.id ?? person.user_id) : person))
    return mention === null ? [] : index > 0 ? [' ', mention] : [mention]
  })
}

function cellOf(value: Json | undefined, column: JsonObject, path: string, conversion: Conversion): CardElement[] {
  if (value === undefined || value === null) return []
  const inlines = (found: CardInline[]): CardElement[] =>
    found.length === 0 ? [] : [{ type: 'RichTextBlock', inlines: found }]
  const words = (text: string) => [literal(conversion.text(text, path)) ?? []].flat()
  switch (column.data_type) {
    case 'lark_md':
    case 'markdown':
      return larkElements(conversion.text(value, path), path, conversion).filter(element => element !== ruleMark)
    case 'number':
      return words(numberOf(value, column))
    case 'date':
      return words(momentOf(value, column))
    case 'options':
      return inlines(labelsOf(value).map(piece => cleanLabel(piece, path, conversion)))
    case 'persons':
      return inlines(peopleOf(value))
    default:
      return words(isObject(value) ? conversion.words(value, path) : textOf(value))
  }
}

function cleanLabel(piece: CardInline, path: string, conversion: Conversion): CardInline {
  if (typeof piece === 'string' || piece.type === 'Mention') return piece
  return { ...piece, text: conversion.line(piece.text, path) }
}

/** The width of a column: pixels, or its part of a hundred. */
function widthOf(value: unknown): string | number | undefined {
  const text = textOf(value)
  if (/^\d{1,4}px$/.test(text)) return text
  const part = /^(\d{1,3})%$/.exec(text)?.[1]
  return part === undefined ? undefined : Number(part)
}

/**
 * A table of at most so many levels, each row of which takes room of the card; nothing where it has no columns. The
 * caller takes no room for it again.
 */
export function tableElements(
  element: JsonObject,
  path: string,
  levels: number,
  conversion: Conversion,
): CardElement[] {
  const columns = objectsOf(element.columns).slice(0, mostColumns)
  if (listOf(element.columns).length > mostColumns)
    conversion.note(`${path}.columns`, `more than ${mostColumns} columns`)
  if (columns.length === 0) return []
  const table: Table = {
    type: 'Table',
    columns: columns.map(column => {
      const width = widthOf(column.width)
      const align = alignmentOf(column.horizontal_align)
      return { ...(width !== undefined && { width }), ...(align && { horizontalCellContentAlignment: align }) }
    }),
    rows: [],
    firstRowAsHeader: true,
    showGridLines: true,
  }
  if (!conversion.fits(table)) return []
  const names = columns.map(column => conversion.words(column.display_name, `${path}.columns`))
  const rows = objectsOf(element.rows)
  if (listOf(element.rows).some(row => !isObject(row))) conversion.note(`${path}.rows`, 'a row that is none')
  const most = limits.cardItems - 1
  if (rows.length > most) conversion.note(`${path}.rows`, `more than ${most} rows`)
  const add = (row: TableRow) => conversion.fits(row) && table.rows.push(row) > 0
  if (!add({ cells: names.map(name => ({ items: [literal(name) ?? []].flat() })) })) return []
  for (const [index, row] of rows.slice(0, most).entries()) {
    const place = `${path}.rows[${index}]`
    const filled = columns.map((column): TableCell => {
      const name = textOf(column.name)
      const value = Object.hasOwn(row, name) ? row[name] : undefined
      const cell = `${place}.${name}`
      const items = shallow(cellOf(value, column, cell, conversion), levels - levelsToCell, cell, conversion)
      return { items: items.slice(0, limits.cardItems) }
    })
    if (!add({ cells: filled })) break
  }
  return [table]
}
