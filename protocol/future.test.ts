import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  type EventName,
  entityNames,
  events,
  isKnownChange,
  type Method,
  methods,
  type ReceivedChange,
  singleScopes,
} from './index.ts'

/* Frames as a server of a later version would send them: nothing in them may make this version refuse what it knows. */

interface Frames {
  results: Record<string, unknown>
  changes: Record<string, { changes: { entity: string }[]; upTo: number }>
  pushes: [string, unknown][]
}
const frames = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'future-frames.json'), 'utf8')) as Frames

test.each(Object.entries(frames.results))('the answer to %s is read', (method, result) => {
  expect(methods[method as Method].result.safeParse(result).error).toBeUndefined()
})

test.each(Object.entries(frames.changes))('changes of %s are read, and what is not known is passed over', (_, page) => {
  const { changes, upTo } = methods['sync.changes'].result.parse(page)
  expect(changes.map(change => change.value.revision)).toEqual(Array.from({ length: upTo }, (_, i) => i + 1))
  for (const [i, change] of (changes as ReceivedChange[]).entries()) {
    const { entity } = page.changes[i] ?? { entity: '' }
    if (!isKnownChange(change)) expect(change).toEqual({ entity: 'unknown', name: entity, value: change.value })
    else expect(change.entity).toBe(entity)
  }
  expect(changes.filter(isKnownChange).length).toBeGreaterThan(0)
})

test('events are read; of unknown ones the connection only takes note', () => {
  const known = frames.pushes.filter(([name]) => name in events)
  expect(known.length).toBe(frames.pushes.length - 1)
  for (const [name, params] of known)
    expect(events[name as EventName].params.safeParse(params).error, name).toBeUndefined()
})

test('what is kept as JSON keeps the fields of a later version', () => {
  const { changes } = methods['sync.changes'].result.parse(frames.changes.apps)
  expect(changes[0]?.value).toMatchObject({
    widget: { size: 'large' },
    permissions: ['user.read', 'hologram.project'],
    hue: 1,
  })
  const launch = methods['sync.changes'].result.parse(frames.changes['conversation:c_launch'])
  expect(launch.changes.at(-1)).toMatchObject({ value: { content: { effect: 'confetti', quote: { seq: 4 } } } })
})

test('each entity has a scope; no scope is named twice', () => {
  expect(new Set(singleScopes).size).toBe(singleScopes.length)
  expect(new Set(entityNames).size).toBe(entityNames.length)
  expect(singleScopes.at(-1)).toBe('directory')
})
