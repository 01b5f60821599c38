import { EventEmitter } from 'node:events'
import type { PowerMonitor } from 'electron'
import { expect, test } from 'vitest'
import { watchIdle } from './idle.ts'

test('away after ten minutes without a touch or with a locked screen, and back', () => {
  let idle = 0
  let check = (): void => {}
  let stopped = false
  const powerMonitor = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idle }) as unknown as PowerMonitor
  const told: boolean[] = []
  const stop = watchIdle({
    powerMonitor,
    onChange: away => told.push(away),
    repeat: call => {
      check = call
      return () => {
        stopped = true
      }
    },
  })
  idle = 599
  check()
  expect(told).toEqual([])
  idle = 600
  check()
  check()
  expect(told).toEqual([true])
  idle = 2
  check()
  powerMonitor.emit('lock-screen')
  check()
  expect(told).toEqual([true, false, true])
  powerMonitor.emit('unlock-screen')
  expect(told).toEqual([true, false, true, false])
  powerMonitor.emit('lock-screen')
  stop()
  powerMonitor.emit('unlock-screen')
  powerMonitor.emit('lock-screen')
  expect([told.length, stopped]).toEqual([5, true])
})
