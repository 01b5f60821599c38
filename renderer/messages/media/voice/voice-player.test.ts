import { expect, it, vi } from 'vitest'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { nextVoice } from './voice-player.ts'

vi.hoisted(() => vi.stubGlobal('window', { desktop: { call: vi.fn(), on: vi.fn() } }))

const voice = (id: string, more: Partial<MessageItem> = {}) =>
  ({ seq: 1, own: false, content: { type: 'voice', file: { id }, waveform: [] }, ...more }) as unknown as MessageItem

it('plays the next voice note of somebody else, unless it was played', () => {
  const text = { seq: 2, own: false, content: { type: 'text' } } as unknown as MessageItem
  const items = [voice('a'), text, voice('mine', { own: true }), voice('b'), voice('queued', { seq: 0 })]
  expect(nextVoice(items, 'a', new Set(['a']))).toBe('b')
  expect(nextVoice(items, 'a', new Set(['a', 'b']))).toBeNull()
  expect(nextVoice(items, 'b', new Set())).toBeNull()
  expect(nextVoice(items, 'elsewhere', new Set())).toBeNull()
})
