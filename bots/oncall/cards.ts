import type { Card, CardAction, CardElement } from '../../sdk/bot/index.ts'
import { clockText, timeText } from '../shared/clock.ts'
import { calls } from '../shared/named.ts'
import type { Person } from '../shared/people.ts'
import { cut, duration, heading, literal, oneLine, plain } from '../shared/text.ts'
import { type Asked, commanderOf, type Incident, nameOf, nobodyCame, severities, waitingFor } from './incident.ts'
import { reviewOf, type Said } from './review.ts'
import { onCallAt, personOf, type Rota, type Swap, shiftAt, shiftStart } from './rota.ts'
import { wordsOf } from './words.ts'

/** Most lines of a list on a card; the rest is counted. */
const mostLines = 60

const submit = (title: string, data: Record<string, unknown>, more: Partial<CardAction> = {}): CardAction =>
  ({ type: 'Action.Submit', title, data, ...more }) as CardAction

/** The rota of a group: who is on call, and the shifts that come. */
export function rotaCard(rota: Rota, now: number, isHere?: (userId: string) => boolean): Card {
  const words = wordsOf(rota.language)
  const current = shiftAt(rota, now)
  const first = Math.max(0, current)
  const shifts = Array.from({ length: Math.min(rota.people.length + 1, 10) }, (_one, n) => first + n)
  return {
    type: 'AdaptiveCard',
    header: {
      title: words.rota,
      subtitle: rota.every === 'day' ? words.everyDay : words.everyWeek,
      icon: 'calendar',
      tone: 'running',
    },
    body: [
      {
        type: 'FactSet',
        facts: [{ title: words.now, value: literal(onCallAt(rota, now, isHere)?.name ?? words.nobody) }],
      },
      heading(words.shift),
      {
        type: 'FactSet',
        facts: shifts.map(shift => ({
          title: timeText(shiftStart(rota, shift), rota.zone),
          value: literal(personOf(rota, shift, isHere)?.name ?? words.nobody),
        })),
      },
      plain(`${words.handOver(clockText(rota.at), rota.zone)}\n${words.paging(rota.after)}`, { isSubtle: true }),
    ],
  }
}

/** Asks somebody for a swap. `answer`: what became of it. */
export function swapCard(rota: Rota, asked: Swap, groupId: string, answer?: { accepted: boolean; text: string }): Card {
  const words = wordsOf(rota.language)
  const when = (shift: number) => timeText(shiftStart(rota, shift), rota.zone)
  const data = { ...asked, groupId }
  return {
    type: 'AdaptiveCard',
    header: { title: words.swapAsk(asked.by.name), icon: 'calendar', tone: answer === undefined ? 'todo' : 'over' },
    body: [
      calls([asked.with], words.swapFor),
      {
        type: 'FactSet',
        facts: [
          { title: when(asked.mine), value: literal(words.swapFact(asked.by.name, asked.with.name)) },
          { title: when(asked.theirs), value: literal(words.swapFact(asked.with.name, asked.by.name)) },
        ],
      },
    ],
    ...(answer === undefined
      ? {
          actions: [
            submit(words.accept, { action: 'swap.accept', ...data }, { style: 'positive' }),
            submit(words.decline, { action: 'swap.decline', ...data }),
          ],
        }
      : { footer: { text: answer.text, state: answer.accepted ? 'done' : 'failed' } }),
  }
}

const titleOf = (incident: Incident): string => oneLine(`${nameOf(incident)} ${incident.what}`, 120)

const askButtons = ({ id, language, asked }: Incident): CardAction[] => [
  submit(wordsOf(language).acknowledge, { action: 'incident.acknowledge', id }, { style: 'positive' }),
  submit(wordsOf(language).escalate, { action: 'incident.escalate', id, asked: asked.length }),
]

