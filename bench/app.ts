import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launch, type StandinApplication } from 'electron-standin'
import type { Browser, Page } from 'playwright-core'
import type { Desktop } from '../preload/contract/index.ts'
import { emptyId, prepareProfile } from './app-data.ts'
import { against, type Bench, median, quantile, type Report } from './report.ts'

/*
 * Measures the client's real bundles on the stand-in: start with a large cache, paging through a long conversation, and
 * the renderer's memory afterwards. There is no server: everything is read from the cache.
 */

const root = join(import.meta.dirname, '..')
const starts = 3
/** Time limit for scrolling through a conversation, in milliseconds. */
const scrollingEnds = 150_000
/** A page that got no frame for so long gets none any more, in milliseconds. */
const frameLimit = 5_000
/** So many clients are tried where Chromium stops drawing. */
const attempts = 4

export const run: Bench = async (report, { scale = 1 }) => {
  const rows = Math.round(1_000_000 * scale)
  const conversations = Math.round(5_000 * scale)
  const full = await prepareProfile(rows, conversations)
  const empty = await prepareProfile(0, 20)
  await measureStarts(report, full, empty, rows)
  await measureUse(report, full, conversations)
}

/** Starts a client until its list is painted. `whole`: ms from process start; `inPage`: ms from page start. */
async function start(profile: string): Promise<{ app: StandinApplication; page: Page; whole: number; inPage: number }> {
  const started = performance.now()
  const app = await launch({ main: root, userDataDir: profile, args: ['--lang=zh-CN'], env: { LANG: 'zh_CN.UTF-8' } })
  const page = await app.firstWindow()
  await page.waitForSelector('.messages-conversation')
  const inPage = await page.evaluate(
    () =>
      new Promise<number>(resolve =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))),
      ),
  )
  return { app, page, whole: performance.now() - started, inPage }
}

/** Alternates the two profiles, so that other load slows both; the first start of each only warms the file cache. */
async function measureStarts(report: Report, full: string, empty: string, rows: number): Promise<void> {
  const times = { full: [] as number[], empty: [] as number[], fullPage: [] as number[], emptyPage: [] as number[] }
  for (let round = 0; round <= starts; round++) {
    for (const kind of ['empty', 'full'] as const) {
      const { app, whole, inPage } = await start(kind === 'full' ? full : empty)
      await app.close()
      if (round === 0) continue
      times[kind].push(whole)
      times[`${kind}Page`].push(inPage)
    }
  }
  const messages = rows.toLocaleString('en')
  report({
    name: `start to painted list, ${messages} messages`,
    unit: 'ms',
    ...against(median(times.full), median(times.empty), { atMost: 1.3 }),
  })
  report({
    name: `of it from the page's start to painted list, ${messages} messages`,
    unit: 'ms',
    ...against(median(times.fullPage), median(times.emptyPage)),
  })
}

async function measureUse(report: Report, profile: string, conversations: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { app, page } = await start(profile)
    try {
      const scrolling = scrollAll(page)
      const use = await Promise.race([scrolling, framesStop(page)])
      if (use !== null) return await reportUse(report, page, conversations, use)
      // It fails when the client is closed.
      scrolling.catch(() => undefined)
      if (attempt === attempts) throw new Error(`Chromium stopped drawing in each of ${attempts} clients.`)
      console.error('  Chromium stopped drawing (see bench/README.md): measured again with a fresh client')
    } finally {
      await app.close()
    }
  }
}

type Use = Awaited<ReturnType<typeof scrollUp>> & { bare: number[] }

/** Scrolls the list, opens the long conversation, and pages up to its top. */
async function scrollAll(page: Page): Promise<Use> {
  await scrollList(page)
  await page.locator('.messages-conversation').first().click()
  await page.locator('.messages-message-list.placed .messages-words').first().waitFor()
  const scrolled = await page.evaluate(scrollUp, scrollingEnds)
  return { ...scrolled, bare: await page.evaluate(emptyPages, { id: emptyId, count: 60 }) }
}

/** Resolves with null when the page gets no animation frame any more though its thread is free, or when it closes. */
async function framesStop(page: Page): Promise<null> {
  while (!page.isClosed()) {
    const stopped = await page
      .evaluate(
        limit =>
          new Promise<boolean>(resolve => {
            setTimeout(() => resolve(true), limit)
            requestAnimationFrame(() => resolve(false))
          }),
        frameLimit,
      )
      .catch(() => false)
    if (stopped) return null
    await page.waitForTimeout(1_000).catch(() => undefined)
  }
  return null
}

async function reportUse(
  report: Report,
  page: Page,
  conversations: number,
  { times, oldest, newest, bare }: Use,
): Promise<void> {
  const value = quantile(times, 0.95)
  const baseline = quantile(bare, 0.95)
  report({ name: 'page of 50 messages, call to painted, p95', unit: 'ms', ...against(value, baseline) })
  await measureMemory(
    report,
    page,
    `${conversations.toLocaleString('en')} conversations and ${(newest - oldest + 1).toLocaleString('en')} messages`,
  )
}

