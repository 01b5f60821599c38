import type { ConvertedEvent, JsonObject } from '../converted.ts'
import { convertAlertmanager } from './alertmanager.ts'
import { convertGitea } from './gitea.ts'
import { convertGitHub } from './github.ts'
import { convertGitLab } from './gitlab.ts'
import { convertGrafana } from './grafana.ts'
import { convertJenkins } from './jenkins.ts'
import { convertSentry } from './sentry.ts'
import type { NativeTool } from './sniff.ts'
import type { EventContext } from './words.ts'

export { applyMapping } from './mapping.ts'
export { suggestMapping } from './mapping-suggestion.ts'
export { type NativeTool, nativeTools, recognise } from './sniff.ts'
export type { EventContext } from './words.ts'

/** What makes a card of a tool's own payload; null where there is nothing to show. Each may throw a `PayloadError`. */
export const eventConverters: Readonly<
  Record<NativeTool, (payload: JsonObject, context: EventContext) => ConvertedEvent | null>
> = {
  alertmanager: convertAlertmanager,
  grafana: convertGrafana,
  github: convertGitHub,
  gitlab: convertGitLab,
  gitea: convertGitea,
  jenkins: convertJenkins,
  sentry: convertSentry,
}