/** What who is asked gets, in the conversation with them alone. */
export function pageCard(incident: Incident, { person, state }: Asked): Card {
  const { language, zone, what, by, at, acknowledged } = incident
  const words = wordsOf(language)
  const mine = state === 'waiting' && acknowledged === undefined
  const open = acknowledged === undefined
  return {
    type: 'AdaptiveCard',
    header: {
      title: titleOf(incident),
      icon: 'siren',
      tone: mine ? 'failing' : state === 'acknowledged' ? 'taken' : 'over',
      tag: { text: words.states[state], tone: mine ? 'failing' : 'over' },
    },
    body: [
      ...(mine ? [calls([person], words.asks)] : []),
      plain(what),
      plain(`${words.reporter} ${by.name} · ${timeText(at, zone)}`, { isSubtle: true }),
    ],
    // Who came late may still take it.
    ...(open && { actions: mine ? askButtons(incident) : askButtons(incident).slice(0, 1) }),
    ...(acknowledged !== undefined && { footer: { text: words.acknowledgedBy(acknowledged.by.name), state: 'done' } }),
  }
}

/** The card in the group where it began. */
export function incidentCard(incident: Incident): Card {
  const { language, zone, what, by, at, asked, acknowledged, resolved, room, id } = incident
  const words = wordsOf(language)
  const waiting = waitingFor(incident)
  const called: CardElement[] = asked.map(one =>
    plain(`${timeText(one.at, zone)}  ${one.person.name} · ${words.states[one.state]}`, { isSubtle: true }),
  )
  const actions =
    acknowledged !== undefined ? [] : waiting === null ? askButtons(incident).slice(0, 1) : askButtons(incident)
  return {
    type: 'AdaptiveCard',
    header: {
      title: titleOf(incident),
      icon: 'siren',
      tone: resolved !== undefined ? 'good' : acknowledged !== undefined ? 'taken' : 'failing',
      tag: { text: `SEV${incident.severity}` },
    },
    body: [
      plain(what),
      plain(`${words.reporter} ${by.name} · ${timeText(at, zone)}`, { isSubtle: true }),
      heading(words.asked),
      ...(called.length === 0 ? [plain(words.nobody, { isSubtle: true })] : called),
      ...(nobodyCame(incident) ? [plain(words.nobodyCame, { weight: 'bolder' })] : []),
      ...(room !== undefined ? [plain(words.roomIs(roomName({ id, what })), { isSubtle: true })] : []),
    ],
    ...(actions.length > 0 && { actions }),
    ...(resolved !== undefined
      ? { footer: { text: words.result(nameOf(incident), duration(resolved.at - at, language)), state: 'done' } }
      : acknowledged !== undefined && { footer: { text: words.acknowledgedBy(acknowledged.by.name), state: 'done' } }),
  }
}

export const roomName = (incident: Pick<Incident, 'id' | 'what'>): string =>
  oneLine(`${nameOf(incident)} ${incident.what}`, 60)

