import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { connectAs, type TestClient } from '../../server/testing/client.ts'
import { alone, type Bench, type Report } from '../report.ts'

/**
 * Measures what is done to a group of 5,000 members, of whom 20 are online: how long the caller waits, and how long the
 * server stands still for everybody else at most. It is in a process of its own.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  const people = Math.max(100, Math.round(5_000 * scale))
  const server = fork(join(import.meta.dirname, 'server.ts'), [String(people)])
  try {
    const [{ url, tokens, ids }] = (await once(server, 'message')) as [{ url: string; tokens: string[]; ids: string[] }]
    const clients: TestClient[] = []
    for (const accessToken of tokens) clients.push(await connectAs(url, { accessToken }))
    const [owner, member] = clients
    if (owner === undefined || member === undefined) throw new Error('nobody is online')
    const measure = (what: string, act: () => Promise<unknown>) => timed(server, report, what, act)
    await ask(server, 'stall')

    const create = (userIds: string[]) =>
      owner.request('conversation.create', { clientId: randomUUID(), name: '大群', userIds })
    const others = ids.slice(1)
    let conversationId = ''
    await measure('made', async () => {
      conversationId = (await create(others)).head.conversation.id
    })
    const content = { type: 'text' as const, text: '大家好', mentions: [] }
    await measure('renamed', () => owner.request('conversation.rename', { conversationId, name: '更大的群' }))
    await measure('told something', () =>
      owner.request('message.send', { conversationId, clientId: randomUUID(), content }),
    )
    await measure('left by one', () => member.request('conversation.leave', { conversationId }))
    await measure('dissolved', () => owner.request('group.dissolve', { conversationId }))
    conversationId = (await create(others.slice(0, 1))).head.conversation.id
    await ask(server, 'stall')
    await measure('joined by all', () => owner.request('conversation.addMembers', { conversationId, userIds: others }))
    await measure('left by all but the owner', () =>
      owner.request('conversation.removeMembers', { conversationId, userIds: others }),
    )
    await makeForDepartment(server, report)
    for (const client of clients) client.ws.close()
  } finally {
    const gone = once(server, 'exit')
    server.disconnect()
    await gone
  }
}

async function makeForDepartment(server: ChildProcess, report: Report): Promise<void> {
  const start = performance.now()
  const stall = await ask(server, 'department')
  tell(report, 'made for a department', performance.now() - start, stall)
}

async function timed(server: ChildProcess, report: Report, what: string, act: () => Promise<unknown>): Promise<void> {
  const start = performance.now()
  await act()
  const waited = performance.now() - start
  tell(report, what, waited, await ask(server, 'stall'))
}

function tell(report: Report, what: string, waited: number, stall: number): void {
  report({ name: `a group of 5,000 is ${what}`, unit: 'ms', value: waited, ...alone })
  report({ name: `a group of 5,000 is ${what}: the server stands still`, unit: 'ms', value: stall, ...alone })
}

/** Has the server do something, and returns how long it stood still at most since it was last asked, in ms. */
async function ask(server: ChildProcess, what: 'stall' | 'department'): Promise<number> {
  server.send(what)
  const [{ ms }] = (await once(server, 'message')) as [{ ms: number }]
  return ms
}
