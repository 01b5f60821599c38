import { dropControls, limits } from '@lianqun/protocol'
import { oneLine } from '../../../../common/text.ts'
import type { JsonObject } from '../converted.ts'
import { elided } from '../fit.ts'
import { isObject } from '../json.ts'

/** What another system says to a person, as a line that is no markup; undefined where it says nothing. */
export function noticeOf(text: string): string | undefined {
  const line = elided(oneLine(dropControls(text)).trim(), limits.cardLineChars)
  return line === '' ? undefined : line
}

/** The JSON object of a body; null where it is none. */
export function jsonOf(body: Buffer): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
