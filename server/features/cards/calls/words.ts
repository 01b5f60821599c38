import { dropControls, limits } from '@lianqun/protocol'
import { oneLine } from '../../../../common/text.ts'
import { readMost } from '../bounded.ts'
import type { JsonObject } from '../converted.ts'
import { elided } from '../fit.ts'
import { isObject, isShallowJson } from '../json.ts'

/** What another system says to a person, as a line that is no markup; undefined where it says nothing. */
export function noticeOf(text: string): string | undefined {
  const line = elided(oneLine(dropControls(text)).trim(), limits.cardLineChars)
  return line === '' ? undefined : line
}

/** The JSON object of a body; null where it is none. */
export function jsonOf(body: Buffer): JsonObject | null {
  const text = body.toString('utf8')
  if (!isShallowJson(text, readMost.levels)) return null
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
