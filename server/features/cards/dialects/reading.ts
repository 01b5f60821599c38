import { type CardElement, dropControls, limits, type TextRun } from '@lianqun/protocol'
import { characterStart } from '../../../../common/text.ts'
import { type Json, type JsonObject, PayloadError } from '../converted.ts'
import { clip, clipLine } from '../fit.ts'
import { isObject, requireText } from '../json.ts'

/* Reading payloads within the limits that their vendor has. */

/** Characters of a text of a card that has many of them, and of the words on a button or of an option. */
const most = { text: 2_000, label: 200 }

/**
 * The objects of a list that may be left out. `noun`: what they are, in the plural.
 * @throws PayloadError when it is no list of objects, or too long
 */
export function limitedList(value: unknown, path: string, noun: string, longest: number): JsonObject[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new PayloadError('malformed', path, 'has to be a list')
  if (value.length > longest)
    throw new PayloadError('too_long', path, `at most ${longest} ${noun}, ${value.length} came`)
  return value.map((item: Json, index) => {
    if (!isObject(item)) throw new PayloadError('malformed', `${path}[${index}]`, 'has to be an object')
    return item
  })
}

/** As `limitedList`, where there has to be one at least. @throws PayloadError */
export function neededList(value: unknown, path: string, noun: string, longest: number): JsonObject[] {
  const list = limitedList(value, path, noun, longest)
  if (list.length === 0) throw new PayloadError('empty', path, `at least one of the ${noun} is needed`)
  return list
}

/** Whether a part of a payload says anything: programs also send the empty form of what they do not use. */
export function isPresent(value: unknown): boolean {
  if (!isObject(value)) return value !== undefined && value !== null
  return Object.values(value).some(
    field => field !== null && field !== '' && field !== 0 && !(Array.isArray(field) && field.length === 0),
  )
}

/** Refuses a text of more than `longest` bytes of UTF-8. @throws PayloadError */
export function requireBytes(text: string, longest: number, path: string): string {
  const bytes = Buffer.byteLength(text)
  if (bytes > longest) throw new PayloadError('too_long', path, `at most ${longest} bytes, ${bytes} came`)
  return text
}

/** A text of at most `longest` bytes of UTF-8, cut at a whole character as its vendor does. */
export function cutBytes(text: string, longest: number, path: string, lost: string[]): string {
  const clean = dropControls(text)
  if (Buffer.byteLength(clean) <= longest) return clean
  lost.push(`${path}: cut to ${longest} bytes`)
  let end = 0
  for (let bytes = 0; end < clean.length; ) {
    const character = String.fromCodePoint(clean.codePointAt(end) ?? 0)
    bytes += Buffer.byteLength(character)
    if (bytes > longest) break
    end += character.length
  }
  return clean.slice(0, characterStart(clean, end))
}

/** The id of an uploaded file. @throws PayloadError */
export function mediaId(value: unknown, path: string): string {
  const id = requireText(value, path)
  if (id.length > limits.cardIdChars) throw new PayloadError('too_long', path, 'is no id of an uploaded file')
  return id
}

/** The words on a button, of an option, of a title. */
export function label(text: string, path: string, lost: string[]): string {
  return clip(clipLine(text, path, lost), most.label, path, lost)
}

/** A text that stands as it is, in an element of its own; none where it is empty. */
export function words(text: string, path: string, lost: string[], style: Partial<TextRun> = {}): CardElement[] {
  const clean = clip(text.trim(), Math.min(most.text, limits.cardTextChars), path, lost)
  if (clean.trim() === '') return []
  const styled = Object.keys(style).length > 0
  return [{ type: 'RichTextBlock', inlines: [styled ? { type: 'TextRun', text: clean, ...style } : clean] }]
}
