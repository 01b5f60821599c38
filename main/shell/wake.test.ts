import { EventEmitter } from 'node:events'
import type { PowerMonitor } from 'electron'
import { expect, test } from 'vitest'
import { watchWake } from './wake.ts'

test('resuming, unlocking, a network that is back and a changed one each call onWake once', () => {
  const powerMonitor = new EventEmitter() as PowerMonitor
  let online = true
  let networks = '10.0.0.5'
  let check = (): void => {}
  let stopped = false
  const calls: string[] = []
  const stop = watchWake({
    powerMonitor,
    net: { isOnline: () => online },
    networks: () => networks,
    onWake: why => calls.push(why),
    repeat: call => {
      check = call
      return () => {
        stopped = true
      }
    },
  })
  check()
  expect(calls).toEqual([])
  online = false
  check()
  online = true
  check()
  check()
  networks = '192.168.1.5'
  check()
  check()
  powerMonitor.emit('resume')
  powerMonitor.emit('unlock-screen')
  expect(calls).toEqual(['network', 'network', 'resume', 'unlock'])
  stop()
  powerMonitor.emit('resume')
  expect(calls).toHaveLength(4)
  expect(stopped).toBe(true)
})
