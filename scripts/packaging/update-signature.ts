import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Signs a description of an update, whose signature the client asks for under the same name with `.sig`.
 * @param key PEM of an Ed25519 private key
 * @returns the file that was written
 */
export function signDescription(file: string, key: string): string {
  const signature = sign(null, readFileSync(file), createPrivateKey(key))
  const written = `${file}.sig`
  writeFileSync(written, `${signature.toString('base64')}\n`)
  return written
}
