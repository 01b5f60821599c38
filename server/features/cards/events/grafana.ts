import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { alertGroup } from './alert-group.ts'
import type { EventContext } from './words.ts'

/** A notification of Grafana's alerting, version 1: `alert.firing` or `alert.resolved`. @throws PayloadError */
export function convertGrafana(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  return alertGroup(payload, context, 'Grafana')
}
