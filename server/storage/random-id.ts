import { randomBytes } from 'node:crypto'

/** A random id of `bytes` bytes, in the alphabet of ids. */
export function randomId(bytes = 15): string {
  return randomBytes(bytes).toString('base64url')
}
