import { Unshowable } from './problem.ts'
import { unzip, xmlText } from './zip.ts'

export interface Cell {
  text: string
  /** Numbers, times and percentages stand at the right. */
  numeric: boolean
}

export interface Sheet {
  name: string
  /** By row and column; rows and columns beyond the limits are left out. */
  rows: Cell[][]
  cut: boolean
}

export const sheetLimits = { sheets: 30, rows: 2_000, columns: 100 } as const

/** The parts of an XML reader that are used: `DOMParser`, which only a page has. */
export type ParseXml = (text: string) => Document

/**
 * The sheets of a workbook as texts.
 * @throws Unshowable
 */
export function readWorkbook(bytes: Uint8Array<ArrayBuffer>, parse: ParseXml): Sheet[] {
  const files = unzip(bytes)
  const xml = (name: string): Document | null => {
    const part = files.get(name)
    return part === undefined ? null : parse(xmlText(part))
  }
  const workbook = xml('xl/workbook.xml')
  if (workbook === null) throw new Unshowable('damaged', 'no workbook')
  const targets = new Map(
    all(xml('xl/_rels/workbook.xml.rels'), 'Relationship').map(each => [
      each.getAttribute('Id'),
      each.getAttribute('Target'),
    ]),
  )
  const shared = all(xml('xl/sharedStrings.xml'), 'si').map(textOf)
  const styles = numberStyles(xml('xl/styles.xml'))
  return all(workbook, 'sheet')
    .slice(0, sheetLimits.sheets)
    .flatMap(sheet => {
      const target = targets.get(sheet.getAttribute('r:id')) ?? ''
      const part = xml(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
      return part === null ? [] : [{ name: sheet.getAttribute('name') ?? '', ...readSheet(part, shared, styles) }]
    })
}

function all(root: Document | Element | null, name: string): Element[] {
  return root === null ? [] : Array.from(root.getElementsByTagNameNS('*', name))
}

/** The text of a string with its runs, without the readings of Japanese ones. */
function textOf(element: Element): string {
  return all(element, 't')
    .filter(({ parentElement }) => parentElement?.localName !== 'rPh')
    .map(({ textContent }) => textContent ?? '')
    .join('')
}

type NumberStyle = 'date' | 'percent' | 'plain'
const dateFormats = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
])

/** What the numbers of each cell style are. */
function numberStyles(styles: Document | null): NumberStyle[] {
  const codes = new Map(
    all(styles, 'numFmt').map(each => [Number(each.getAttribute('numFmtId')), each.getAttribute('formatCode') ?? '']),
  )
  const cells = all(styles, 'cellXfs')[0] ?? null
  return all(cells, 'xf').map(each => {
    const id = Number(each.getAttribute('numFmtId'))
    const code = (codes.get(id) ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
    if (dateFormats.has(id) || /[ymdhs]/i.test(code)) return 'date'
    return id === 9 || id === 10 || code.includes('%') ? 'percent' : 'plain'
  })
}

function readSheet(part: Document, shared: readonly string[], styles: readonly NumberStyle[]): Omit<Sheet, 'name'> {
  const rows: Cell[][] = []
  let cut = false
  for (const row of all(part, 'row')) {
    const at = Number(row.getAttribute('r') ?? rows.length + 1) - 1
    if (!(at >= 0 && at < sheetLimits.rows)) {
      cut = true
      continue
    }
    const cells: Cell[] = []
    for (const cell of all(row, 'c')) {
      const column = columnOf(cell.getAttribute('r') ?? '', cells.length)
      if (column >= sheetLimits.columns) {
        cut = true
        continue
      }
      while (cells.length < column) cells.push({ text: '', numeric: false })
      cells[column] = readCell(cell, shared, styles)
    }
    while (rows.length < at) rows.push([])
    rows[at] = cells
  }
  return { rows, cut }
}

/** The index of a column: `B7` is 1. */
export function columnOf(reference: string, fallback: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (letters === undefined) return fallback
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** The letters over a column: 0 is `A`, 26 is `AA`. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last
}

function readCell(cell: Element, shared: readonly string[], styles: readonly NumberStyle[]): Cell {
  const words = (text: string): Cell => ({ text, numeric: false })
  const type = cell.getAttribute('t')
  if (type === 'inlineStr') return words(textOf(cell))
  const raw = all(cell, 'v')[0]?.textContent ?? ''
  if (type === 's') return words(shared[Number(raw)] ?? '')
  if (type === 'b') return words(raw === '1' ? 'TRUE' : 'FALSE')
  if (type === 'str' || type === 'e' || type === 'd' || raw === '') return words(raw)
  const text = numberText(Number(raw), styles[Number(cell.getAttribute('s') ?? 0)] ?? 'plain')
  return { text: text ?? raw, numeric: text !== null }
}

/** A number as a sheet shows it; null when it is none. */
export function numberText(value: number, style: NumberStyle): string | null {
  if (!Number.isFinite(value)) return null
  const short = (number: number) => String(Number(number.toPrecision(12)))
  if (style === 'percent') return `${short(value * 100)}%`
  if (style === 'plain' || value < 0 || value > 2_958_466) return short(value)
  // Days since 1899-12-30, the day before which Excel counts a 29 February that never was.
  const iso = new Date(Math.round((value - 25_569) * 86_400) * 1_000).toISOString()
  const time = iso.slice(11, iso.slice(17, 19) === '00' ? 16 : 19)
  if (value < 1) return time
  return Number.isInteger(value) ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`
}
