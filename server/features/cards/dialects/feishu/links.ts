import { isOpenable, isWebAddress } from '../../addresses.ts'
import { objectOf, objectsOf, textOf } from '../../json.ts'

/** Where something leads: the address; `blocked` when it names only addresses that a card may not have; null: nowhere. */
export type Target = { url: string } | 'blocked' | null

function firstOf(addresses: unknown[]): Target {
  const named = addresses.map(address => textOf(address).trim()).filter(address => address !== '')
  const url = named.find(isOpenable)
  if (url !== undefined) return { url }
  return named.length > 0 ? 'blocked' : null
}

/**
 * Where a button, a container or a card leads: its `behaviors` (`open_url`), its `multi_url`, its `url`, each with the
 * address for computers first. `lark://` and other addresses of the vendor's own apps are not taken.
 */
export function targetOf(value: unknown): Target {
  const element = objectOf(value)
  const opens = objectsOf(element.behaviors).filter(({ type }) => type === 'open_url')
  const many = objectOf(element.multi_url)
  return firstOf([
    ...opens.flatMap(({ pc_url, default_url, url }) => [pc_url, default_url, url]),
    many.pc_url,
    many.url,
    element.pc_url,
    element.url,
    element.href,
  ])
}

/** An address as it can stand in Markdown; null where a card may not have it. */
export function markdownAddress(value: unknown): string | null {
  const target = targetOf(value)
  if (target === null || target === 'blocked') return null
  return target.url.replace(/[()<>\s]/g, encodeURIComponent).replace(/[()]/g, found => (found === '(' ? '%28' : '%29'))
}

/** The scheme of the address of a picture that the vendor's API took before: its key follows. */
const imageKeyScheme = 'image_key:'

/** Where a picture is: by its key, or by the address that stands in the place of one. Null where there is neither. */
export function pictureOf(key: unknown): string | null {
  const name = textOf(key).trim()
  if (/^[\w-]{1,200}$/.test(name)) return `${imageKeyScheme}${name}`
  return isWebAddress(name) ? name : null
}
