import { isObject, type Json, type JsonObject, textOf } from '../../../cards/index.ts'
import { unwrapped } from './blocks.ts'
import { SlackError } from './errors.ts'
import { fromChannelId, fromTs, fromUserId } from './ids.ts'
import { parsed } from './parts.ts'

/** What a call says, whether it is written as JSON, as a form or in the address. */
export class Args {
  readonly fields: JsonObject

  constructor(fields: JsonObject) {
    this.fields = fields
  }

  text(name: string): string {
    return textOf(this.fields[name])
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name))
  }

  /** A whole number, within bounds. */
  number(name: string, { or, most }: { or: number; most: number }): number {
    const value = Number(this.text(name) || or)
    return Number.isInteger(value) && value >= 1 ? Math.min(value, most) : or
  }

  /** A value that forms have as JSON. */
  json(name: string): Json | undefined {
    return unwrapped(this.fields[name])
  }

  /** Words between commas, or a list. */
  list(name: string): string[] {
    const value = this.json(name)
    const words = Array.isArray(value) ? value.map(textOf) : this.text(name).split(',')
    return words.map(word => word.trim()).filter(word => word !== '')
  }

  /** The conversation that is named. @throws SlackError */
  channel(name = 'channel'): string {
    const id = fromChannelId(this.text(name))
    if (id === null) throw new SlackError('channel_not_found')
    return id
  }

  /** The person who is named. @throws SlackError */
  user(name = 'user'): string {
    const id = fromUserId(this.text(name))
    if (id === null) throw new SlackError('user_not_found')
    return id
  }

  /** The message that is named. @throws SlackError */
  seq(name = 'ts', error = 'message_not_found'): number {
    const seq = fromTs(this.text(name))
    if (seq === null) throw new SlackError(error)
    return seq
  }

  /** The message that is named, if any is. @throws SlackError */
  optionalSeq(name: string): number | undefined {
    return this.text(name) === '' ? undefined : this.seq(name, 'thread_not_found')
  }
}

/** What stands in a request: its address, and its body by its type. @throws SlackError */
export async function readArgs(query: unknown, type: string, body: Buffer): Promise<JsonObject> {
  const fields: JsonObject = {}
  if (isObject(query)) for (const [name, value] of Object.entries(query)) fields[name] = textOf([value].flat().at(-1))
  if (body.length === 0) return fields
  if (/^application\/json/i.test(type)) {
    const value = parsed(body.toString('utf8'))
    if (!isObject(value)) throw new SlackError('invalid_json')
    return { ...fields, ...value }
  }
  if (/^application\/x-www-form-urlencoded/i.test(type))
    return { ...fields, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) }
  if (/^multipart\/form-data/i.test(type)) {
    for (const [name, value] of await formOf(type, body)) if (typeof value === 'string') fields[name] = value
    return fields
  }
  throw new SlackError('invalid_post_type')
}

/** The bytes of an upload: the first file of a form, or all of the body. @throws SlackError */
export async function readBytes(type: string, body: Buffer): Promise<Buffer> {
  if (!/^multipart\/form-data/i.test(type)) return body
  for (const [, value] of await formOf(type, body)) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  throw new SlackError('invalid_form_data')
}

async function formOf(type: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  } catch {
    throw new SlackError('invalid_form_data')
  }
}
