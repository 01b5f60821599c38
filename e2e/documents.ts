import { zipSync } from 'fflate'

/* Documents for the tests of previews, good and hostile. */

const bytesOf = (text: string) => new TextEncoder().encode(text)
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const types = (parts: string) =>
  `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts}</Types>`
const related = (type: string, target: string) =>
  `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/${type}" Target="${target}"/></Relationships>`

/** A Word document of one paragraph. `xml`: put before its root. */
export function docx(text: string, xml = '', more: Record<string, Uint8Array> = {}): Uint8Array {
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  return zipSync({
    '[Content_Types].xml': bytesOf(
      types(
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
      ),
    ),
    '_rels/.rels': bytesOf(related('officeDocument', 'word/document.xml')),
    'word/document.xml': bytesOf(
      `${head}${xml}<w:document xmlns:w="${word}"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr></w:body></w:document>`,
    ),
    ...more,
  })
}

/** A workbook of one sheet. */
export function xlsx(rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const sheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const cell = (value: string | number) =>
    typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const data = rows.map((cells, at) => `<row r="${at + 1}">${cells.map(cell).join('')}</row>`).join('')
  return zipSync({
    'xl/workbook.xml': bytesOf(
      `${head}<workbook xmlns="${sheet}" xmlns:r="${relations}"><sheets><sheet name="铺货" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': bytesOf(related('worksheet', 'worksheets/sheet1.xml')),
    'xl/worksheets/sheet1.xml': bytesOf(
      `${head}<worksheet xmlns="${sheet}"><sheetData>${data}</sheetData></worksheet>`,
    ),
  })
}

/** A PDF of one page. `action`: a dictionary that the document opens with. */
export function pdf(text: string, action = ''): Uint8Array {
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
  return onePage(`BT /F1 24 Tf 60 700 Td (${text}) Tj ET`, '/Font << /F1 5 0 R >>', font, action)
}

/** A PDF of one page that is black all over, as a fax (ITU-T T.6) of 64 by 2 points. */
export function scan(): Uint8Array {
  const black = '001' + '00110101' + '0000001111' + '0000110111'
  const same = '11'
  const end = '000000000001'.repeat(2)
  const bits = black + same + end
  const fax = bits.match(/.{1,8}/g)?.map(byte => Number.parseInt(byte.padEnd(8, '0'), 2).toString(16).padStart(2, '0'))
  const data = `${fax?.join('')}>`
  const image =
    '<< /Type /XObject /Subtype /Image /Width 64 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 1 ' +
    '/Filter [/ASCIIHexDecode /CCITTFaxDecode] /DecodeParms [null << /K -1 /Columns 64 /Rows 2 >>] ' +
    `/Length ${data.length} >>\nstream\n${data}\nendstream`
  return onePage('q 595 0 0 842 0 0 cm /I1 Do Q', '/XObject << /I1 5 0 R >>', image)
}

/** `resource` is object 5, which `resources` name. */
function onePage(stream: string, resources: string, resource: string, action = ''): Uint8Array {
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${action} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << ${resources} >> >>`,
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    resource,
  ]
  let body = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const at = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return bytesOf(
    `${body}xref\n0 6\n0000000000 65535 f \n${table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF`,
  )
}

/** An archive that says that it holds little and holds much. */
export function bomb(): Uint8Array {
  return zipSync({ 'word/document.xml': new Uint8Array(170_000_000) }, { level: 9 })
}
