import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { type LaunchOptions, launch, type StandinApplication } from './index.ts'

const fixture = join(import.meta.dirname, 'fixtures/basic')
const running = new Set<StandinApplication>()
const folders = new Set<string>()

/** A temporary folder that is removed after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standin-test-'))
  folders.add(folder)
  return folder
}

/** Starts the fixture app with a fresh profile; it is stopped after the test. */
export async function start(options: Partial<LaunchOptions> = {}): Promise<StandinApplication> {
  const app = await launch({ main: fixture, userDataDir: options.userDataDir ?? freshFolder(), ...options })
  running.add(app)
  return app
}

/** Starts the fixture app and waits for its page. */
export async function startWithPage(options: Partial<LaunchOptions> = {}) {
  const app = await start(options)
  const page = await app.firstWindow()
  await page.waitForFunction(() => 'fromScript' in window)
  return { app, page }
}

/** Stops every app that was started, and removes the folders. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(app => app.kill()))
  running.clear()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.clear()
}

/** Runs `endAll` after each test of a file or group. */
export function cleanUp(): void {
  afterEach(endAll)
}

/** The API that the fixture's preload exposes. */
export interface FixtureApi {
  echo(...args: unknown[]): Promise<unknown[]>
  who(): Promise<{
    url: string
    origin: string
    isTop: boolean
    parentUrl?: string
    routingId: number
    contents: number
  }>
  fail(): Promise<never>
  missing(): Promise<never>
  add(one: number, two: number): number
  throws(): never
  nested: { platform: string; argv: string[]; refusesFs: boolean; list: unknown[] }
  answers(count: number, callback: (value: number) => void): () => number
  callLater(callback: (word: string) => string): Promise<string>
}

declare global {
  var api: FixtureApi
}
