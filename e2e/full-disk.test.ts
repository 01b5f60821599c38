import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { composer, messageList, open, write } from './locators.ts'
import { group, World } from './world.ts'

/* The disk of the running client fills up, by a file system of its own that is small: only root on Linux can mount one. */

const megabyte = 1_048_576
let world: World
let app: ClientApp | null = null
let disk: string
let mounted = false

beforeEach(async () => {
  world = await World.start()
  disk = join(world.folder, 'profile', 'workspaces')
  mkdirSync(disk, { recursive: true })
  mounted =
    process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'none', disk]).status === 0
})
afterEach(async () => {
  await app?.kill()
  app = null
  if (mounted) spawnSync('umount', ['-l', disk])
  await world.close()
})

/** Leaves not a page of room. */
function fill(): void {
  const file = openSync(join(disk, 'of-others'), 'w')
  for (const size of [megabyte, 4_096]) while (wrote(file, size));
  closeSync(file)
}

function wrote(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

test('a disk that fills up pauses the client with what to do, and once there is room all that was typed is there', async context => {
  if (!mounted) return context.skip('a small file system cannot be mounted here')
  app = await openSignedIn(world)
  const { page } = app
  await open(page, group)
  await write(page, 'sent with room')
  await composer(page).pressSequentially('half a sen')
  fill()
  await page.keyboard.insertText('tence')
  await page.getByRole('heading', { name: 'The disk is full' }).waitFor()
  const again = page.getByRole('button', { name: 'I’ve made space, try again' })
  await again.click()
  await again.waitFor()
  await world.say('zhouye', 'said while it was paused')
  rmSync(join(disk, 'of-others'))
  await again.click()
  await open(page, group)
  await messageList(page).getByText('said while it was paused', { exact: true }).waitFor()
  await expect.poll(() => composer(page).innerText()).toBe('half a sentence')
  await composer(page).click()
  await page.keyboard.press('Enter')
  await messageList(page).getByText('half a sentence', { exact: true }).waitFor()
})
