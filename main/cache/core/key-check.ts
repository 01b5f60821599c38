import { createHmac, timingSafeEqual } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'

/*
 * SQLite reports "file is not a database" both for a wrong key and for a damaged first page. A small file beside the
 * database, `<path>.check`, tells them apart: an HMAC of a fixed text under the key, which reveals nothing about the
 * key (32 random bytes).
 */

const format = 'lianqun cache key check 1'

function checkPath(path: string): string {
  return `${path}.check`
}

function keyHmac(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(format).digest()
}

export function databaseExists(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0
}

export function writeCheck(path: string, key: Uint8Array): void {
  const file = openSync(checkPath(path), 'w', 0o600)
  try {
    writeSync(file, keyHmac(key).toString('hex'))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Whether the key is the one the database was created with; null when the check file is missing or damaged. */
export function keyMatches(path: string, key: Uint8Array): boolean | null {
  if (!existsSync(checkPath(path))) return null
  const text = readFileSync(checkPath(path), 'latin1').trim()
  return /^[0-9a-f]{64}$/.test(text) ? timingSafeEqual(Buffer.from(text, 'hex'), keyHmac(key)) : null
}

/**
 * For a database without a check file: the cipher leaves bytes 16 to 23 of the first page unencrypted (page size,
 * versions, fractions: fixed values). If they are intact, the page is probably intact too, and the key wrong.
 */
export function headerLooksWhole(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(24)
    if (readSync(file, header, 0, 24, 0) < 24) return false
    return header.subarray(18, 20).every(byte => byte === 1 || byte === 2) && header.readUIntBE(21, 3) === 0x402020
  } finally {
    closeSync(file)
  }
}
