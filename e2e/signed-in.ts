import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach } from 'vitest'
import { type ClientApp, openApp, openSignedIn } from './app.ts'
import { World } from './world.ts'

/* What the test that runs has: a world, and a client on it into which Chen Yu is signed in. Both are fresh in each test. */

export let world: World
export let app: ClientApp
export let page: Page

/**
 * Gives each test of the file its world and its client. `begin` prepares what all of them begin with. `timeoutMs`: of
 * each step on the page.
 */
export function signedInForEach(
  begin: () => Promise<void> = async () => {},
  options: { timeoutMs?: number } = {},
): void {
  beforeEach(async () => {
    world = await World.start()
    app = await openSignedIn(world, options)
    page = app.page
    await begin()
  })
  afterEach(async () => {
    await app.kill()
    await world.close()
  })
}

/** Starts the client again with the profile of the one that has ended. */
export async function reopen(): Promise<void> {
  app = await openApp({ profile: join(world.folder, 'profile') })
  page = app.page
  page.setDefaultTimeout(15_000)
}
