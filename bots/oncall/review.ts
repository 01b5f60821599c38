import { timeText } from '../shared/clock.ts'
import type { Language } from '../shared/companion.ts'
import { duration, literal, oneLine } from '../shared/text.ts'
import { commanderOf, durationsOf, type Entry, type Incident, nameOf } from './incident.ts'
import { wordsOf } from './words.ts'

/** What was said in an incident group. */
export interface Said {
  by: string
  text: string
}

/** What is written about an incident when it is over. */
export interface Review {
  facts: [title: string, value: string][]
  timeline: { time: string; by: string; text: string }[]
  followUps: { by: string; text: string }[]
  talk: string
}

const followUp = /^(?:跟进|后续|todo|follow-?up)(?:[\s:：]|(?<=[进续]))\s*/i

/** What a noted message is: an entry of the timeline, without its mark; or a follow-up. */
export function readNote(text: string): string | null {
  const match = /^\s{0,8}[!！](?![!！])\s*(?=\S)/.exec(text)
  return match === null ? null : oneLine(text.slice(match[0].length))
}

export const isFollowUp = (text: string): boolean => followUp.test(text) && text.replace(followUp, '') !== ''

/** All that happened, in order: what people noted, and what the incident knows itself. */
function allEntries(incident: Incident): Entry[] {
  const words = wordsOf(incident.language)
  const { at, by, asked, acknowledged, mitigated, resolved, timeline } = incident
  const own: Entry[] = [
    { at, by, text: words.started(by.name) },
    ...asked.map(one => ({ at: one.at, by: one.person, text: words.calledEvent(one.person.name) })),
    ...(acknowledged === undefined ? [] : [{ ...acknowledged, text: words.acknowledgedEvent }]),
    ...(mitigated === undefined ? [] : [{ ...mitigated, text: words.mitigatedEvent }]),
    ...(resolved === undefined ? [] : [{ ...resolved, text: words.resolvedEvent }]),
  ]
  return [...own, ...timeline.filter(({ text }) => !isFollowUp(text))].sort((x, y) => x.at - y.at)
}

const took = (ms: number | null, language: Language): string =>
  ms === null ? wordsOf(language).never : duration(ms, language)

/** What there is to say of an incident, from its timeline and what was said in its group. */
export function reviewOf(incident: Incident, said: readonly Said[]): Review {
  const { language, zone, severity, what } = incident
  const words = wordsOf(language)
  const { acknowledge, mitigate, resolve } = durationsOf(incident)
  const speakers = new Set(said.map(({ by }) => by)).size
  return {
    facts: [
      [words.what, what],
      [words.severity, `SEV${severity}`],
      [words.commander, commanderOf(incident)?.name ?? words.nobody],
      [words.toAcknowledge, took(acknowledge, language)],
      [words.toMitigate, took(mitigate, language)],
      [words.toResolve, took(resolve, language)],
    ],
    timeline: allEntries(incident).map(({ at, by, text }) => ({ time: timeText(at, zone), by: by.name, text })),
    followUps: incident.timeline
      .filter(({ text }) => isFollowUp(text))
      .map(({ by, text }) => ({ by: by.name, text: text.replace(followUp, '') })),
    talk: words.talk(said.length, speakers),
  }
}

/** The same as a document in Markdown, with what was said. What people wrote is shown as they wrote it. */
export function reviewMarkdown(incident: Incident, said: readonly Said[]): string {
  const words = wordsOf(incident.language)
  const { facts, timeline, followUps, talk } = reviewOf(incident, said)
  const cell = (text: string) => literal(oneLine(text)).replace(/[|<>#]/g, '\\$&')
  return [
    `# ${words.review} ${nameOf(incident)}`,
    '',
    ...facts.map(([title, value]) => `- **${title}**: ${cell(value)}`),
    '',
    `## ${words.timeline}`,
    '',
    '| | | |',
    '|---|---|---|',
    ...timeline.map(({ time, by, text }) => `| ${time} | ${cell(by)} | ${cell(text)} |`),
    '',
    `## ${words.followUps}`,
    '',
    ...(followUps.length === 0
      ? [words.noFollowUps]
      : followUps.map(({ by, text }) => `- [ ] ${cell(text)} (${cell(by)})`)),
    '',
    `## ${talk}`,
    '',
    ...said.map(({ by, text }) => `- ${cell(by)}: ${cell(text)}`),
    '',
  ].join('\n')
}
