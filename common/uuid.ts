/**
 * A UUIDv7 (RFC 9562): its first 48 bits are milliseconds, so that names sort by the time they were made.
 * `now`: milliseconds since 1970-01-01 UTC.
 */
export function uuidv7(now = Date.now()): string {
  // Not crypto.randomUUID, which a page on plain http does not have.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
