import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketPath } from '@lianqun/protocol'
import { startServer } from 'lianqun-server'

/* The real server in its own process, with a group of the number of members in the argument. */

const members = Number(process.argv[2])
const dataDir = mkdtempSync(join(tmpdir(), 'lianqun-group-send-'))
const server = await startServer({ dataDir, limits: { rate: false } })
const ids: string[] = []
await server.domain.transaction(async operations => {
  for (let i = 0; i < members; i++)
    ids.push((await operations.createEmployee({ name: `成员${i}`, latinName: `Member ${i}`, account: `m${i}` })).id)
})
const [owner = '', ...others] = ids
const group = await server.domain.createGroup({ ownerId: owner, name: 'bench', userIds: others })
const tokens: string[] = []
for (const [i, id] of ids.entries()) {
  tokens.push((await server.domain.issueSession(id, { id: `bench${i}`, name: 'bench', platform: 'bench' })).accessToken)
}
process.send?.({ url: `${server.url}${socketPath}`, tokens, conversationId: group.id })
// Answers with the processor time so far, in microseconds.
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(0)
})
