import { expect, test } from 'vitest'
import { ownIcon } from './icons.ts'

const imageFrom = (path: string) => ({ resize: ({ width }: { width: number }) => `${path} ${width}` }) as never

test.each([
  ['linux', 'icon.png 128'],
  ['win32', undefined],
  ['darwin', undefined],
] as const)('on %s the icon is %s', (platform, icon) => {
  expect(ownIcon({ platform, path: 'icon.png', size: 128, imageFrom })).toBe(icon)
})
