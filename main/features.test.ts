import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { calls, events } from '../preload/contract/index.ts'
import { callHandlers } from './features.ts'
import type { Parts } from './ipc/parts.ts'

const handlers = callHandlers({
  account: {},
  workbench: {},
  settings: {},
  network: {},
  fileActions: {},
} as unknown as Parts)
const sources = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts'] })
  .map(file => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n')

test('main implements every call of the contract and no other', () => {
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(calls).sort())
})

test.each(Object.keys(events))('main emits %s', name => {
  expect(sources).toMatch(new RegExp(`emit\\(\\s*'${name}'`))
})
