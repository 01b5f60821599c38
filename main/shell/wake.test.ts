import { EventEmitter } from 'node:events'
import type { PowerMonitor } from 'electron'
import { expect, test } from 'vitest'
import { watchWake } from './wake.ts'

test('waking, unlocking, a network that is back and another one each call once', () => {
  const powerMonitor = new EventEmitter() as PowerMonitor
  let online = true
  let networks = '10.0.0.5'
  let look = (): void => {}
  let stopped = false
  const calls: string[] = []
  const stop = watchWake({
    powerMonitor,
    net: { isOnline: () => online },
    networks: () => networks,
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
  networks = '192.168.1.5'
  look()
  look()
  powerMonitor.emit('resume')
  powerMonitor.emit('unlock-screen')
  expect(calls).toEqual(['network', 'network', 'resume', 'unlock'])
  stop()
  powerMonitor.emit('resume')
  expect(calls).toHaveLength(4)
  expect(stopped).toBe(true)
})
