import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EncryptedWriter, newFileKey, readEncrypted, recordBytes } from './encrypted-file.ts'

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-file-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'blob')
}

async function read(path: string, key: string, start: number, end: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of readEncrypted(path, key, start, end)) parts.push(part)
  return Buffer.concat(parts)
}

async function put(path: string, key: string, bytes: Buffer, piece = 50_000): Promise<void> {
  const writer = await EncryptedWriter.open(path, key)
  for (let at = writer.written; at < bytes.length; at += piece) await writer.write(bytes.subarray(at, at + piece))
  await writer.finish()
}

test.each([1, recordBytes - 1, recordBytes, recordBytes + 1, 3 * recordBytes + 7])(
  '%i bytes are read back, whole and in ranges, and are not on the disk as they are',
  async size => {
    const path = place()
    const key = newFileKey()
    const bytes = Buffer.alloc(size, 'plain words ')
    await put(path, key, bytes)
    expect((await read(path, key, 0, size)).equals(bytes)).toBe(true)
    for (const [start, end] of [
      [0, 1],
      [size - 1, size],
      [Math.floor(size / 2), size],
    ] as const)
      expect((await read(path, key, start, end)).equals(bytes.subarray(start, end))).toBe(true)
    expect(readFileSync(path).includes('plain words')).toBe(false)
  },
)

test.each(['cut', 'noise'])('a file whose last record is %s goes on before it', async how => {
  const path = place()
  const key = newFileKey()
  const bytes = randomBytes(3 * recordBytes + 100)
  const writer = await EncryptedWriter.open(path, key)
  await writer.write(bytes.subarray(0, 2 * recordBytes + 10))
  await writer.close()
  if (how === 'cut') truncateSync(path, statSync(path).size - 5)
  else {
    const stored = readFileSync(path)
    stored.fill(0, recordBytes + 100)
    writeFileSync(path, stored)
  }
  const again = await EncryptedWriter.open(path, key)
  expect(again.written).toBe(recordBytes)
  await again.close()
  await put(path, key, bytes)
  expect((await read(path, key, 0, bytes.length)).equals(bytes)).toBe(true)
})

test('what was changed on the disk, or is too short, is not given out', async () => {
  const path = place()
  const key = newFileKey()
  await put(path, key, randomBytes(recordBytes + 10))
  await expect(read(path, key, 0, recordBytes + 11)).rejects.toThrow()
  const stored = readFileSync(path)
  stored[20] = (stored[20] ?? 0) ^ 1
  writeFileSync(path, stored)
  await expect(read(path, key, 0, 10)).rejects.toThrow()
  await expect(read(path, newFileKey(), recordBytes, recordBytes + 10)).rejects.toThrow()
})
