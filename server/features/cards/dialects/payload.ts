import { dropControls, limits } from '@lianqun/protocol'
import { type Json, PayloadError } from '../converted.ts'
import { textOf } from '../json.ts'
import { emojiText } from './emoji.ts'
import { cut } from './fit.ts'

/* What the payloads of Slack, Mattermost and Rocket.Chat have in common. */

/** Slack cuts a text here. https://docs.slack.dev/reference/methods/chat.postMessage */
const mostText = 40_000

/** The name that a payload wants to have, with the emoji that it wants for a picture. */
export function aliasOf(name: string, icon: string): string | undefined {
  const emoji = emojiText(icon.trim())
  const named = name.trim()
  return cut(named === '' || emoji === icon.trim() ? named : `${emoji} ${named}`, limits.nameChars) || undefined
}

/** The text of a payload, which is a text or nothing. @throws PayloadError */
export function payloadText(value: Json | undefined, lost: string[]): string {
  if (typeof value === 'object' && value !== null) throw new PayloadError('malformed', 'text', 'has to be a text')
  const text = dropControls(textOf(value))
  if (text.length > mostText) lost.push(`text: what is beyond ${mostText} characters`)
  return cut(text, mostText)
}
