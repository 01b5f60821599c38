import { z } from 'zod'
import { cleanName, dropControls, hasVisibleText } from './characters.ts'

/*
 * What a person may write, on both sides of the wire. A control character ends a text in some storages and columns,
 * and one that changes the direction turns the sentence around a name.
 */

/** The same value with the texts in it cleaned by `dropControls`; of names of fields nothing is dropped. */
export function dropControlsWithin<V>(value: V): V {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' ? dropControls(inner) : inner,
  ) as V
}

const privateUse = /\p{Co}/u

const invisible = 'has no character that can be seen'
const privateCharacter = 'has a character that only some fonts know; write it with another'

/** A name as a person writes it, cleaned by `cleanName`; white space alone is the empty name. `maxChars` after it. */
export function writtenNameSchema(maxChars: number) {
  return z
    .string()
    .refine(name => name.trim() === '' || hasVisibleText(name), invisible)
    .refine(name => !privateUse.test(name), privateCharacter)
    .overwrite(cleanName)
    .max(maxChars)
}

/** A name that may not be empty. */
export function requiredNameSchema(maxChars: number) {
  return writtenNameSchema(maxChars).min(1, invisible)
}

/** A text of several lines as a person writes it, without control characters. It has a character that can be seen. */
export function writtenTextSchema(maxChars: number) {
  return z.string().overwrite(dropControls).max(maxChars).refine(hasVisibleText, invisible)
}

/** A line of text that is only looked up or noted, such as the name of a device: cleaned, and possibly empty. */
export function lineSchema(maxChars: number) {
  return z.string().overwrite(cleanName).max(maxChars)
}
