/*
 * Which characters a person may write, for both sides of the wire and for what a page shows. No zod here: pages import
 * it by `common/text.ts`.
 */

/** Neither white space nor ignored when drawn; also not the blank braille pattern and the place of an object. */
const visibleCharacter = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\u{2800}\u{FFF9}-\u{FFFC}]/u
/** C0 and C1 controls and DEL, but for tab and newline; halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const textControls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cs}]/gu
/** What starts or overrides a direction, is drawn as nothing (but for the joiners), or is half a character. */
const nameControls = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u{200B}\u{2060}-\u{206F}\u{FEFF}\u{180E}\u{FFF9}-\u{FFFC}]/gu

/** Whether a text has a character that can be seen. */
export function hasVisibleText(text: string): boolean {
  return visibleCharacter.test(text)
}

/**
 * A text of several lines without control characters and halves of characters: tab and newline stay, other line ends
 * become newlines.
 */
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
