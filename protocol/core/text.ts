import { z } from 'zod'

/*
 * What a person may write, on both sides of the wire. A control character ends a text in some storages and columns,
 * and one that changes the direction turns the sentence around a name.
 */

/** Neither white space nor ignored when drawn; also not the blank braille pattern and the place of an object. */
const visibleCharacter = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u{2800}\u{FFF9}-\u{FFFC}]/u
/** C0 controls and DEL, but for tab and newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const textControls = /[\u0000-\u0008\u000b-\u001f\u007f]/g
/** What starts or overrides a direction, is drawn as nothing (but for the joiners), or is half a character. */
const nameControls = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u{200B}\u{2060}-\u{206F}\u{FEFF}\u{180E}\u{FFF9}-\u{FFFC}]/gu
const privateUse = /\p{Co}/u

/** Whether a text has a character that can be seen. */
export function hasVisibleText(text: string): boolean {
  return visibleCharacter.test(text)
}

/** A text of several lines without control characters: tab and newline stay, other line ends become newlines. */
export function dropControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(textControls, '')
}

/**
 * A name or another text of one line: line ends and tabs become spaces; controls, changes of direction, invisible
 * characters and halves of characters are dropped, and so is white space around it.
 */
export function cleanName(name: string): string {
  return name
    .replace(/[\t\n\v\f\r\u{85}\u{2028}\u{2029}]+/gu, ' ')
    .replace(nameControls, '')
    .trim()
}

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
