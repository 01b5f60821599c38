import type { ConvertedEvent, JsonObject } from '../converted.ts'

/** What a native payload comes with. Names of headers are in lower case. */
export interface EventContext {
  headers: Readonly<Record<string, string | undefined>>
  language: 'zh' | 'en'
  timeZone: string
  receivedAt: number
}
export const eventConverters: Record<
  string,
  ((payload: JsonObject, context: EventContext) => ConvertedEvent | null) | undefined
> = {}
