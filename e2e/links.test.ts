import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { composer, messageList, open, toLatest } from './locators.ts'
import { group, World } from './world.ts'

/* The preview of a link: it comes after the message, opens the page, and the sender takes it away, also offline. */

let site: Server
let world: World
let app: ClientApp
let page: Page
let port: number

beforeEach(async () => {
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0e7464' } })
    .png()
    .toBuffer()
  site = createServer((request, response) => {
    if (request.url === '/hero.png') response.setHeader('content-type', 'image/png').end(picture)
    else
      response.setHeader('content-type', 'text/html').end(
        `<meta charset="utf-8"><title>Air 2 发布页</title><meta property="og:image" content="/hero.png">
         <meta property="og:site_name" content="青屿文档"><meta name="description" content="23 处修改，剩 2 处待确认">`,
      )
  })
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  port = (site.address() as AddressInfo).port
  world = await World.start({
    linkPreviews: {
      hosts: [`doc.qingyu.example:${port}`],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    },
  })
  app = await openSignedIn(world)
  page = app.page
  await open(page, group)
  await toLatest(page)
})
afterEach(async () => {
  await app.kill()
  await world.close()
  site.closeAllConnections()
  await new Promise(resolve => site.close(resolve))
})

const card = () => page.getByRole('link', { name: /^Open Air 2 发布页 at doc\.qingyu\.example/ })

test('the preview of a link comes by itself, with its picture; the sender takes it away, also offline', async () => {
  await composer(page).first().click()
  await page.keyboard.type(`首页改好了 http://doc.qingyu.example:${port}/air-2`)
  await page.keyboard.press('Enter')
  await card().waitFor()
  expect(await card().innerText()).toContain('23 处修改')
  expect(await card().innerText()).toContain('青屿文档')
  await card()
    .locator('img')
    .evaluate(async image => {
      if (image instanceof HTMLImageElement) await image.decode()
    })

  await world.unplug()
  await messageList(page)
    .getByRole('article')
    .last()
    .click({ button: 'right', position: { x: 200, y: 20 } })
  await page.getByRole('menuitem', { name: 'Remove link preview' }).click()
  await card().waitFor({ state: 'detached' })
  await world.back()
  await page.reload()
  await open(page, group)
  await messageList(page).getByText('首页改好了').waitFor()
  await expect.poll(() => card().count()).toBe(0)
})
