import { hookOptionsSchema } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { isNetwork } from './networks.ts'

test.each([
  ['10.20.0.0/16', true],
  ['10.20.4.18', true],
  ['2001:db8::/32', true],
  ['::1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['everywhere', false],
  ['', false],
  ['10.20.0.0/33', false],
  ['10.20.0/16', false],
  ['10.20.0.256', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1::2::3', false],
  ['10.0.0.0/8/8', false],
])('%j: %s, as the protocol says', (text, ok) => {
  expect(isNetwork(text)).toBe(ok)
  expect(hookOptionsSchema.shape.networks.safeParse([text]).success).toBe(ok)
})
