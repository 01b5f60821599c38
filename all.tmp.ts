import { readFileSync, globSync } from 'node:fs'
import { writtenCardSchema } from '@lianqun/protocol'
import { contextOf, fixtures } from './server/features/cards/events/fixtures.ts'
import { eventConverters, recognise } from './server/features/cards/events/index.ts'
let n = 0, bad = 0, closed = 0, own = 0
const t: Record<string, number> = {}
for (const f of globSync('/var/w/h-events-x/package/*/index.json')) for (const e of JSON.parse(readFileSync(f, 'utf8'))) for (const p of e.examples) {
  n++
  const h = { 'x-github-event': e.name }
  try {
    const o = eventConverters.github(p, contextOf(h))!
    const r = writtenCardSchema.safeParse(o.card)
    if (!r.success || o.card.header!.title === '–' || recognise({}, p) !== 'github') { bad++; console.log(e.name, p.action, recognise({}, p), o.card.header!.title, r.error?.message) }
    if (o.closed) closed++
    if (o.card.header!.icon !== 'info') own++
    t[o.event] = (t[o.event] ?? 0) + 1
  } catch (x) { bad++; console.log(e.name, p.action, x) }
}
console.log({ n, bad, closed, own }); console.log(Object.entries(t).map(([a, b]) => `${a} ${b}`).join(', '))
const start = performance.now(); let c = 0
while (performance.now() - start < 3000) for (const f of fixtures) { eventConverters[f.tool](f.payload, contextOf(f.headers)); c++ }
console.log('per second', Math.round(c / (performance.now() - start) * 1000))
