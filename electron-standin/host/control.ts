import type { Serializable } from 'node:child_process'
import vm from 'node:vm'
import { controls } from '../api/controls.ts'
import electron from '../api/electron.ts'
import { contentsCreated } from '../api/web-contents.ts'
import { recorder } from './recorder.ts'
import { runtime } from './runtime.ts'

/** Messages between the app process and the test that launched it. */
export type FromApp =
  | { type: 'ready'; endpoint: string; chromiumPid: number; profileRoot: string }
  | { type: 'page'; targetId: string; kind: 'window' | 'browserView'; contentsId: number }
  | { type: 'record'; kind: string; entry: unknown }
  | { type: 'result'; id: number; ok: true; value: unknown }
  | { type: 'result'; id: number; ok: false; error: { message: string; stack?: string } }
export interface ToApp {
  type: 'evaluate'
  id: number
  source: string
  arg: unknown
}

/** Opens the channel to the test, if a test launched this process. The app does not see it. */
export function openControl(): void {
  const channel = process.send?.bind(process)
  if (!channel) return
  process.send = undefined
  const post = (message: FromApp) => {
    if (process.connected) channel(message as Serializable)
  }
  process.on('disconnect', () => process.exit(1)) // The test has ended; Chromium ends with this process.
  recorder.on('record', (kind: string, entry: unknown) => post({ type: 'record', kind, entry: cloneable(entry) }))
  contentsCreated.on('opened', (contents, link) => {
    post({ type: 'page', targetId: link.targetId, kind: contents.options.type, contentsId: contents.id })
  })
  runtime.browser
    .then(async browser => {
      post({
        type: 'ready',
        endpoint: await browser.share(),
        chromiumPid: browser.chromiumPid,
        profileRoot: browser.profileRoot,
      })
    })
    .catch(error => console.error('electron-standin: tests cannot reach Chromium:', error))
  process.on('message', (message: ToApp) => {
    evaluate(message).then(
      value => post({ type: 'result', id: message.id, ok: true, value: cloneable(value) }),
      error =>
        post({
          type: 'result',
          id: message.id,
          ok: false,
          error: { message: String(error?.message ?? error), stack: error?.stack },
        }),
    )
  })
}

async function evaluate({ source, arg }: ToApp): Promise<unknown> {
  const run: unknown = vm.runInThisContext(`(${source})`)
  if (typeof run !== 'function') throw new TypeError('evaluate takes a function.')
  return run({ ...electron, standin: controls }, arg)
}

/** A value that cannot be cloned must not break the channel: sends it as JSON, or undefined, as Playwright does. */
function cloneable(value: unknown): unknown {
  for (const copy of [structuredClone, (whole: unknown) => JSON.parse(JSON.stringify(whole) ?? 'null')]) {
    try {
      return copy(value)
    } catch {
      // Try the next way.
    }
  }
  return undefined
}
