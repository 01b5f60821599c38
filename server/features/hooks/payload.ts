import type { HookDialect } from '@lianqun/protocol'
import { isShallowJson, PayloadError, parseMattermostJson } from '../cards/index.ts'
import { formOf, type HookRequest, mediaTypeOf } from './request.ts'

/** Lists and objects in each other, more than any tool writes. What reads them does not go deeper than its stack. */
const mostLevels = 100

/**
 * The payload: JSON, whatever its type is said to be, or a form with JSON in `payload`, as Slack and Mattermost take it.
 * @throws PayloadError
 */
export async function payloadOf(request: HookRequest, dialect: HookDialect): Promise<unknown> {
  const text = withoutMark((await formField(request)) ?? request.body.toString('utf8'))
  if (!isShallowJson(text, mostLevels))
    throw new PayloadError('malformed', '', `The JSON has more than ${mostLevels} levels.`)
  try {
    return dialect === 'mattermost' ? parseMattermostJson(text) : (JSON.parse(text) as unknown)
  } catch {
    throw new PayloadError('malformed', '', 'The body is not JSON.')
  }
}

/** The field `payload` of a form; null where the body is no form or has none. */
async function formField(request: HookRequest): Promise<string | null> {
  if (mediaTypeOf(request.headers['content-type'] ?? '') === 'application/x-www-form-urlencoded') {
    // Programs that say so of JSON are many: `curl -d` does.
    return new URLSearchParams(request.body.toString('utf8')).get('payload')
  }
  const field = (await formOf(request))?.get('payload')
  return typeof field === 'string' ? field : null
}

/** Without the mark of the order of its bytes, which programs of Windows write. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
