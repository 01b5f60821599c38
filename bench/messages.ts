import type { FileRef } from '@lianqun/protocol'
import type { Page } from 'playwright-core'
import { openSignedIn } from '../e2e/app.ts'
import { open, row } from '../e2e/locators.ts'
import { uploadPicture } from '../e2e/media.ts'
import { World } from '../e2e/world.ts'
import type { Desktop } from '../preload/contract/index.ts'
import { dateOf } from '../renderer/messages/dates.ts'
import { against, type Bench, median, type Report } from './report.ts'
import { scrollAgainstEmpty } from './scroll.ts'

/*
 * Measures long conversations: opening one at its end, at the first unread message and at a date, against a short one;
 * and scrolling up through messages with pictures, against an empty page. The client's real bundles on the stand-in, a
 * real server, everything on the device.
 */

const rounds = 7
/** Messages that are new at each opening at the first unread one; they fill more than a page. */
const news = 80
/** Every so many messages is a picture. */
const pictureEach = 5
const distinctPictures = 40
const batch = 500
const day = 24 * 3_600_000
/** Pixels that are scrolled each frame: some five screens a second. */
const step = 60
const frameMs = 1_000 / 60
/** The longest that is scrolled, milliseconds. */
const scrollMs = 240_000

const names = { short: 'Short group', long: 'Long group', pictures: 'Pictures' } as const

export const run: Bench = async (report, { scale = 1 }) => {
  const long = Math.max(2_000, Math.round(100_000 * scale))
  const pictures = Math.max(500, Math.round(10_000 * scale))
  const world = await World.start()
  try {
    await fill(world, long, pictures)
    const app = await openSignedIn(world, { timeoutMs: 120_000 })
    try {
      const { page } = app
      await synced(page)
      await measureOpening(report, world, page, long)
      await measureScrolling(report, page, pictures)
    } finally {
      await app.kill()
    }
  } finally {
    await world.close()
  }
}

async function fill(world: World, long: number, pictures: number): Promise<void> {
  const { domain } = world.server
  const ids = { short: '', long: '', pictures: '' }
  for (const key of ['short', 'long', 'pictures'] as const)
    ids[key] = (await domain.createGroup({ ownerId: 'zhouye', userIds: ['chenyu', 'linwan'], name: names[key] })).id
  const images: FileRef[] = []
  for (let i = 0; i < distinctPictures; i++)
    images.push(await uploadPicture(world, 'zhouye', String(i), 800 + (i % 5) * 120, 800 - (i % 3) * 150, i * 9))
  for (const [id, count] of [
    [ids.short, 60],
    [ids.long, long],
    [ids.pictures, pictures],
  ] as const) {
    for (let from = 0; from < count; from += batch)
      await domain.sendMessages(
        Array.from({ length: Math.min(batch, count - from) }, (_, part) => {
          const i = from + part
          const image = id === ids.pictures && i % pictureEach === 0 ? images[i % distinctPictures] : undefined
          return {
            senderId: image || i % 3 === 0 ? 'zhouye' : 'linwan',
            conversationId: id,
            clientId: null,
            // Ten days, whatever their number, so that there are dates to go to.
            sentAt: Date.now() - Math.round((10 * day * (count - i)) / count),
            content: image
              ? { type: 'image' as const, images: [image] }
              : { type: 'text' as const, text: `#${i} 首批 186 家门店，华东 ${i % 92} 家`, mentions: [] },
          }
        }),
      )
    await read(world, id)
  }
}

/** Moves the reader's mark to the end. */
async function read(world: World, id: string): Promise<void> {
  const { domain } = world.server
  const { head } = await domain.write('workspace', w =>
    w.db.selectFrom('conversations').select('head').where('id', '=', id).executeTakeFirstOrThrow(),
  )
  await domain.updateMembership({ userId: 'chenyu', conversationId: id, readSeq: Number(head) })
}

/** Waits until all history is on the device. */
async function synced(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { desktop } = window as unknown as { desktop: Desktop }
    for (let calm = 0; calm < 10; ) {
      const answer = await desktop.call('connection.get', {})
      calm = answer.ok && answer.value.lastSyncedAt !== null && answer.value.progress === null ? calm + 1 : 0
      await new Promise(resolve => setTimeout(resolve, 300))
    }
  })
}

/** Clicks a row of the list, and times it until its messages are in place and painted. */
async function openingMs(page: Page, name: string, shows: string): Promise<number> {
  const option = row(page, name)
  await option.waitFor()
  return option.evaluate(timeToPainted, { shows, act: 'click' as const })
}

