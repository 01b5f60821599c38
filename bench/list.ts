import type { Page } from 'playwright-core'
import { openSignedIn } from '../e2e/app.ts'
import { World } from '../e2e/world.ts'
import { flood, said } from './flood.ts'
import { against, type Bench, quantile } from './report.ts'

/*
 * Measures the list: frames that are lost while it scrolls through 5,000 conversations, idle and while 500 messages a
 * second arrive in 300 of them. The client's real bundles on the stand-in, a real server.
 */

const perSecond = 500
const busyConversations = 300
/** Messages of one batch; so many come at once, each in another conversation. */
const batch = 25
/** Milliseconds of one frame at 60 a second. */
const frameMs = 1_000 / 60

export const run: Bench = async (report, { scale = 1 }) => {
  const conversations = Math.max(busyConversations, Math.round(5_000 * scale))
  const seconds = Math.max(3, Math.round(15 * scale))
  const world = await World.start()
  try {
    const ids = await createGroups(world, conversations)
    // Signing in waits for its row, which is in view only among the newest.
    await world.say('zhouye', '开始')
    const app = await openSignedIn(world, { timeoutMs: 120_000 })
    try {
      const { page } = app
      await page.waitForFunction(
        count => Number(document.querySelector('[data-conversation]')?.getAttribute('aria-setsize')) >= count,
        conversations,
      )
      const idle = await scrolled(page, seconds)
      const stop = flood(world, ids.slice(0, busyConversations), { perSecond, batch })
      await toTop(page)
      await page.getByText(/到货/).first().waitFor()
      const busy = await scrolled(page, seconds)
      const sent = await stop()
      const lost = (frames: number[]) => frames.filter(ms => ms > frameMs * 1.5).length / frames.length
      report({
        name: `frames lost of 1,000 while ${conversations} conversations scroll and ${perSecond} messages a second arrive`,
        value: lost(busy) * 1_000,
        unit: '',
        baseline: lost(idle) * 1_000,
        ratio: null,
        goal: null,
        ok: null,
      })
      report({
        name: 'the longest of 100 frames then, p99',
        unit: 'ms',
        ...against(quantile(busy, 0.99), quantile(idle, 0.99)),
      })
      // Figures are kept by their names, so it is not called as that of `composer`.
      report({ name: 'messages that arrived a second while the list scrolled', ...sent })
    } finally {
      await app.kill()
    }
  } finally {
    await world.close()
  }
}

/** Groups with the user, each with a message. */
async function createGroups(world: World, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => `g${n}`)
  const some = 100
  for (let from = 0; from < count; from += some) {
    const part = ids.slice(from, from + some)
    await world.server.domain.transaction(async operations => {
      for (const id of part)
        await operations.createGroup({ id, ownerId: 'zhouye', userIds: ['chenyu'], name: `项目 ${id}` })
    })
    await world.server.domain.sendMessages(part.map(id => said(id, '开始')))
  }
  return ids
}

/** What is new comes to the top. */
function toTop(page: Page): Promise<void> {
  return page.evaluate(() => {
    const box = document.querySelector('.messages-conversation-rows')
    if (box) box.scrollTop = 0
  })
}

/** Scrolls down and up for so long, and returns how long each frame took in milliseconds. */
function scrolled(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(async ms => {
    const box = document.querySelector('.messages-conversation-rows')
    const frames: number[] = []
    const start = performance.now()
    let before = start
    let step = 40
    while (before - start < ms) {
      const now = await new Promise<number>(resolve => requestAnimationFrame(resolve))
      frames.push(now - before)
      before = now
      if (!box) continue
      box.scrollTop += step
      if (box.scrollTop <= 0 || box.scrollTop + box.clientHeight >= box.scrollHeight - 1) step = -step
    }
    return frames.slice(1)
  }, seconds * 1_000)
}
