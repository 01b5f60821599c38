import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { alertGroup } from './alert-group.ts'
import type { EventContext } from './words.ts'

/** A notification of Prometheus' Alertmanager, version 4: `alert.firing` or `alert.resolved`. @throws PayloadError */
export function convertAlertmanager(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  return alertGroup(payload, context, 'Alertmanager')
}
