import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, test } from 'vitest'
import { bodyFor, idOfActivation, systemNotifications } from './system-notification.ts'

interface Options {
  id?: string
  title?: string
  body?: string
  icon?: unknown
}

/** Records what it is asked for. It emits `close` as Electron does: not for a notification that the app closed. */
class FakeNotification extends EventEmitter {
  static made: FakeNotification[] = []
  static supported = true
  static removedAll = 0
  static activation: ((details: { type: string; arguments: string }) => void) | null = null
  readonly options: Options
  state: 'made' | 'shown' | 'closed' = 'made'

  constructor(options: Options) {
    super()
    this.options = options
    FakeNotification.made.push(this)
  }
  static isSupported = () => FakeNotification.supported
  static removeAll = () => FakeNotification.removedAll++
  static handleActivation(callback: (details: { type: string; arguments: string }) => void): void {
    FakeNotification.activation = callback
  }
  show(): void {
    this.state = 'shown'
  }
  close(): void {
    this.state = 'closed'
  }
}

beforeEach(() => {
  Object.assign(FakeNotification, { made: [], supported: true, removedAll: 0, activation: null })
})

function setUp(platform: NodeJS.Platform) {
  const events: string[] = []
  const system = systemNotifications({
    Notification: FakeNotification as never,
    platform,
    icon: platform === 'linux' ? ('icon' as never) : undefined,
    onEarlierClicked: id => events.push(`earlier ${id}`),
    log: message => events.push(message),
  })
  const show = (id: string, body = 'body') =>
    system.show({
      id,
      title: 'title',
      body,
      silent: false,
      onClick: () => events.push(`clicked ${id}`),
      onClosed: () => events.push(`closed ${id}`),
    })
  return { system, show, events, made: FakeNotification.made }
}

describe.each(['darwin', 'win32', 'linux'] as const)('a notification on %s', platform => {
  test('takes the place of the one before with its id, and closing that one does nothing', () => {
    const { show, events, made } = setUp(platform)
    const first = show('c1')
    show('c1')
    first.close()
    made[0]?.emit('close', { reason: 'applicationHidden' })
    // Two with one id: only Windows has the second in the place of the first, and no other system tells them apart.
    expect(made.map(({ state }) => state)).toEqual(platform === 'win32' ? ['shown', 'shown'] : ['closed', 'shown'])
    expect(made.map(({ options }) => options.id)).toEqual(platform === 'win32' ? ['c1', 'c1'] : [undefined, undefined])
    expect(events).toEqual([])
  })

  test('tells of a click and of being dismissed, but not of being moved to the notification centre', () => {
    const { show, events, made } = setUp(platform)
    show('c1')
    show('c2')
    made[0]?.emit('close', { reason: 'timedOut' })
    made[0]?.emit('click')
    made[1]?.emit('close', { reason: 'userCanceled' })
    expect(events).toEqual(['clicked c1', 'closed c2'])
  })

  test('has a picture only where the system takes none from the app', () => {
    const { show, made } = setUp(platform)
    show('c1')
    expect(made[0]?.options.icon).toBe(platform === 'linux' ? 'icon' : undefined)
  })

  test('that the system refuses or cannot show is known, until one is shown', () => {
    const { system, show, made } = setUp(platform)
    expect(system.state()).toBe('working')
    show('c1')
    made[0]?.emit('failed', {}, 'not signed')
    expect(system.state()).toBe('refused')
    show('c1')
    made[1]?.emit('show')
    expect(system.state()).toBe('working')
    FakeNotification.supported = false
    expect(system.state()).toBe('unsupported')
    show('c1')
    expect(made).toHaveLength(2)
  })

  test('of an earlier run is removed where the system can', () => {
    setUp(platform).system.removeAll()
    expect(FakeNotification.removedAll).toBe(platform === 'darwin' ? 1 : 0)
  })
})

test('on Linux the text of a stranger is no markup', () => {
  expect(bodyFor('linux', 'a < b & <a href="x">c</a>')).toBe('a &lt; b &amp; &lt;a href="x"&gt;c&lt;/a&gt;')
  for (const platform of ['darwin', 'win32'] as const) expect(bodyFor(platform, 'a < b')).toBe('a < b')
})

test('on Windows a click on one of an earlier run opens its conversation, and on one of this run nothing twice', () => {
  const { system, show, events, made } = setUp('win32')
  // Not before the client is composed: a click that started it is told at once.
  expect(FakeNotification.activation).toBe(null)
  system.followEarlier()
  FakeNotification.activation?.({ type: 'click', arguments: 'type=click&tag=c_launch-2' })
  show('c1')
  made[0]?.emit('click')
  FakeNotification.activation?.({ type: 'click', arguments: 'type=click&tag=c1' })
  FakeNotification.activation?.({ type: 'reply', arguments: 'type=reply&tag=c9' })
  expect(events).toEqual(['earlier c_launch-2', 'clicked c1'])
  expect(idOfActivation({ type: 'click', arguments: 'garbage' })).toBe(null)
})

test('on Windows a click is followed also if Electron gives it to a notification that was replaced', () => {
  const { system, show, events, made } = setUp('win32')
  system.followEarlier()
  show('c1')
  show('c1')
  FakeNotification.activation?.({ type: 'click', arguments: 'type=click&tag=c1' })
  for (const notification of made) notification.emit('click')
  expect(events).toEqual(['clicked c1'])
})

test.each(['darwin', 'linux'] as const)('on %s there are no activations to follow', platform => {
  setUp(platform).system.followEarlier()
  expect(FakeNotification.activation).toBe(null)
})
