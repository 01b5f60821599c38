import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LianqunBridge } from '../preload/bridge/index.ts'
import { type ClientApp, openSignedIn } from './app.ts'
import { closeServers, serve } from './counting-server.ts'
import { composer, section } from './locators.ts'
import { World } from './world.ts'

/* Mini-apps in the running client: the bundled ones, and what they may do in it. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  await app.kill()
  await closeServers()
  await world.close()
})

async function start(): Promise<void> {
  app = await openSignedIn(world)
  page = app.page
  await section(page, 'Workbench').click()
}

async function openMiniApp(name: RegExp, part: string): Promise<Page> {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('button', { name: 'Allow and open' }).click()
  return app.guest(part)
}

test('the bundled apps open with their context, isolated from each other', async () => {
  await start()
  const announcements = await openMiniApp(/^Announcements/, '/apps/announcements/')
  await announcements.getByText('No announcements yet').waitFor()
  const reach = await announcements.evaluate(async () => {
    const { lianqunBridge: bridge, ...own } = window as unknown as {
      lianqunBridge: LianqunBridge
      [name: string]: unknown
    }
    localStorage.setItem('secret', 'of announcements')
    return {
      node: [typeof own.require, typeof own.process, typeof own.desktop],
      context: await bridge.invoke('context.get', {}),
      undeclared: await bridge.invoke('conversation.open', { userId: 'zhouye' }),
      unknown: await bridge.invoke('desktop:call' as 'context.get', {}),
    }
  })
  expect(reach.node).toEqual(['undefined', 'undefined', 'undefined'])
  const known = { appId: 'announcements', user: { id: 'chenyu' }, language: 'en' }
  expect(reach.context).toMatchObject({ ok: true, value: known })
  expect(reach.undeclared).toMatchObject({ ok: false, error: { code: 'not_declared' } })
  expect(reach.unknown).toMatchObject({ ok: false, error: { code: 'unknown_call' } })

  await page.getByRole('tab', { name: 'Home' }).click()
  const lookup = await openMiniApp(/^Directory lookup/, '/apps/directory-lookup/')
  await lookup.getByRole('searchbox').or(lookup.getByRole('textbox')).first().fill('zhouye')
  await lookup.getByText('Ye Zhou').first().waitFor()
  expect(await lookup.evaluate(() => localStorage.getItem('secret'))).toBeNull()
  // Where a platform tells the end of a composition before its key, that key chooses nobody.
  const chosen = lookup.locator('[aria-current="true"]')
  await lookup.getByRole('textbox').focus()
  await lookup.evaluate(() => {
    const { activeElement: input } = document
    input?.dispatchEvent(new Event('compositionend', { bubbles: true }))
    input?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  })
  await lookup.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)))
  expect(await chosen.count()).toBe(0)
  await lookup.getByRole('textbox').press('Enter')
  await chosen.waitFor()
})

test('an app may navigate the client on a user’s click, and closes when its permissions are revoked', async () => {
  const own = await serve(
    () => `<!doctype html><title>Guide</title><button onclick="go()">To the group</button>
      <script>const go = () => lianqunBridge.invoke('conversation.open', { conversationId: 'launch' })</script>`,
  )
  const guide = { id: 'guide', name: '向导', latinName: 'Guide', startUrl: `${own.origin}/` }
  await world.server.domain.createApp({ ...guide, permissions: ['conversation.open'] })
  await start()
  const guest = await openMiniApp(/^Guide/, own.origin)
  await guest.getByRole('button').waitFor()
  const unasked = await guest.evaluate(() =>
    (window as unknown as { lianqunBridge: LianqunBridge }).lianqunBridge.invoke('conversation.open', {
      conversationId: 'launch',
    }),
  )
  expect(unasked).toMatchObject({ ok: false, error: { code: 'failed' } })
  await guest.getByRole('button').click()
  await composer(page).waitFor()

  await section(page, 'Workbench').click()
  await page.getByRole('button', { name: 'Permissions' }).click()
  const closed = guest.waitForEvent('close')
  await page.getByRole('button', { name: 'Revoke access' }).click()
  await closed
  await page.getByRole('button', { name: 'Allow and open' }).click()
  const again = await app.guest(own.origin)
  await again.getByRole('button').waitFor()
  await again.evaluate(() => window.close()).catch(() => {})
  await page.getByRole('tab', { name: /Guide/ }).waitFor({ state: 'detached' })
  expect(app.page.isClosed()).toBe(false)
})
