import type { Page } from 'playwright-core'

/** How a list is scrolled: pixels each frame, the length of a frame, and the longest that it is scrolled, milliseconds. */
interface Scroll {
  step: number
  frameMs: number
  scrollMs: number
}

/** The longest that an empty page is scrolled, milliseconds. */
const emptyMs = 20_000

/** Scrolls up through the open conversation, then through an empty page of the same browser. `lateShare`: per cent. */
export async function scrollAgainstEmpty(page: Page, scroll: Scroll) {
  const found = await page.evaluate(scrollUp, scroll)
  const blank = await (await page.context().browser()?.newContext())?.newPage()
  if (!blank) throw new Error('the page has no browser')
  await blank.setContent(
    '<div class="messages-message-list" style="height: 800px; overflow: auto"><div style="height: 9999999px"></div></div>',
  )
  await blank.evaluate(() => {
    const list = document.querySelector('.messages-message-list')
    if (list) list.scrollTop = 5_000_000
  })
  const empty = await blank.evaluate(scrollUp, { ...scroll, scrollMs: Math.min(emptyMs, found.ms) })
  await blank.close()
  const withShare = <S extends { late: number; frames: number }>(one: S) => ({
    ...one,
    lateShare: (100 * one.late) / one.frames,
  })
  return { found: withShare(found), empty: withShare(empty) }
}

/** Runs in the page: scrolls up by `step` pixels each frame, to the top or until the time is over. */
async function scrollUp({ step, frameMs, scrollMs }: Scroll) {
  const list = document.querySelector('.messages-message-list')
  if (!list) throw new Error('there is no list')
  const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
  const began = performance.now()
  let [frames, late, longest, resting] = [0, 0, 0, 0]
  let before = await frame()
  while (performance.now() - began < scrollMs && resting < 60) {
    resting = list.scrollTop <= 0 ? resting + 1 : 0
    list.scrollTop -= step
    const now = await frame()
    const took = now - before
    before = now
    frames++
    // A frame that waited for another comes two or more periods later.
    if (took > frameMs * 1.5) late++
    longest = Math.max(longest, took)
  }
  return { frames, late, longest, ms: performance.now() - began }
}
