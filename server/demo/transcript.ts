import type { DemoExtra, DemoMessage } from './types.ts'

const dayLine = /^D-\d+$/
const messageLine = /^(\d\d:\d\d) (\w+) (?:#([a-z][\w-]*) )?(.+)$/

/**
 * Reads a transcript: a line `D-12` sets the day, `09:48 zhouye text` is a message, and a line indented by two spaces
 * continues the message above it. A word `#tag` before the text names the message. Throws on any other line.
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
    const [, time, from, tag, text] = messageLine.exec(line) ?? []
    if (!day || !time || !from || !text) throw new Error(`Not a line of a transcript: "${line}"`)
    messages.push({ from, at: `${day} ${time}`, text, ...(tag && { tag }) })
  }
  return messages
}

/** Gives the messages of a conversation what they have besides their words. @throws for a tag that none has */
export function withExtras(messages: DemoMessage[], extras: Record<string, DemoExtra> = {}): DemoMessage[] {
  const tags = new Set(messages.map(({ tag }) => tag))
  for (const tag of Object.keys(extras)) if (!tags.has(tag)) throw new Error(`No message is called "${tag}"`)
  return messages.map(message => {
    const extra = message.tag === undefined ? undefined : extras[message.tag]
    return extra === undefined ? message : { ...message, extra }
  })
}

/** Splits a list of keys written with spaces between them. */
export function keys(source: string): string[] {
  return source.split(/\s+/).filter(Boolean)
}
