import { zipSync } from 'fflate'
import { escapeHtml } from '../pages.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const sheets = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** Rows of a sheet; the first ones are its heads. */
export interface Sheet {
  name: string
  rows: readonly (readonly (string | number)[])[]
}

/** A workbook (xlsx). */
export function workbook(parts: readonly Sheet[]): Buffer {
  const cell = (value: string | number) =>
    typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${escapeHtml(value)}</t></is></c>`
  const sheet = ({ rows }: Sheet) =>
    `${head}<worksheet xmlns="${sheets}"><cols><col min="1" max="1" width="26" customWidth="1"/><col min="2" max="8" width="14" customWidth="1"/></cols><sheetData>${rows.map((cells, at) => `<row r="${at + 1}">${cells.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`
  const type = (part: string, kind: string) =>
    `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('/xl/workbook.xml', 'sheet.main')}${parts.map((_, at) => type(`/xl/worksheets/sheet${at + 1}.xml`, 'worksheet')).join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${sheets}" xmlns:r="${office}"><sheets>${parts.map(({ name }, at) => `<sheet name="${escapeHtml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${relations}">${parts.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}</Relationships>`,
  }
  parts.forEach((part, at) => {
    files[`xl/worksheets/sheet${at + 1}.xml`] = sheet(part)
  })
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]))),
  )
}

/** A PDF with a JPEG picture on each page, 842 points wide. */
export function pdf(pages: readonly { jpeg: Buffer; width: number; height: number }[]): Buffer {
  const objects: Buffer[] = []
  const latin = (text: string) => Buffer.from(text, 'latin1')
  const stream = (dictionary: string, bytes: Buffer) =>
    Buffer.concat([latin(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`), bytes, latin('\nendstream')])
  const numberOf = (index: number) => 3 + index * 3
  objects.push(latin('<< /Type /Catalog /Pages 2 0 R >>'))
  const kids = pages.map((_, index) => `${numberOf(index)} 0 R`).join(' ')
  objects.push(latin(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`))
  for (const [index, { jpeg, width, height }] of pages.entries()) {
    const tall = Math.round((842 * height) / width)
    const [content, image] = [numberOf(index) + 1, numberOf(index) + 2]
    objects.push(
      latin(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 ${tall}] /Contents ${content} 0 R /Resources << /XObject << /P ${image} 0 R >> >> >>`,
      ),
      stream('', latin(`q 842 0 0 ${tall} 0 0 cm /P Do Q`)),
      stream(
        `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`,
        jpeg,
      ),
    )
  }
  const written = [latin('%PDF-1.7\n')]
  let at = written[0]?.length ?? 0
  const places = objects.map((object, index) => {
    const whole = Buffer.concat([latin(`${index + 1} 0 obj\n`), object, latin('\nendobj\n')])
    const place = at
    written.push(whole)
    at += whole.length
    return place
  })
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  written.push(
    latin(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(written)
}