/** From the top of the list to its end, a screen at a time, each screen with its rows there; and back. */
async function scrollList(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const box = document.querySelector('.messages-conversation-rows')
    if (!box) throw new Error('There is no list.')
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
    const waiting = () => {
      const view = box.getBoundingClientRect()
      return [...box.querySelectorAll('.skeleton-row')].some(row => {
        // Tests the middle of the row: a sliver at the edge may wait for the next scroll.
        const { top, height } = row.getBoundingClientRect()
        const middle = top + height / 2
        return middle > view.top && middle < view.bottom
      })
    }
    for (let before = -1; box.scrollTop > before; ) {
      before = box.scrollTop
      box.scrollTop += box.clientHeight
      await frame()
      await frame()
      for (let frames = 0; waiting(); frames++) {
        if (frames > 300) throw new Error(`Rows at ${box.scrollTop} px did not come.`)
        await frame()
      }
    }
    if (box.scrollTop < box.scrollHeight - box.clientHeight - 1)
      throw new Error(`The list stayed at ${box.scrollTop} px.`)
    box.scrollTop = 0
    for (let frames = 0; waiting(); frames++) {
      if (frames > 300) throw new Error('The rows at the top did not come back.')
      await frame()
    }
  })
}

/**
 * Runs in the page: scrolls the message list to its top repeatedly, and times each loaded page, from the
 * scroll event (in which the message list makes the call) over main, the worker, decryption and React, to the second frame
 * after an older message is in the document. The store then drops rows at the far end; that is waited for and
 * not timed. Returns the times and the seqs of the oldest and newest message seen.
 */
async function scrollUp(limit: number): Promise<{ times: number[]; oldest: number; newest: number }> {
  const found = document.querySelector('.messages-message-list')
  if (!found) throw new Error('There is no message list.')
  const box = found
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const seqOf = (words: Element | null) => Number(/#(\d+)/.exec(words?.textContent ?? '')?.[1])
  const seqs = () => [...box.querySelectorAll('.messages-words')].map(seqOf)
  /** Scrolls to the top; resolves with the first loaded seq once an older message is in the document. */
  const older = () =>
    new Promise<number>((resolve, reject) => {
      let held = Number.POSITIVE_INFINITY
      const late = setTimeout(() => reject(new Error(`Nothing came before message ${held}.`)), 10_000)
      const look = () => {
        const came = held !== Number.POSITIVE_INFINITY && Math.min(...seqs()) < held
        const first = box.querySelector('.messages-message-list-row.first .messages-words')
        if (!came && first) held = seqOf(first)
        if (!came && held > 1) return
        clearTimeout(late)
        observer.disconnect()
        resolve(held)
      }
      const observer = new MutationObserver(look)
      observer.observe(box, { childList: true, subtree: true, attributes: true })
      box.scrollTop = 0
    })
  const newest = Math.max(...seqs())
  const times: number[] = []
  const began = performance.now()
  let oldest = newest
  let scrolled = 0
  box.addEventListener('scroll', () => (scrolled ||= performance.now()), { capture: true })
  while (performance.now() - began < limit) {
    for (let i = 0; i < 5; i++) await frame()
    scrolled = 0
    oldest = await older()
    if (oldest <= 1) break
    await frame()
    await frame()
    times.push(performance.now() - scrolled)
  }
  return { times, oldest, newest }
}

/** Runs in the page: times the same call for an empty conversation, to the second frame after its answer. */
async function emptyPages({ id, count }: { id: string; count: number }): Promise<number[]> {
  const { desktop } = window as unknown as { desktop: Desktop }
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    // Start at the beginning of a frame, as a scroll event does.
    await frame()
    const began = performance.now()
    const answer = await desktop.call('messages.page', { id, anchor: { before: 1 }, limit: 50 })
    if (!answer.ok || answer.value.items.length > 0) throw new Error('That was no empty page.')
    await frame()
    await frame()
    times.push(performance.now() - began)
  }
  return times
}

/** Reports the page's memory, against an empty page in the same Chromium. */
async function measureMemory(report: Report, page: Page, held: string): Promise<void> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser.')
  const value = await heap(page)
  const before = await renderers(browser)
  const blank = await (await browser.newContext()).newPage()
  const baseline = await heap(blank)
  const others = (await renderers(browser)).filter(pid => !before.includes(pid))
  report({ name: `renderer heap, ${held}`, unit: 'MB', ...against(value / 1e6, baseline / 1e6) })
  if (process.platform !== 'linux') return
  const client = Math.max(0, ...before.map(privateBytes))
  const empty = Math.max(0, ...others.map(privateBytes))
  // The process ids of a Chromium in another PID namespace are not found here.
  if (client === 0 || empty === 0) return
  report({ name: `renderer process, private, ${held}`, unit: 'MB', ...against(client / 1e6, empty / 1e6) })
}

/** Bytes of the JavaScript heap after a garbage collection. */
async function heap(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  await cdp.detach()
  return usedSize
}

/** Process ids of the pages of a Chromium. */
async function renderers(browser: Browser): Promise<number[]> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  await cdp.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/** Private memory of a process in bytes; 0 if it is not found. */
function privateBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const lines = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)]
    return lines.reduce((sum, [, kB]) => sum + Number(kB) * 1024, 0)
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0
    throw error
  }
}
