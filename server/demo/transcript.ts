import type { DemoMessage } from './types.ts'

const dayLine = /^D-\d+$/
const messageLine = /^(\d\d:\d\d) (\w+) (.+)$/

/**
 * Reads a transcript: a line `D-12` sets the day, `09:48 zhouye text` is a message, and a line indented by two spaces
 * continues the message above it. Throws on any other line.
 */
export function transcript(source: string): DemoMessage[] {
  const messages: DemoMessage[] = []
  let day: string | undefined
  for (const line of source.split('\n')) {
    if (line.trim() === '') continue
    if (dayLine.test(line)) {
      day = line
      continue
    }
    const last = messages.at(-1)
    if (line.startsWith('  ') && last) {
      last.text += `\n${line.slice(2)}`
      continue
    }
    const [, time, from, text] = messageLine.exec(line) ?? []
    if (!day || !time || !from || !text) throw new Error(`Not a line of a transcript: "${line}"`)
    messages.push({ from, at: `${day} ${time}`, text })
  }
  return messages
}

/** Splits a list of keys written with spaces between them. */
export function keys(source: string): string[] {
  return source.trim().split(/\s+/)
}
