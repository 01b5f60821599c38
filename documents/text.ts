/** The encoding of a text: by its mark, else UTF-8 where it is, else UTF-16 by its zeros, else the one of Chinese Windows. */
export function encodingOf(bytes: Uint8Array, part: boolean): 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, 4_096)
  const zeros = [0, 0]
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > sample.length / 8 && odd > even * 4) return 'utf-16le'
  if (even > sample.length / 8 && even > odd * 4) return 'utf-16be'
  try {
    // A part may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: part })
    return 'utf-8'
  } catch {
    // Not UTF-8.
    return 'gb18030'
  }
}

/** Whether bytes are no text: they have characters that no text has. */
export function isBinary(text: string): boolean {
  const sample = text.slice(0, 4_096)
  let strange = 0
  for (const character of sample) {
    const code = character.codePointAt(0) ?? 0
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 27))
      strange++
  }
  return sample.length > 0 && strange / sample.length > 0.05
}

/** The text of bytes, with line ends as one character. */
export function decodeText(bytes: Uint8Array, part: boolean): string {
  return new TextDecoder(encodingOf(bytes, part)).decode(bytes, { stream: part }).replace(/\r\n?/g, '\n')
}
