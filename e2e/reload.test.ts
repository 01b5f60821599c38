import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { CallName, Desktop } from '../preload/contract/index.ts'
import { openApp, signIn } from './app.ts'
import { row } from './locators.ts'
import { ReplayServer } from './replay-server.ts'

/* The window's page is reloaded during its calls: the new page must not get the old one's answers. */

const calls = 100

/** Makes many calls of one name, so that the ids of two documents overlap; returns their results. */
function callOften(page: Page, name: CallName, args: unknown): Promise<unknown[]> {
  return page.evaluate(
    ([name, args, calls]) => {
      const { desktop } = window as unknown as { desktop: Desktop }
      return Promise.all(Array.from({ length: calls }, () => desktop.call(name, args as never)))
    },
    [name, args, calls] as const,
  )
}

test('the calls of a reloaded page get their own answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-reload-'))
  const server = await ReplayServer.start('future-frames.json')
  const app = await openApp({ profile: join(folder, 'profile') })
  try {
    const { page } = app
    page.setDefaultTimeout(10_000)
    await signIn(page, server.url, 'chenyu')
    await row(page, '未来群').waitFor()
    const asked = (method: string) => server.asked.filter(request => request.method === method).length
    const answerOld = server.hold('device.list')
    const answerNew = server.hold('conversation.receipts')

    // The page is gone before the answers come.
    void callOften(page, 'devices.list', {}).catch(() => {})
    await expect.poll(() => asked('device.list')).toBe(calls)
    await page.reload()
    await row(page, '未来群').waitFor()
    const outcomes = callOften(page, 'conversations.receipts', { id: 'c_future' })
    await expect.poll(() => asked('conversation.receipts')).toBe(calls)
    answerOld({ devices: [] })
    // Wait until main has forwarded the old answers, before the new ones come.
    await new Promise(resolve => setTimeout(resolve, 300))
    const receipts = [{ userId: 'zhouye', readSeq: 3 }]
    answerNew({ conversationId: 'c_future', receipts })
    expect(await outcomes).toEqual(Array.from({ length: calls }, () => ({ ok: true, value: receipts })))
  } finally {
    await app.kill()
    await server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
})
