import type { Page } from 'playwright-core'
import { openSignedIn } from '../e2e/app.ts'
import { composer, messageList, open, toLatest } from '../e2e/locators.ts'
import { group, World } from '../e2e/world.ts'
import { flood } from './flood.ts'
import { against, type Bench, quantile } from './report.ts'

/*
 * Measures typing: from the press of a key to the frame that shows it, in an idle group and while 200 messages a second
 * arrive in it. The client's real bundles on the stand-in, a real server.
 */

const perSecond = 200
/** Messages of one batch; so many come at once. */
const batch = 20
/** Milliseconds between two keys, as of a fast typist. */
const keyMs = 60

export const run: Bench = async (report, { scale = 1 }) => {
  const keys = Math.max(40, Math.round(300 * scale))
  const world = await World.start()
  const app = await openSignedIn(world)
  try {
    const { page } = app
    await open(page, group)
    await toLatest(page)
    await composer(page).click()
    await watch(page)
    // The first keys load what is loaded lazily.
    await type(page, 20)
    const idle = await type(page, keys)
    const stop = flood(world, [world.groupId], { perSecond, batch })
    await messageList(page).getByText(/^到货/).first().waitFor()
    const busy = await type(page, keys)
    const sent = await stop()
    report({
      name: `a key typed to painted, ${perSecond} messages a second arriving, p95`,
      unit: 'ms',
      ...against(quantile(busy, 0.95), quantile(idle, 0.95)),
    })
    report({ name: 'of it the messages that arrived a second', ...sent })
  } finally {
    await app.kill()
    await world.close()
  }
}

/** Notes in the page how long each key takes until the frame with it is painted. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const latencies: number[] = []
    Object.assign(window, { latencies })
    window.addEventListener(
      'keydown',
      event => {
        const pressed = event.timeStamp
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          // Behind the frame.
          port1.onmessage = () => latencies.push(performance.now() - pressed)
          port2.postMessage(null)
        })
      },
      true,
    )
  })
}

/** Types so many keys and returns their latencies in milliseconds. */
async function type(page: Page, keys: number): Promise<number[]> {
  await page.evaluate(() => {
    ;(window as unknown as { latencies: number[] }).latencies.length = 0
  })
  for (let key = 0; key < keys; key++) {
    const next = performance.now() + keyMs
    await page.keyboard.press(key % 12 === 11 ? 'Space' : 'a')
    await new Promise(resolve => setTimeout(resolve, Math.max(0, next - performance.now())))
  }
  const found = await page.evaluate(() => [...(window as unknown as { latencies: number[] }).latencies])
  await composer(page).press('Control+a')
  await composer(page).press('Delete')
  return found
}
