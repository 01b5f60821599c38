import { globSync, readFileSync } from 'node:fs'
import { type Card, mapCard, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { importAdaptiveCard } from './adaptive.ts'

const folder = new URL('../fixtures/adaptive-samples/', import.meta.url)
const names = globSync('v1.*/**/*.json', { cwd: folder }).sort()
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8').replace(/^\ufeff/, ''))
const imported = (name: string) => importAdaptiveCard(read(name), { language: 'en', timeZone: 'UTC' })

describe('the public samples of Adaptive Cards', () => {
  it.each(names)('%s', name => {
    const { card, lost } = imported(name)
    if (process.env.SHOW) console.log(name, lost)
    expect(writtenCardSchema.safeParse(card).error?.issues ?? []).toEqual([])
  })
})
