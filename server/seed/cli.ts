import { parseArgs } from 'node:util'
import { progressLine } from '../../common/node/progress-line.ts'
import { SqliteStore } from '../storage/sqlite/store.ts'
import { messageOf, StartupError } from '../storage/startup-error.ts'
import { seedAccount, seedCompany } from './seed.ts'

/* npm run seed -- --people 100000 --groups 300000 --messages 1000000 [--data ./data/seed] [--seed 1] */

const start = performance.now()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '1000' },
      groups: { type: 'string', default: '3000' },
      messages: { type: 'string', default: '10000' },
      data: { type: 'string', default: './data/seed' },
      seed: { type: 'string', default: '1' },
    },
  })
  const { people, groups, messages, data } = values
  const size = {
    people: Number(people),
    groups: Number(groups),
    messages: Number(messages),
    seed: Number(values.seed),
  }
  const stopping = new AbortController()
  // The first Ctrl+C stops after the current batch. A second one exits at once and loses that batch.
  process.once('SIGINT', () => stopping.abort())
  const store = await SqliteStore.open(data)
  try {
    const known = store.sqlite.statement('select id from users limit 1').get()
    if (known) throw new StartupError(`There is a company in ${data} already: choose another folder with --data.`)
    const whole = await seedCompany(store.sqlite, size, progressLine(process.stderr), stopping.signal)
    const seconds = ((performance.now() - start) / 1000).toFixed(0)
    const state = whole ? 'Done' : 'Stopped: what is there is a smaller company'
    process.stdout.write(
      `${state} (${seconds} s). Start it with: npx lianqun-server --data ${data}\n` +
        `Sign in as ${seedAccount.account} with the password ${seedAccount.password}\n`,
    )
    if (!whole) process.exitCode = 130
  } finally {
    await store.shutdown()
  }
}

main().catch(error => {
  process.stderr.write(`seed: ${messageOf(error)}\n`)
  process.exitCode = 1
})
