import { type Converted, type JsonObject, PayloadError } from '../../converted.ts'
import { objectOf, textOf } from '../../json.ts'
export function convertFeishu(payload: JsonObject): Converted {
  const text = textOf(objectOf(payload.text).content) || textOf(payload.text)
  if (text === '') throw new PayloadError('empty', 'text', 'is missing')
  return { messages: [{ type: 'text', text, mentions: [] }], lost: [] }
}
