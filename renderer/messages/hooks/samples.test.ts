import { hookDialects, limits } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { samples, samplesOf, written } from './samples.ts'
import { strings } from './strings.ts'

test('each dialect has a sample of its own, which is its example', () => {
  for (const dialect of hookDialects) expect(samplesOf(dialect)[0]?.dialect).toBe(dialect)
})

test('each sample has a title, an id of its own, and may be tested', () => {
  expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length)
  for (const { id, body } of samples) {
    expect(strings.zh[`sample_${id}`]).toBeTruthy()
    expect(JSON.parse(written(body))).toEqual(body)
    expect(written(body).length).toBeLessThanOrEqual(limits.hookTestChars)
  }
})

test('what recognises all dialects is tried with all samples, those of tools first', () => {
  const all = samplesOf('any')
  expect(all).toHaveLength(samples.length)
  expect(all.findIndex(({ dialect }) => dialect !== 'any')).toBe(samples.filter(s => s.dialect === 'any').length)
})
