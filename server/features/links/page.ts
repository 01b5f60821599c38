import { Parser } from 'htmlparser2'
import { dropControls, isolated, oneLine, shortened } from '../../../common/text.ts'

/** What a page says of itself. */
export interface PageWords {
  title: string
  description: string
  siteName: string
  /** The address of its picture as the page writes it; empty: none. */
  image: string
}

const most = { title: 200, description: 300, siteName: 80, address: 2_000 }

/** Names of the fields, the best first. */
const fields = {
  title: ['og:title', 'twitter:title', 'title'],
  description: ['og:description', 'twitter:description', 'description'],
  siteName: ['og:site_name', 'application-name'],
  image: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'],
} as const
const wanted = new Set<string>(Object.values(fields).flat())

/** Reads the words of a page from its bytes, or from the beginning of them; nothing in it is run. */
export function readPage(bytes: Uint8Array, charset: string | null): PageWords {
  const found = new Map<string, string>()
  const keep = (name: string, value: string | undefined) => {
    if (wanted.has(name) && value !== undefined && !found.has(name)) found.set(name, value)
  }
  let title: string | null = null
  let inSvg = 0
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'svg') inSvg++
        else if (name === 'title' && inSvg === 0 && !found.has('title')) title = ''
        else if (name === 'meta') {
          const field = attributes.property ?? attributes.name ?? attributes.itemprop
          if (field !== undefined) keep(field.trim().toLowerCase(), attributes.content)
        }
      },
      ontext(text) {
        if (title !== null && title.length < most.address) title += text
      },
      onclosetag(name) {
        if (name === 'svg') inSvg = Math.max(0, inSvg - 1)
        else if (name === 'title' && title !== null) {
          keep('title', title)
          title = null
        }
      },
    },
    { decodeEntities: true },
  )
  parser.end(textOf(bytes, charset))
  const first = (names: readonly string[]) => names.map(name => found.get(name)?.trim()).find(Boolean) ?? ''
  return {
    title: line(first(fields.title), most.title),
    description: line(first(fields.description), most.description),
    siteName: line(first(fields.siteName), most.siteName),
    image: first(fields.image).slice(0, most.address),
  }
}

/** The text of a page, by what its answer or its first bytes say of its characters; UTF-8 else. */
function textOf(bytes: Uint8Array, charset: string | null): string {
  const beginning = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1')
  const written = charset ?? /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(beginning)?.[1]
  try {
    return new TextDecoder(written ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** Words from elsewhere on one line, which do not turn the direction of those around them. */
function line(text: string, longest: number): string {
  return shortened(isolated(oneLine(dropControls(text))), longest)
}
