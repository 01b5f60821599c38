import { expect, test } from 'vitest'
import { createShutdown } from './shutdown.ts'

function quitting(parts: {
  page: boolean
  quitUnsaved?: boolean
  /** Whether the person answers. */
  answers?: boolean
  stop?: () => Promise<void>
  limits?: { flushMs: number; stopMs: number }
}) {
  const events: string[] = []
  let quit = (): void => {}
  const ended = new Promise<void>(resolve => {
    quit = resolve
  })
  const made = createShutdown({
    askPage: () => {
      events.push('asked')
      return parts.page
    },
    askUnsaved: async count => {
      events.push(`unsaved ${count}`)
      return parts.answers === false ? new Promise<boolean>(() => {}) : (parts.quitUnsaved ?? false)
    },
    stay: () => {
      events.push('stays')
      quit()
    },
    stop: async () => {
      events.push('stopped')
      await parts.stop?.()
    },
    quit,
    log: message => events.push(message),
    limits: parts.limits ?? { flushMs: 60_000, stopMs: 60_000 },
  })
  return { made, ended, events }
}

test('the workspace closes once, after the page has saved its drafts', async () => {
  const { made, ended, events } = quitting({ page: true })
  expect(made.canQuit()).toBe(false)
  expect(made.canQuit()).toBe(false)
  events.push('typed')
  made.flushed(0)
  await ended
  expect(events).toEqual(['asked', 'typed', 'stopped'])
  expect(made.canQuit()).toBe(true)
})

test('without a page it does not wait, and it quits even if closing fails', async () => {
  const { made, ended, events } = quitting({ page: false, stop: () => Promise.reject(new Error('no')) })
  made.canQuit()
  await ended
  expect(events).toEqual(['asked', 'stopped', 'closing failed'])
})

test('both steps have a time limit', async () => {
  const { made, ended, events } = quitting({
    page: true,
    stop: () => new Promise(() => {}),
    limits: { flushMs: 1, stopMs: 1 },
  })
  made.canQuit()
  await ended
  expect(events).toEqual([
    'asked',
    'the page did not save its drafts in time',
    'stopped',
    'the workspace did not close in time',
  ])
})

test('when the system ends, a step that runs already is cut short too', async () => {
  const { made, ended, events } = quitting({ page: true, stop: () => new Promise(() => {}) })
  made.canQuit()
  made.hurry()
  await ended
  expect(events).toEqual([
    'asked',
    'the page did not save its drafts in time',
    'stopped',
    'the workspace did not close in time',
  ])
})

test('drafts that could not be saved are asked about; who stays can quit later', async () => {
  const first = quitting({ page: true })
  first.made.canQuit()
  first.made.flushed(2)
  await first.ended
  expect(first.events).toEqual(['asked', 'unsaved 2', 'stays'])
  expect(first.made.canQuit()).toBe(false)
  expect(first.events.at(-1)).toBe('asked')

  const second = quitting({ page: true, quitUnsaved: true })
  second.made.canQuit()
  second.made.flushed(1)
  await second.ended
  expect(second.events).toEqual(['asked', 'unsaved 1', 'drafts could not be saved', 'stopped'])
})

test('a system that ends is not kept waiting by the question about drafts', async () => {
  const { made, ended, events } = quitting({ page: true, answers: false })
  made.canQuit()
  made.flushed(1)
  await new Promise(resolve => setImmediate(resolve))
  made.hurry()
  await ended
  expect(events).toEqual(['asked', 'unsaved 1', 'drafts could not be saved', 'stopped'])
})

test('drafts that could not be saved are noted also where nobody waits for them', async () => {
  const { made, ended, events } = quitting({ page: true, limits: { flushMs: 0, stopMs: 60_000 } })
  // Windows asks the page and may end at once.
  made.flushed(2)
  made.canQuit()
  await ended
  made.flushed(1)
  made.flushed(0)
  expect(events).toEqual([
    'drafts could not be saved',
    'asked',
    'the page did not save its drafts in time',
    'stopped',
    'drafts could not be saved',
  ])
})
