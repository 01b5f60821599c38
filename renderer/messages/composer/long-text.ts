import { oneLine } from '../../../common/text.ts'

/** From so many characters on a text is offered to be sent as a file; more than `limits.textChars` must be. */
export const longFrom = 3_000
/** So much of the text's first line names the file. */
const nameChars = 30

/** A long text as a file, named by its first line. */
export function fileOfText(text: string, fallbackName: string): File {
  const [first = ''] = text.trim().split('\n', 1)
  const name = Array.from(oneLine(first).replace(/[<>:"/\\|?*\s]+/g, ' '))
    .slice(0, nameChars)
    .join('')
    .trim()
  return new File([text], `${name === '' ? fallbackName : name}.txt`, { type: 'text/plain' })
}
