import { isObject, objectsOf, textOf } from '../json.ts'
import { type CallAnswer, CallError, type CallReply, type CallRequest } from './call.ts'
import { jsonOf, noticeOf } from './words.ts'

/*
 * `HttpPOST` of MessageCards and `Action.Http` of Outlook’s Adaptive Cards:
 * https://learn.microsoft.com/outlook/actionable-messages/message-card-reference#httppost-action
 */

export interface HttpPost {
  target: string
  body: string
  headers: { name: string; value: string }[]
}

/** Characters of an address with what was filled in, and of a body. */
const most = { url: 8_000, body: 262_144, headers: 20, headerChars: 2_000 } as const

/** Headers that say how a request is sent, or from where: they are the sender’s. */
const ours =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|cookie|user-agent|accept-encoding|via|forwarded|x-forwarded-.*|x-real-ip|proxy-.*|sec-.*|origin|referer|date)$/

/** The action in the data of a button; null where there is none that is posted to an address of the web. */
export function httpPostOf(value: unknown): HttpPost | null {
  if (!isObject(value)) return null
  const { target, body, method } = value
  if (typeof target !== 'string' || !/^https?:\/\//i.test(target)) return null
  if (method !== undefined && method !== 'POST') return null
  const headers = objectsOf(value.headers).map(header => ({ name: textOf(header.name), value: textOf(header.value) }))
  return { target, body: textOf(body), headers }
}

/**
 * The request of a button, with what was filled in in place of `{{id.value}}`: as part of an address in its target, and
 * as its type wants it in its body. @throws CallError for one that is too long
 */
export function httpPostRequest(
  { target, body, headers }: HttpPost,
  inputs: Readonly<Record<string, string>>,
): CallRequest {
  const sent = sentHeaders(headers)
  const type = sent['content-type'] ?? ''
  const inBody = type.includes('json') ? inJson : type.includes('x-www-form-urlencoded') ? encodeURIComponent : asIs
  return {
    url: filled(target, inputs, encodeURIComponent, most.url),
    headers: sent,
    body: filled(body, inputs, inBody, most.body),
  }
}

const asIs = (value: string) => value
const inJson = (value: string) => JSON.stringify(value).slice(1, -1)

/** A text with what was filled in; a place of no input stays as it is written. @throws CallError */
function filled(
  text: string,
  inputs: Readonly<Record<string, string>>,
  written: (value: string) => string,
  longest: number,
): string {
  let length = text.length
  const values = new Map<string, string>()
  const result = text.replaceAll(/\{\{([^{}]{1,255})\.value\s{0,8}\}\}/g, (place, name: string) => {
    const id = name.trim()
    if (!Object.hasOwn(inputs, id)) return place
    const value = values.get(id) ?? written(wellFormed(inputs[id] ?? ''))
    values.set(id, value)
    length += value.length - place.length
    if (length > longest) throw new CallError(`What is sent has more than ${longest} characters.`)
    return value
  })
  if (result.length > longest) throw new CallError(`What is sent has more than ${longest} characters.`)
  return result
}

/** Without halves of characters, which no address can have. */
const wellFormed = (value: string) => value.toWellFormed()

/** The headers that a card may set. One that would say something of the connection, or is none, is left out. */
function sentHeaders(headers: HttpPost['headers']): Record<string, string> {
  const sent: Record<string, string> = { 'content-type': 'application/json' }
  for (const { name, value } of headers.slice(0, most.headers)) {
    const known = name.trim().toLowerCase()
    if (!/^[a-z0-9_-]{1,60}$/.test(known) || ours.test(known) || known === '__proto__') continue
    if (!/^[\x20-\x7e]*$/.test(value) || value.length > most.headerChars) continue
    sent[known] = value
  }
  return sent
}

/** What a service answers: its words in `CARD-ACTION-STATUS`, and the next card where `CARD-UPDATE-IN-BODY` says so. */
export function httpPostAnswer({ status, headers, body }: CallReply): CallAnswer {
  const taken = status >= 200 && status <= 299
  const notice = noticeOf(headerText(headers['card-action-status']))
  const said = { taken, ...(notice !== undefined && { notice }) }
  if (!taken || headerText(headers['card-update-in-body']).toLowerCase() !== 'true') return said
  const update = jsonOf(body)
  return update === null ? { ...said, problem: 'The new card is no JSON object, or too long.' } : { ...said, update }
}

/** A header as text: many write UTF-8, which is read as Latin-1. */
function headerText(value: string | string[] | undefined): string {
  const text = (Array.isArray(value) ? value.join(', ') : (value ?? '')).trim()
  const utf8 = Buffer.from(text, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? text : utf8
}
