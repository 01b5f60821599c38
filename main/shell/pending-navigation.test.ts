import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, test } from 'vitest'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import { createPendingNavigation } from './pending-navigation.ts'
import { claimInstance } from './single-instance.ts'

const linkTo = (id: string): string => `lianqun://conversation/${id}`
const conversation = (id: string): DesktopEvent<'navigate'> => ({ to: 'conversation', id, seq: null })

test('the link of a cold start waits for the page, and is sent once', () => {
  const places = createPendingNavigation()
  const app = Object.assign(new EventEmitter(), {
    isReady: () => false,
    setAppUserModelId: () => {},
    requestSingleInstanceLock: () => true,
    setAsDefaultProtocolClient: () => true,
  })
  const claimed = claimInstance({
    app: app as unknown as App,
    argv: ['lianqun', linkTo('first')],
    development: false,
    onShow: () => {},
    onLink: places.go,
    log: () => {},
  })
  expect(claimed).toBe(true)
  app.emit('second-instance', {}, ['lianqun', linkTo('second')])

  const went: DesktopEvent<'navigate'>[] = []
  const send = (place: DesktopEvent<'navigate'>): void => void went.push(place)
  places.pageReady(send)
  places.pageReady(send)
  expect(went).toEqual([conversation('second')])
})

test('a listening page gets the target at once; a reloading one when it listens again', () => {
  const places = createPendingNavigation()
  const went: DesktopEvent<'navigate'>[] = []
  const send = (place: DesktopEvent<'navigate'>): void => void went.push(place)
  places.pageReady(send)
  places.go(conversation('a'))
  places.pageGone()
  places.go(conversation('b'))
  expect(went).toEqual([conversation('a')])
  places.pageReady(send)
  expect(went).toEqual([conversation('a'), conversation('b')])
})
