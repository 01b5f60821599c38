import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { prometheusMetrics } from './prometheus.ts'

const dashboard = readFileSync(new URL('../../deploy/grafana/lianqun.json', import.meta.url), 'utf8')

test('each of our names on the dashboard is exported, and each that is exported is shown', async () => {
  const text = await prometheusMetrics().text()
  const exported = new Set<string>()
  const declared = new Set<string>()
  for (const [, name = '', type] of text.matchAll(/^# TYPE (lianqun_\w+) (\w+)$/gm)) {
    declared.add(name)
    if (type === 'histogram') for (const part of ['bucket', 'sum', 'count']) exported.add(`${name}_${part}`)
    else exported.add(name)
  }
  const used = new Set([...dashboard.matchAll(/lianqun_\w+/g)].map(([name]) => name))
  expect([...used].filter(name => !exported.has(name))).toEqual([])
  const shown = new Set([...used].map(name => (declared.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''))))
  expect([...declared].filter(name => !shown.has(name))).toEqual([])
})

test('each panel has a place of its own, a title and a query', () => {
  interface Panel {
    id: number
    type: string
    title: string
    gridPos: { x: number; y: number; w: number; h: number }
    targets?: { expr: string }[]
  }
  const { panels } = JSON.parse(dashboard) as { panels: Panel[] }
  const taken = new Set<string>()
  for (const { type, title, gridPos, targets } of panels) {
    expect(title).not.toBe('')
    if (type !== 'row') expect(targets?.every(({ expr }) => expr !== '')).toBe(true)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(x).toBeLessThan(24)
        expect(taken.has(`${x},${y}`)).toBe(false)
        taken.add(`${x},${y}`)
      }
    }
  }
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
})
