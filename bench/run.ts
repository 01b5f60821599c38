import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Figure } from './report.ts'

/*
 * npm run bench [-- NAME …] [--scale 0.1]: runs all benches or the named ones, prints a table, and writes
 * bench/results/latest.json. Figures of benches that were not run keep their last values.
 */

const benches: Record<string, () => Promise<{ run: Bench }>> = {
  'cache-ingest': () => import('./cache-ingest.ts'),
  'cache-search': () => import('./cache-search.ts'),
  'group-send': () => import('./group-send/index.ts'),
  spread: () => import('./spread/index.ts'),
  'two-gateways': () => import('./two-gateways/index.ts'),
  'idle-sockets': () => import('./idle-sockets/index.ts'),
  storm: () => import('./storm/index.ts'),
  company: () => import('./company/index.ts'),
  'large-group': () => import('./large-group/index.ts'),
  files: () => import('./files.ts'),
  app: () => import('./app.ts'),
  composer: () => import('./composer.ts'),
  messages: () => import('./messages.ts'),
  hooks: () => import('./hooks.ts'),
  bots: () => import('./bots.ts'),
  unfurl: () => import('./unfurl.ts'),
  list: () => import('./list.ts'),
  palette: () => import('./palette.ts'),
}

const args = process.argv.slice(2)
const scaleAt = args.indexOf('--scale')
const scale = scaleAt === -1 ? 1 : Number(args.splice(scaleAt, 2)[1])
const names = args.length > 0 ? args : Object.keys(benches)

const file = join(import.meta.dirname, 'results', 'latest.json')
const figures = new Map<string, Figure>()
if (args.length > 0 && existsSync(file)) {
  for (const figure of JSON.parse(readFileSync(file, 'utf8')) as Figure[]) figures.set(figure.name, figure)
}

let failed = false
for (const name of names) {
  const load = benches[name]
  if (load === undefined) {
    process.stderr.write(`there is no bench ${name}; there are ${Object.keys(benches).join(', ')}\n`)
    process.exit(1)
  }
  process.stderr.write(`bench ${name} …\n`)
  const start = performance.now()
  const { run } = await load()
  await run(
    figure => {
      figures.set(figure.name, figure)
      process.stderr.write(`  ${line(figure).join('  ')}\n`)
      if (figure.ok === false) failed = true
    },
    { scale },
  )
  process.stderr.write(`  (${((performance.now() - start) / 1000).toFixed(0)} s)\n`)
}

const all = [...figures.values()]
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
const rows = [['figure', 'value', 'unit', 'base line', 'ratio', 'goal', 'ok'], ...all.map(line)]
const widths = rows[0]?.map((_cell, i) => Math.max(...rows.map(row => row[i]?.length ?? 0))) ?? []
for (const row of rows) process.stdout.write(`${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}\n`)
process.exit(failed ? 2 : 0)

function line(figure: Figure): string[] {
  const goal = figure.goal === null ? '' : String(figure.goal)
  return [
    figure.name,
    number(figure.value),
    figure.unit,
    number(figure.baseline),
    number(figure.ratio),
    goal,
    figure.ok === null ? '' : figure.ok ? 'yes' : 'NO',
  ]
}

function number(value: number | null): string {
  if (value === null) return ''
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
