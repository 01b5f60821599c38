import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { composer, messageList, open, write } from './locators.ts'
import { SmallDisk } from './small-disk.ts'
import { group, World } from './world.ts'

/* The disk of the running client fills up, by a file system of its own that is small: only root on Linux can mount one. */

let world: World
let app: ClientApp | null = null
let disk: SmallDisk

beforeEach(async () => {
  world = await World.start()
  const folder = join(world.folder, 'profile', 'workspaces')
  mkdirSync(folder, { recursive: true })
  disk = new SmallDisk(folder, 24)
})
afterEach(async () => {
  await app?.kill()
  app = null
  disk.unmount()
  await world.close()
})

test('a disk that fills up pauses the client with what to do, and once there is room all that was typed is there', async context => {
  if (!disk.mounted) return context.skip('a small file system cannot be mounted here')
  app = await openSignedIn(world)
  const { page } = app
  await open(page, group)
  await write(page, 'sent with room')
  await composer(page).pressSequentially('half a sen')
  disk.fill()
  await page.keyboard.insertText('tence')
  await page.getByRole('heading', { name: 'The disk is full' }).waitFor()
  const again = page.getByRole('button', { name: 'I’ve made space, try again' })
  await again.click()
  await again.waitFor()
  await world.say('zhouye', 'said while it was paused')
  disk.free()
  await again.click()
  await open(page, group)
  await messageList(page).getByText('said while it was paused', { exact: true }).waitFor()
  await expect.poll(() => composer(page).innerText()).toBe('half a sentence')
  await composer(page).click()
  await page.keyboard.press('Enter')
  await messageList(page).getByText('half a sentence', { exact: true }).waitFor()
})
