import type { JsonObject } from '../converted.ts'
export function recognise(_headers: Readonly<Record<string, string | undefined>>, payload: JsonObject): string | null {
  if ('msgtype' in payload) return 'wecom'
  return 'text' in payload ? 'slack' : null
}
