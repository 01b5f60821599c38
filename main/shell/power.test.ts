import { EventEmitter } from 'node:events'
import type { PowerMonitor } from 'electron'
import { expect, test } from 'vitest'
import { watchWake } from './power.ts'

test('waking, unlocking and a network that is back each call once', () => {
  const powerMonitor = new EventEmitter() as PowerMonitor
  let online = true
  let look = (): void => {}
  let stopped = false
  const calls: string[] = []
  const stop = watchWake({
    powerMonitor,
    net: { isOnline: () => online },
    onWake: why => calls.push(why),
    repeat: call => {
      look = call
      return () => {
        stopped = true
      }
    },
  })
  look()
  expect(calls).toEqual([])
  online = false
  look()
  online = true
  look()
  look()
  powerMonitor.emit('resume')
  powerMonitor.emit('unlock-screen')
  expect(calls).toEqual(['network', 'resume', 'unlock'])
  stop()
  powerMonitor.emit('resume')
  expect(calls).toHaveLength(3)
  expect(stopped).toBe(true)
})
