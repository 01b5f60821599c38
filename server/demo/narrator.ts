import { type HookEvent, mapStrings, storyOf } from './hooks.ts'
import { groupIdOf } from './ids.ts'
import { atWork, chance, dayNumber, lineId, timesOf } from './story.ts'
import type { DemoCompany, DemoHookScene, DemoScene } from './types.ts'

/** A line that somebody says at a time, in milliseconds, in a conversation. */
export interface Line {
  at: number
  from: string
  conversationId: string
  text: string
  /** Said once a workspace. */
  clientId: string
}

/** The length of a slot, in which at most one exchange begins, in milliseconds. */
const slotMs = 5 * 60_000
/** The same at night and at weekends. */
const quietSlotMs = 25 * 60_000
/** The number of groups that talk within one hour. */
const groupsAtOnce = 3
const hourMs = 3_600_000
/** The length of a slot in which something comes to one hook, in milliseconds. */
const hookSlotMs = 40 * 60_000
/** The same at night and at weekends. */
const quietHookSlotMs = 3 * hourMs

/** The lines of the story that are still to come at `now`. */
export function linesToCome(company: DemoCompany, day: number, now: number): Line[] {
  return company.groups.flatMap(({ key, messages }) => {
    const times = timesOf(messages, day)
    return messages.flatMap(({ from, text }, i) => {
      const at = times[i] ?? 0
      return at > now ? [{ at, from, text, conversationId: groupIdOf(key), clientId: lineId(key, i) }] : []
    })
  })
}

/**
 * The next exchange that begins after `now`: of one of the few groups that talk in that hour. Depends on the time
 * alone, so that a restart neither repeats nor skips one.
 */
export function nextScene(company: DemoCompany, now: number): Line[] {
  // A week of slots is looked through: at night only some scenes may happen.
  for (let at = now + 1, end = now + 7 * 24 * hourMs; at < end; ) {
    const length = atWork(at) ? slotMs : quietSlotMs
    const slot = Math.floor(at / length)
    const begins = slot * length + Math.floor(chance('when', slot) * length * 0.8)
    const scene = begins > now ? sceneOf(company, begins, slot) : null
    if (scene !== null) return linesOf(company, scene, begins, slot)
    at = (slot + 1) * length
  }
  return []
}

/** The scene of a slot: all of a group's in turn, so that none comes again before the others. */
function sceneOf({ scenes }: DemoCompany, at: number, slot: number): DemoScene | null {
  const possible = atWork(at) ? scenes : scenes.filter(({ night }) => night)
  const groups = [...new Set(possible.map(({ group }) => group))]
  if (groups.length === 0) return null
  const hour = Math.floor(at / hourMs)
  const talking = groups.toSorted((a, b) => chance('group', a, hour) - chance('group', b, hour)).slice(0, groupsAtOnce)
  const group = talking[slot % talking.length] ?? ''
  const own = possible.filter(scene => scene.group === group)
  return own[Math.floor(slot / groupsAtOnce + dayNumber(at)) % own.length] ?? null
}

/** What is still to come to the hooks in the story at `now`. */
export function hookEventsToCome(company: DemoCompany, day: number, now: number): HookEvent[] {
  return company.hooks.flatMap(hook => storyOf(hook, day)).filter(({ at }) => at > now)
}

/** What next comes to a hook, beginning after `now`; it depends on the time alone, as scenes do. */
export function nextHookScene(company: DemoCompany, now: number): HookEvent[] {
  for (let at = now + 1, end = now + 7 * 24 * hourMs; at < end; ) {
    const isWorking = atWork(at)
    const length = isWorking ? hookSlotMs : quietHookSlotMs
    const slot = Math.floor(at / length)
    const begins = slot * length + Math.floor(chance('hook', slot) * length * 0.6)
    const possible = company.hookScenes.filter(({ night }) => isWorking || night)
    const scene = possible[(slot + dayNumber(at)) % possible.length]
    if (begins > now && scene !== undefined) return hookSceneAt(company, scene, begins, slot)
    at = (slot + 1) * length
  }
  return []
}

/** What comes to a hook in a scene that begins at a time, in order. */
export function hookSceneAt(
  company: DemoCompany,
  { group, deliveries }: DemoHookScene,
  begins: number,
  slot: number,
): HookEvent[] {
  const hook = company.hooks.find(each => each.group === group)
  if (hook === undefined) throw new Error(`${group} has no hook`)
  const later = (minutes: number) => begins + minutes * 60_000
  const events = deliveries.flatMap(({ after, taken, ...payload }, i): HookEvent[] => {
    const at = later(after)
    const name = lineId('hook', group, begins, i)
    const body = mapStrings(payload.body, text => filledIn(text, at, slot))
    const posted = { at, hook, name, does: { payload: { ...payload, body } } }
    return taken ? [posted, { ...posted, at: later(taken.after), does: { takenBy: taken.by } }] : [posted]
  })
  return events.toSorted((a, b) => a.at - b.at)
}

function linesOf({ people, account }: DemoCompany, scene: DemoScene, begins: number, slot: number): Line[] {
  const known = new Set(people.map(({ key }) => key))
  let at = begins
  return scene.lines
    .trim()
    .split('\n')
    .map((line, i) => {
      const [, from = '', text = ''] = /^\s*(\w+) (.+)$/.exec(line) ?? []
      if (!known.has(from) || from === account) throw new Error(`not a line of a scene: ${line}`)
      at += i === 0 ? 0 : 15_000 + text.length * 250
      return {
        at,
        from,
        text: filledIn(text, at, slot),
        conversationId: groupIdOf(scene.group),
        clientId: lineId('scene', scene.group, begins, i),
      }
    })
}

/** Chooses words for `<a|b>`, a number for `<20-40>`, and the time of day for `<time>`. */
function filledIn(text: string, at: number, slot: number): string {
  return text.replace(/<([^>]+)>/g, (_all, choices: string) => {
    if (choices === 'time') return clock(at)
    const range = /^(\d+)-(\d+)$/.exec(choices)
    const luck = chance(choices, slot)
    if (range) return String(Number(range[1]) + Math.floor(luck * (Number(range[2]) - Number(range[1]) + 1)))
    const words = choices.split('|')
    return words[Math.floor(luck * words.length)] ?? ''
  })
}

function clock(at: number): string {
  const time = new Date(at)
  return `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`
}
