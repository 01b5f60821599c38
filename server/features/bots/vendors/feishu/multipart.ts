/*
 * Forms with files (RFC 7578). The library sends a picture that it has in memory without a name, which a reader of the
 * platform takes for a text, and spoils.
 */

/** A field of a form. `fileName`: empty where it has none. */
export interface Part {
  name: string
  fileName: string
  bytes: Buffer
}

/** Fields of one form, and bytes of the head of one. */
const most = { parts: 20, head: 2_000 }
const lineEnd = Buffer.from('\r\n')
const headEnd = Buffer.from('\r\n\r\n')

/** The boundary that a content type names; null where it is no form. */
export function boundaryOf(contentType: string): string | null {
  const found = /^multipart\/form-data;[^"]{0,100}?boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  return found?.[1] ?? found?.[2] ?? null
}

/** The fields of a form; null where the bytes are none. */
export function partsOf(body: Buffer, boundary: string): Part[] | null {
  const mark = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  let at = body.indexOf(mark)
  while (at >= 0) {
    const from = at + mark.length
    if (body.subarray(from, from + 2).toString() === '--') return parts
    const head = body.indexOf(headEnd, from)
    const end = body.indexOf(Buffer.concat([lineEnd, mark]), from)
    if (head < 0 || end < head + headEnd.length || head - from > most.head || parts.length >= most.parts) return null
    const lines = body.subarray(from, head).toString()
    const part = { bytes: body.subarray(head + headEnd.length, end), ...namesIn(lines) }
    if (part.name === '') return null
    parts.push(part)
    at = end + lineEnd.length
  }
  return null
}

function namesIn(head: string): Pick<Part, 'name' | 'fileName'> {
  const line = head.split('\r\n').find(each => /^content-disposition:/i.test(each)) ?? ''
  const plain = (name: string) => new RegExp(`[; ]${name}="([^"]{0,500})"`, 'i').exec(line)?.[1]
  const extended = /[; ]filename\*=utf-8''([^\s;]{1,1000})/i.exec(line)?.[1]
  return { name: plain('name') ?? '', fileName: (extended && decoded(extended)) || (plain('filename') ?? '') }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
