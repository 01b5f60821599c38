import { minuteMs } from '../shared/clock.ts'
import type { Language } from '../shared/companion.ts'
import type { Place } from '../shared/faces.ts'
import type { Person } from '../shared/people.ts'
import { cut } from '../shared/text.ts'

/** Somebody who is asked to acknowledge, and where. */
export interface Asked {
  person: Person
  at: number
  state: 'waiting' | 'late' | 'passed' | 'unreachable' | 'acknowledged'
  /** The card in the conversation with them. */
  card?: Place
}

export interface Entry {
  at: number
  by: Person
  text: string
  /** The message in the incident group that it is. */
  seq?: number
}

/** What happened when, and by whom. */
export interface Mark {
  at: number
  by: Person
}

export const severities = [1, 2, 3, 4] as const
export type Severity = (typeof severities)[number]

/** One incident, from the page to its review. */
export interface Incident {
  id: string
  groupId: string
  what: string
  by: Person
  at: number
  /** The message that it was made of. */
  source?: number
  zone: string
  language: Language
  /** Who is asked in which order, and after how long the next one is, milliseconds. */
  order: Person[]
  afterMs: number
  asked: Asked[]
  severity: Severity
  acknowledged?: Mark
  mitigated?: Mark
  resolved?: Mark
  timeline: Entry[]
  /** The card in the group where it began. */
  card?: Place
  /** Who is in the incident group besides its owner, the group, and its first card. */
  roomIds?: string[]
  room?: string
  roomCard?: Place
  /** What was said at its end is said. */
  reviewed?: boolean
  /** That nobody acknowledged is told. */
  calledAll?: boolean
  /** Events that are in it already: one may come twice. */
  events: number[]
}

/** What may happen to an incident. `event`: by which event of the workspace. */
export type Act =
  | { type: 'tick'; at: number }
  /** `asked`: how many were asked when it was pressed, so that two who press at once pass one person over. */
  | { type: 'escalate'; at: number; by: Person; asked: number; event: number }
  | { type: 'unreachable'; at: number; userId: string }
  | { type: 'acknowledge' | 'mitigate' | 'resolve'; at: number; by: Person; event: number }
  | { type: 'severity'; at: number; by: Person; severity: Severity; event: number }
  | { type: 'note'; entry: Entry; event: number }
  | { type: 'unnote'; seq: number; text: string | null }

const mostEvents = 100
export const mostEntries = 150
const entryChars = 160

/** A new incident: the first of its order is asked. */
export function openIncident(
  start: Omit<Incident, 'asked' | 'severity' | 'timeline' | 'events'> & { event: number },
): Incident {
  const { event, ...rest } = start
  return askNext({ ...rest, asked: [], severity: 3, timeline: [], events: [event] }, rest.at)
}

/** Who is asked now; null when it is acknowledged, or everybody was asked. */
export function waitingFor({ asked, acknowledged }: Incident): Asked | null {
  if (acknowledged !== undefined) return null
  const last = asked.at(-1)
  return last?.state === 'waiting' ? last : null
}

/** Whether all were asked and none acknowledged. */
export const nobodyCame = (incident: Incident): boolean =>
  incident.acknowledged === undefined && waitingFor(incident) === null

function askNext(incident: Incident, at: number): Incident {
  const person = incident.order[incident.asked.length]
  if (person === undefined) return incident
  return { ...incident, asked: [...incident.asked, { person, at, state: 'waiting' }] }
}

const withState = (incident: Incident, index: number, state: Asked['state']): Incident => ({
  ...incident,
  asked: incident.asked.map((asked, n) => (n === index ? { ...asked, state } : asked)),
})

/** Whoever is asked now did not come: the next one is asked. */
function passOn(incident: Incident, state: 'late' | 'passed' | 'unreachable', at: number): Incident {
  if (waitingFor(incident) === null) return incident
  return askNext(withState(incident, incident.asked.length - 1, state), at)
}

