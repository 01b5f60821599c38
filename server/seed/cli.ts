import { parseArgs } from 'node:util'
import { StartupError, Store } from '../storage/store.ts'
import { seedAccount, seedCompany } from './seed.ts'

/* npm run seed -- --people 100000 --groups 300000 --messages 1000000 [--data ./data/seed] [--seed 1] */

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    groups: { type: 'string', default: '3000' },
    messages: { type: 'string', default: '10000' },
    data: { type: 'string', default: './data/seed' },
    seed: { type: 'string', default: '1' },
  },
})

const start = performance.now()
let shown = ''

/** One line that is written over on a terminal, else a line every tenth. */
function progress(what: string, done: number, total: number): void {
  const percent = Math.floor((done / Math.max(total, 1)) * 100)
  const line = `${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} (${percent} %), ${((performance.now() - start) / 1000).toFixed(0)} s`
  if (process.stderr.isTTY) process.stderr.write(`\r${line.padEnd(70)}${done >= total ? '\n' : ''}`)
  else {
    const step = `${what} ${Math.floor(percent / 10)}`
    if (step !== shown || done >= total) process.stderr.write(`${line}\n`)
    shown = step
  }
}

process.once('SIGINT', () => {
  process.stderr.write('\nstopped; what is there so far is a smaller company that works\n')
  process.exit(130)
})

try {
  const store = await Store.open(values.data)
  const known = store.sqlite.statement('select count(*) as n from users').get<{ n: number }>()
  if ((known?.n ?? 0) > 0)
    throw new StartupError(`There is a company in ${values.data} already: choose another folder with --data.`)
  await seedCompany(
    store.sqlite,
    {
      people: Number(values.people),
      groups: Number(values.groups),
      messages: Number(values.messages),
      seed: Number(values.seed),
    },
    progress,
  )
  await store.shutdown()
  process.stdout.write(
    `done in ${((performance.now() - start) / 1000).toFixed(0)} s. Start it with: npx lianqun-server --data ${values.data}\nSign in as ${seedAccount.account} with the password ${seedAccount.password}\n`,
  )
} catch (error) {
  process.stderr.write(`seed: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
