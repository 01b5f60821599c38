import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtocolError } from '@lianqun/protocol'
import fc from 'fast-check'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, test } from 'vitest'
import { DesktopError } from '../../main/workspace/errors.ts'
import { expectConvergence, type Run, startRun } from './convergence.ts'

/*
 * Two clients behind hostile proxies do whatever can be done with messages, in any interleaving: send, reply, edit,
 * recall, react, pin, mark. In the end each shows what the server has, contents and attributes.
 */

const runs = 40
let server: WorkspaceServer
let folder: string
let count = 100_000

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-talk-'))
  server = await startServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const acts = ['send', 'reply', 'edit', 'recall', 'react', 'unreact', 'pin', 'unpin', 'decide', 'ask', 'cut'] as const
interface Act {
  who: 0 | 1
  what: (typeof acts)[number]
  /** Which of the messages that the client shows, from the newest. */
  target: number
  emoji: string
  /** Whether the others get their turn first. */
  rest: boolean
}

const anAct: fc.Arbitrary<Act> = fc.record({
  who: fc.constantFrom(0, 1),
  what: fc.constantFrom(...acts),
  target: fc.nat({ max: 5 }),
  emoji: fc.constantFrom('👍', '🎉'),
  rest: fc.boolean(),
})

/** Without a connection a recall fails at once, and a message may have been recalled meanwhile. */
function ignoreRefused(error: unknown): void {
  if (!(error instanceof ProtocolError || error instanceof DesktopError)) throw error
}

async function perform(run: Run, { who, what, target, emoji }: Act, step: string): Promise<void> {
  const { person, proxy } = run.people[who] as Run['people'][number]
  const { workspace, cache } = person
  const conversationId = run.group
  if (what === 'cut') {
    proxy.unplug()
    proxy.heal()
    proxy.set(run.faults)
    return
  }
  if ((await cache.conversation(conversationId)) === null) return
  const content = (words: string) => ({ type: 'text' as const, text: `${words} ${step}`, mentions: [] })
  if (what === 'send') {
    await workspace.send({ id: conversationId, content: content('said') })
    return
  }
  const { items } = await cache.messagesPage({ id: conversationId, anchor: { at: 'latest' }, limit: 50 })
  const shown = items.filter(item => item.seq > 0 && item.bubble)
  const message = shown.at(-1 - (target % Math.max(1, shown.length)))
  if (message === undefined) return
  const on = { conversationId, seq: message.seq }
  if (what === 'reply') await workspace.send({ id: conversationId, content: content('replied'), replyTo: message.seq })
  else if (what === 'edit')
    await workspace.change({ method: 'message.edit', params: { ...on, content: content('edited') } })
  else if (what === 'recall') await workspace.request('message.recall', on).catch(ignoreRefused)
  else if (what === 'react' || what === 'unreact')
    await workspace.change({ method: 'message.react', params: { ...on, emoji, on: what === 'react' } })
  else if (what === 'pin' || what === 'unpin')
    await workspace.change({ method: 'message.pin', params: { ...on, on: what === 'pin' } })
  else
    await workspace.change({
      method: 'message.mark',
      params: { ...on, kind: what === 'decide' ? 'decision' : 'question' },
    })
}

test('whatever two people do with messages, in the end both see what the server has', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 10, maxLength: 30 }), async plan => {
      const seed = count++
      const run = await startRun(server, folder, seed)
      try {
        await run.domain.sendMessage({
          senderId: run.names[2],
          conversationId: run.group,
          clientId: null,
          content: { type: 'text', text: `first ${seed}`, mentions: [] },
        })
        for (const { proxy } of run.people) proxy.set(run.faults)
        for (const [step, act] of plan.entries()) {
          await perform(run, act, `${seed}/${step}`)
          if (act.rest) await new Promise(resolve => setImmediate(resolve))
        }
        for (const { person, proxy } of run.people) {
          proxy.heal()
          person.workspace.wake()
        }
        await expectConvergence(run.people, new Map(), `run ${seed}`)
      } finally {
        for (const { person, proxy, truth } of run.people) {
          truth.close()
          await person.close()
          await proxy.close()
        }
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
})
