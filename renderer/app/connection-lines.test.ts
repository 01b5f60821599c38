import { expect, test } from 'vitest'
import { type ConnectionState, connectionStateSchema } from '../../preload/contract/connection.ts'
import { translatorIn } from '../i18n.ts'
import { connectionLines } from './connection-lines.ts'

const zh = translatorIn('zh', 'app')
const state: ConnectionState = {
  status: 'offline',
  reason: 'unreachable',
  lastSyncedAt: 1_000_000,
  retryAt: null,
  clockOffset: 0,
  progress: null,
  updateNeeded: false,
  features: [],
}
const lines = (change: Partial<ConnectionState>, secondsLeft: number | null = null) =>
  connectionLines({ ...state, ...change }, zh, () => '16:31', 1_010_000, secondsLeft)

test('a server that is down is not a network that is gone, and what was synced seconds ago has a time', () => {
  expect(lines({}, 12)).toEqual(['无法连接服务器', '上次同步：16:31', '12 秒后自动重试', '点击立即重试'])
  expect(lines({ reason: 'network' })[0]).toBe('网络已断开')
  expect(lines({ status: 'connecting' })).toEqual(['正在连接', '上次同步：16:31'])
})

test('online it says when it was synced', () => {
  expect(lines({ status: 'online', reason: 'none' })).toEqual(['已连接 · 刚刚同步'])
  expect(lines({ status: 'online', reason: 'none', lastSyncedAt: 900_000 })).toEqual(['已连接', '上次同步：16:31'])
  expect(lines({ status: 'online', reason: 'none', lastSyncedAt: null })).toEqual(['已连接', '尚未同步'])
})

test('each reason has a sentence of its own', () => {
  const reasons = connectionStateSchema.shape.reason.unwrap().options.filter(reason => reason !== 'none')
  const first = reasons.map(reason => lines({ reason })[0])
  expect(new Set(first).size).toBe(reasons.length)
})
