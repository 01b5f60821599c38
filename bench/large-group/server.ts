import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startServer } from 'lianqun-server'

/*
 * The real server in its own process, with as many people of one department as the argument says. It tells how long it
 * stood still at most since it was last asked.
 */

const people = Number(process.argv[2])
const online = 20
const dataDir = mkdtempSync(join(tmpdir(), 'lianqun-large-group-'))
const server = await startServer({ dataDir, limits: { rate: false } })
const ids: string[] = []
await server.domain.transaction(async operations => {
  await operations.createDepartment({ id: 'all', name: '全体' })
  for (let i = 0; i < people; i++) {
    const made = { name: `成员${i}`, latinName: `Member ${i}`, account: `m${i}`, departmentIds: ['all'] }
    ids.push((await operations.createEmployee(made)).id)
  }
})
const tokens: string[] = []
for (const [i, id] of ids.slice(0, online).entries())
  tokens.push((await server.domain.issueSession(id, { id: `bench${i}`, name: 'bench', platform: 'bench' })).accessToken)

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.send?.({ url: server.url, tokens, ids })
process.on('message', async (ask: 'stall' | 'department') => {
  if (ask === 'department') await server.domain.createDepartmentGroup({ departmentId: 'all' })
  // The last stall is counted once the loop goes round again.
  await new Promise(resolve => setTimeout(resolve, 20))
  const ms = delay.max / 1e6
  delay.reset()
  // The first round after that is only where the next is measured from.
  await new Promise(resolve => setTimeout(resolve, 20))
  process.send?.({ ms })
})
process.on('disconnect', async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(0)
})