/** An incident after something happened. The same one back: it changes nothing, because it is over or was so already. */
export function incidentAfter(incident: Incident, act: Act): Incident {
  if ('event' in act && incident.events.includes(act.event)) return incident
  const after = applied(incident, act)
  if (after === incident || !('event' in act)) return after
  return { ...after, events: [...after.events, act.event].slice(-mostEvents) }
}

function applied(incident: Incident, act: Act): Incident {
  const { acknowledged, mitigated, resolved } = incident
  switch (act.type) {
    case 'tick': {
      const due = escalationAt(incident)
      return due !== null && act.at >= due ? passOn(incident, 'late', act.at) : incident
    }
    case 'escalate':
      return incident.asked.length === act.asked ? passOn(incident, 'passed', act.at) : incident
    case 'unreachable':
      return waitingFor(incident)?.person.id === act.userId ? passOn(incident, 'unreachable', act.at) : incident
    case 'acknowledge': {
      if (acknowledged !== undefined || resolved !== undefined) return incident
      const { at, by } = act
      const asked = incident.asked.map(one =>
        one.person.id === by.id
          ? { ...one, state: 'acknowledged' as const }
          : one.state === 'waiting'
            ? { ...one, state: 'passed' as const }
            : one,
      )
      return { ...incident, asked, acknowledged: { at, by } }
    }
    case 'mitigate':
      if (acknowledged === undefined || mitigated !== undefined || resolved !== undefined) return incident
      return { ...incident, mitigated: { at: act.at, by: act.by } }
    case 'resolve':
      if (acknowledged === undefined || resolved !== undefined) return incident
      return { ...incident, resolved: { at: act.at, by: act.by } }
    case 'severity':
      if (resolved !== undefined || act.severity === incident.severity) return incident
      return {
        ...incident,
        severity: act.severity,
        timeline: withEntry(incident.timeline, {
          at: act.at,
          by: act.by,
          text: `SEV${incident.severity} → SEV${act.severity}`,
        }),
      }
    case 'note': {
      const { entry } = act
      if (resolved !== undefined || incident.timeline.length >= mostEntries) return incident
      if (entry.seq !== undefined && incident.timeline.some(({ seq }) => seq === entry.seq)) return incident
      return { ...incident, timeline: withEntry(incident.timeline, { ...entry, text: cut(entry.text, entryChars) }) }
    }
    case 'unnote': {
      const { seq, text } = act
      const known = incident.timeline.find(entry => entry.seq === seq)
      if (known === undefined || resolved !== undefined || known.text === text) return incident
      const others = incident.timeline.filter(entry => entry !== known)
      if (text === null) return { ...incident, timeline: others }
      return { ...incident, timeline: withEntry(others, { ...known, text: cut(text, entryChars) }) }
    }
  }
}

const withEntry = (timeline: Entry[], entry: Entry): Entry[] => [...timeline, entry].sort((x, y) => x.at - y.at)

/** When the next one is asked unless somebody acknowledges; null: no more. */
export function escalationAt(incident: Incident): number | null {
  const waiting = incident.resolved === undefined ? waitingFor(incident) : null
  return waiting === null ? null : waiting.at + incident.afterMs
}

/** How often the clock on the card of an incident group goes on. */
const faceMs = 5 * minuteMs

/** When there is something to do for an incident without anybody doing anything; null: nothing. */
export function dueAt(incident: Incident, now: number): number | null {
  const escalation = escalationAt(incident)
  if (escalation !== null) return escalation
  if (incident.acknowledged === undefined || incident.resolved !== undefined) return null
  return incident.at + (Math.floor((now - incident.at) / faceMs) + 1) * faceMs
}

export const commanderOf = (incident: Incident): Person | null => incident.acknowledged?.by ?? null

/** How long an incident took until each of its marks, milliseconds. */
export function durationsOf({ at, acknowledged, mitigated, resolved }: Incident) {
  const until = (mark: Mark | undefined) => (mark === undefined ? null : mark.at - at)
  return { acknowledge: until(acknowledged), mitigate: until(mitigated), resolve: until(resolved) }
}

/** A number that people say: of its day, and the last digits of its id. */
export const nameOf = ({ id }: Pick<Incident, 'id'>): string => `INC-${id}`