/** Runs in the page: acts on an element, and resolves with the time until a message is painted in place. */
async function timeToPainted(
  element: HTMLElement | SVGElement,
  { shows, act }: { shows: string; act: 'click' | 'enter' },
): Promise<number> {
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  await frame()
  const began = performance.now()
  if (act === 'click') (element as HTMLElement).click()
  else element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  const there = () => {
    const list = document.querySelector('.messages-message-list.placed')
    if (!list) return false
    const box = list.getBoundingClientRect()
    return [...list.querySelectorAll('[data-message], .messages-new-line')].some(found => {
      const { top, bottom } = found.getBoundingClientRect()
      return (
        bottom > box.top &&
        top < box.bottom &&
        (found.textContent?.includes(shows) || found.querySelector(shows.startsWith('.') ? shows : ':not(*)') !== null)
      )
    })
  }
  while (!there()) {
    if (performance.now() - began > 20_000) throw new Error(`${shows} was not shown`)
    await frame()
  }
  await frame()
  return performance.now() - began
}

async function measureOpening(report: Report, world: World, page: Page, long: number): Promise<void> {
  const times = { short: [] as number[], end: [] as number[], unread: [] as number[], date: [] as number[] }
  await open(page, names.long)
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  const date = page.getByLabel('Jump to date')
  for (let round = 0; round <= rounds; round++) {
    await open(page, names.pictures)
    const short = await openingMs(page, names.short, '#59 ')
    const end = await openingMs(page, names.long, `#${long - 1} `)
    // Without an event, which would go there at once.
    await date.evaluate(
      (field, value) => {
        ;(field as HTMLInputElement).value = value
      },
      dateOf(Date.now() - (2 + (round % 7)) * day),
    )
    const at = await date.evaluate(timeToPainted, { shows: '.messages-highlighted', act: 'enter' as const })
    await openingMs(page, names.short, '#59 ')
    const id = await idOf(world, names.long)
    await world.server.domain.sendMessages(
      Array.from({ length: news }, (_, i) => ({
        senderId: 'zhouye',
        conversationId: id,
        clientId: null,
        content: { type: 'text' as const, text: `news ${round} ${i}`, mentions: [] },
      })),
    )
    await row(page, names.long)
      .filter({ hasText: `news ${round} ${news - 1}` })
      .waitFor()
    const unread = await openingMs(page, names.long, 'New messages')
    await openingMs(page, names.short, '#59 ')
    await read(world, id)
    // What came later is gone from the end's point of view: the next round looks for the last of it.
    await world.say('zhouye', `#${long - 1} again`, id)
    await read(world, id)
    await row(page, names.long).filter({ hasText: 'again' }).waitFor()
    await page.waitForFunction(
      name =>
        ![...document.querySelectorAll('[role="option"]')].some(
          option => option.textContent?.includes(name) && option.getAttribute('aria-label')?.includes('unread'),
        ),
      names.long,
    )
    if (round === 0) continue
    times.short.push(short)
    times.end.push(end)
    times.unread.push(unread)
    times.date.push(at)
  }
  const baseline = median(times.short)
  const messages = long.toLocaleString('en')
  for (const [what, found] of [
    ['at its end', times.end],
    ['at the first unread message', times.unread],
    ['at a date', times.date],
  ] as const) {
    const value = median(found)
    const name = `opening a group of ${messages} messages ${what}`
    report({ name, unit: 'ms', ...against(value, baseline) })
  }
}

async function idOf(world: World, name: string): Promise<string> {
  const { id } = await world.server.domain.write('workspace', w =>
    w.db.selectFrom('conversations').select('id').where('name', '=', name).executeTakeFirstOrThrow(),
  )
  return id
}

async function measureScrolling(report: Report, page: Page, pictures: number): Promise<void> {
  await openingMs(page, names.pictures, `#${pictures - 1} `)
  const { found, empty } = await scrollAgainstEmpty(page, { step, frameMs, scrollMs })
  const of = `${pictures.toLocaleString('en')} messages with ${Math.round(pictures / pictureEach).toLocaleString('en')} pictures`
  report({
    name: `scrolling up through ${of} for up to four minutes: frames over 16.7 ms`,
    value: found.lateShare,
    unit: '%',
    baseline: empty.lateShare,
    ratio: null,
    goal: null,
    ok: null,
  })
  report({
    name: 'the longest frame while scrolling up through pictures',
    value: found.longest,
    unit: 'ms',
    baseline: empty.longest,
    ratio: null,
    goal: null,
    ok: null,
  })
}
