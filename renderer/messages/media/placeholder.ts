import { thumbHashToDataURL } from 'thumbhash'

const made = new Map<string, string>()
const most = 500

/** The picture that stands until the real one is there, as an address; empty when there is none that can be read. */
export function placeholderAddress(placeholder: string | undefined): string {
  if (placeholder === undefined) return ''
  const known = made.get(placeholder)
  if (known !== undefined) return known
  let address = ''
  try {
    address = thumbHashToDataURL(Uint8Array.from(atob(placeholder), character => character.charCodeAt(0)))
  } catch (error) {
    console.error('a placeholder cannot be read', error)
  }
  if (made.size >= most) made.clear()
  made.set(placeholder, address)
  return address
}