/** The first card of an incident group: the clock, and what can be done. */
export function roomCard(incident: Incident, now: number): Card {
  const { id, language, zone, at, by, what, severity, acknowledged, mitigated, resolved } = incident
  const words = wordsOf(language)
  const since = (mark: { at: number } | undefined) =>
    mark === undefined ? '' : `${timeText(mark.at, zone)} · ${words.after(duration(mark.at - at, language))}`
  const marks = [acknowledged, mitigated, resolved]
  const names = [words.steps.acknowledged, words.steps.mitigated, words.steps.resolved]
  const next = marks.findIndex(mark => mark === undefined)
  const choices = severities.map(one => ({ title: `SEV${one}`, value: String(one) }))
  return {
    type: 'AdaptiveCard',
    header: {
      title: titleOf(incident),
      icon: 'siren',
      tone: resolved !== undefined ? 'good' : mitigated !== undefined ? 'running' : 'failing',
      tag: { text: `SEV${severity}` },
      ...(resolved === undefined && { subtitle: words.running(duration(now - at, language)) }),
    },
    body: [
      plain(what),
      {
        type: 'Steps',
        steps: [
          { title: words.steps.started, text: timeText(at, zone), state: 'done' },
          ...marks.map((mark, n) => ({
            title: names[n] ?? '',
            text: since(mark),
            // What is resolved without having been mitigated is mitigated with it.
            state:
              mark !== undefined || resolved !== undefined
                ? ('done' as const)
                : n === next
                  ? ('now' as const)
                  : ('todo' as const),
          })),
        ],
      },
      {
        type: 'FactSet',
        facts: [
          { title: words.commander, value: literal(commanderOf(incident)?.name ?? words.nobody) },
          { title: words.reporter, value: literal(by.name) },
          { title: words.severity, value: `SEV${severity}` },
          { title: words.timeline, value: String(incident.timeline.length) },
        ],
      },
      plain(words.howTo, { isSubtle: true }),
    ],
    ...(resolved === undefined && {
      actions: [
        ...(mitigated === undefined
          ? [submit(words.mitigated, { action: 'incident.mitigate', id }, { associatedInputs: 'none' })]
          : []),
        submit(
          words.resolved,
          { action: 'incident.resolve', id },
          { style: 'positive', associatedInputs: 'none', confirm: { title: words.sure, text: words.sureText } },
        ),
        {
          type: 'Action.ShowCard',
          title: words.changeSeverity,
          card: {
            type: 'AdaptiveCard',
            body: [
              {
                type: 'Input.ChoiceSet',
                id: 'severity',
                label: words.severity,
                choices,
                value: String(severity),
                style: 'expanded',
              },
            ],
            actions: [submit(words.changeSeverity, { action: 'incident.severity', id })],
          },
        } satisfies CardAction,
      ],
    }),
    ...(resolved !== undefined && { footer: { text: `${words.resolved} · ${resolved.by.name}`, state: 'done' } }),
  }
}

/** What is said at the end, in the incident group. */
export function reviewCard(incident: Incident, said: readonly Said[]): Card {
  const words = wordsOf(incident.language)
  const { facts, timeline, followUps, talk } = reviewOf(incident, said)
  const more = timeline.length - mostLines
  return {
    type: 'AdaptiveCard',
    header: { title: `${words.review} ${nameOf(incident)}`, icon: 'document', tone: 'good' },
    body: [
      { type: 'FactSet', facts: facts.map(([title, value]) => ({ title, value: literal(cut(value, 1_000)) })) },
      heading(words.timeline),
      ...timeline.slice(0, mostLines).map(({ time, by, text }) => plain(`${time}  ${by}  ${text}`)),
      ...(more > 0 ? [plain(words.more(more), { isSubtle: true })] : []),
      heading(words.followUps),
      ...(followUps.length === 0
        ? [plain(words.noFollowUps, { isSubtle: true })]
        : followUps.slice(0, mostLines).map(({ by, text }) => plain(`☐ ${text} · ${by}`))),
      plain(talk, { isSubtle: true }),
    ],
  }
}

/** What is said at the end, in the group where it began. */
export function resultCard(incident: Incident): Card {
  const { language, at, resolved, acknowledged } = incident
  const words = wordsOf(language)
  return {
    type: 'AdaptiveCard',
    header: {
      title: words.result(nameOf(incident), duration((resolved?.at ?? at) - at, language)),
      icon: 'check',
      tone: 'good',
    },
    body: [
      plain(incident.what),
      plain(
        `${words.toAcknowledge} ${acknowledged === undefined ? words.never : duration(acknowledged.at - at, language)} · ${words.commander} ${commanderOf(incident)?.name ?? words.nobody}`,
        { isSubtle: true },
      ),
    ],
  }
}

/** Says to all of a rota that nobody came. */
export const nobodyCard = (incident: Incident, people: readonly Person[]): Card => ({
  type: 'AdaptiveCard',
  header: { title: titleOf(incident), icon: 'siren', tone: 'failing' },
  body: [calls(people.slice(0, 30), wordsOf(incident.language).calledAll), plain(incident.what)],
})

/** Says whose shift begins. */
export const turnCard = (rota: Rota, shift: number, person: Person): Card => ({
  type: 'AdaptiveCard',
  body: [
    calls([person], wordsOf(rota.language).turns(person.name)),
    plain(`${timeText(shiftStart(rota, shift), rota.zone)} → ${timeText(shiftStart(rota, shift + 1), rota.zone)}`, {
      isSubtle: true,
    }),
  ],
})
