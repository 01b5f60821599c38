/**
 * A UUIDv7 (RFC 9562): its first 48 bits are the time in milliseconds, so ids sort by creation time.
 * `now`: milliseconds since 1970-01-01 UTC.
 */
export function uuidv7(now = Date.now()): string {
  // `crypto.randomUUID` would give a version 4, and does not exist on a page served over plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
