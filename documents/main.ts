import { renderAsync } from 'docx-preview'
import { zipSync } from 'fflate'
import hljs from 'highlight.js/lib/common'
import type { ToFrame } from './messages.ts'
import { Unshowable } from './problem.ts'
import { answerResource, tell } from './resources.ts'
import { showPdf } from './show-pdf.ts'
import { decodeText, isBinary } from './text.ts'
import { lettersOf, readWorkbook, type Sheet } from './xlsx.ts'
import { unzip, xmlText } from './zip.ts'

type Show = Extract<ToFrame, { type: 'show' }>

const root = document.querySelector('main') as HTMLElement

window.addEventListener('message', ({ source, data }: MessageEvent<ToFrame>) => {
  if (source !== window.parent) return
  if (data.type === 'resource') answerResource(data.name, data.bytes)
  else void show(data)
})
window.addEventListener('keydown', event => event.key === 'Escape' && tell({ type: 'escape' }))
// A document leads nowhere.
window.addEventListener('click', event => (event.target as Element).closest?.('a') && event.preventDefault(), true)
window.addEventListener('submit', event => event.preventDefault(), true)
tell({ type: 'ready' })

async function show(message: Show): Promise<void> {
  const { kind, name, words, part, dark } = message
  document.documentElement.lang = words.language
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  root.dataset.kind = kind
  const bytes = new Uint8Array(message.bytes)
  try {
    if (kind === 'text') showText(bytes, name, part)
    else if (kind === 'pdf') await showPdf(bytes, root, words.page)
    else if (kind === 'docx') await showDocx(bytes)
    else showSheets(readWorkbook(bytes, parseXml), words.sheets, words.part)
    if (part) note(words.part)
    tell({ type: 'shown' })
  } catch (error) {
    console.error('a document is not shown', error)
    root.replaceChildren()
    tell({ type: 'failed', problem: error instanceof Unshowable ? error.problem : 'damaged' })
  }
}

function note(text: string): void {
  const line = document.createElement('p')
  line.className = 'note'
  line.textContent = text
  root.prepend(line)
}

function parseXml(text: string): Document {
  const parsed = new DOMParser().parseFromString(text, 'application/xml')
  if (parsed.querySelector('parsererror')) throw new Unshowable('damaged', 'XML that cannot be read')
  return parsed
}

/** A longer text is not coloured: that would take seconds. */
const colouredChars = 200_000

function showText(bytes: Uint8Array, name: string, part: boolean): void {
  const text = decodeText(bytes, part)
  if (isBinary(text)) throw new Unshowable('damaged', 'no text')
  const code = document.createElement('code')
  const extension = name.split('.').at(-1) ?? ''
  const language = hljs.getLanguage(extension) && extension
  // The library escapes the text.
  if (language && text.length <= colouredChars) code.innerHTML = hljs.highlight(text, { language }).value
  else code.textContent = text
  const block = document.createElement('pre')
  block.tabIndex = 0
  block.append(code)
  root.append(block)
}

async function showDocx(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const files = unzip(bytes)
  if (!files.has('word/document.xml')) throw new Unshowable('damaged', 'no document')
  for (const [file, part] of files) if (/\.(xml|rels)$/i.test(file)) xmlText(part)
  // Packed anew, so that the reader sees what was checked and nothing else.
  const clean = zipSync(Object.fromEntries(files), { level: 0 })
  await renderAsync(new Blob([clean as Uint8Array<ArrayBuffer>]), root, undefined, {
    className: 'docx',
    useBase64URL: true,
    renderAltChunks: false,
    renderComments: false,
    experimental: false,
    ignoreLastRenderedPageBreak: false,
  })
}

function showSheets(sheets: Sheet[], label: string, cutWords: string): void {
  if (sheets.length === 0) throw new Unshowable('damaged', 'no sheet')
  const tabs = document.createElement('div')
  tabs.className = 'tabs'
  tabs.setAttribute('role', 'tablist')
  tabs.setAttribute('aria-label', label)
  const table = document.createElement('div')
  table.className = 'sheet'
  table.tabIndex = 0
  const choose = (sheet: Sheet, tab: HTMLElement) => {
    for (const other of tabs.children) other.setAttribute('aria-selected', String(other === tab))
    table.replaceChildren(tableOf(sheet), ...(sheet.cut ? [cutNote(cutWords)] : []))
  }
  for (const [index, sheet] of sheets.entries()) {
    const tab = document.createElement('button')
    tab.type = 'button'
    tab.setAttribute('role', 'tab')
    tab.textContent = sheet.name
    tab.addEventListener('click', () => choose(sheet, tab))
    tabs.append(tab)
    if (index === 0) choose(sheet, tab)
  }
  root.append(table, tabs)
}

function cutNote(words: string): HTMLElement {
  const line = document.createElement('p')
  line.className = 'note'
  line.textContent = words
  return line
}

/** A sheet with the letters of its columns above and the numbers of its rows at the left, which stay in view. */
function tableOf({ rows }: Sheet): HTMLTableElement {
  const table = document.createElement('table')
  const heading = (row: HTMLTableRowElement, scope: 'col' | 'row', text: string) => {
    const cell = document.createElement('th')
    cell.scope = scope
    cell.textContent = text
    row.append(cell)
  }
  const letters = table.createTHead().insertRow()
  letters.append(document.createElement('td'))
  const columns = Math.max(1, ...rows.map(cells => cells.length))
  for (let column = 0; column < columns; column++) heading(letters, 'col', lettersOf(column))
  const body = table.createTBody()
  for (const [index, cells] of rows.entries()) {
    const row = body.insertRow()
    heading(row, 'row', String(index + 1))
    for (let column = 0; column < columns; column++) {
      const cell = row.insertCell()
      cell.textContent = cells[column]?.text ?? ''
      if (cells[column]?.numeric) cell.className = 'number'
    }
  }
  return table
}
