import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { createBridge, mainWorld } from '../page/bridge.ts'
import { permissionHooks } from '../page/permissions.ts'
import { type PreloadConfig, preloadWorld } from '../page/preload.ts'
import { runtime } from './runtime.ts'
import { createWire } from './wire.ts'

/** The scripts for every document of one page, and the names by which main reaches them. */
export interface PageScripts {
  world: string
  binding: string
  receiver: string
  /** For the page's own world; must be registered before `isolated`. */
  main: string
  /** For the preload's world. */
  isolated: string
  /** Preloads that could not be read or parsed. */
  failures: { path: string; error: Error }[]
}

/**
 * Builds the scripts. Names are random for each page, so that no page can guess them.
 * @param files the preload files, read now, as Electron reads them at each load.
 */
export function buildScripts(files: string[], subFrames: boolean, extraArgv: string[]): PageScripts {
  const key = randomUUID().replaceAll('-', '')
  const greeting = `standin-${randomUUID()}`
  const failures: PageScripts['failures'] = []
  const bodies: string[] = []
  for (const path of files) {
    try {
      const body = `(function (require, process, module, exports, global) {\n${readFileSync(path, 'utf8')}\n})`
      new vm.Script(body, { filename: path, lineOffset: -1 })
      bodies.push(`[${JSON.stringify(path)}, ${body}]`)
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause))
      failures.push({ path, error })
    }
  }
  const config: PreloadConfig = {
    binding: `binding_${key}`,
    receiver: `receive_${key}`,
    greeting,
    platform: runtime.options.platform,
    arch: process.arch,
    argv: [process.execPath, '--type=renderer', ...extraArgv],
    versions: Object.fromEntries(Object.entries(process.versions).map(([name, value]) => [name, String(value)])),
    env: { NODE_ENV: process.env.NODE_ENV ?? '' },
  }
  const guard = subFrames ? '' : 'if (window.top !== window) return;'
  return {
    world: `preload_${key}`,
    binding: config.binding,
    receiver: config.receiver,
    main: `(() => { ${guard} (${mainWorld})(${JSON.stringify(greeting)}, ${createBridge}, ${permissionHooks}) })()`,
    isolated: `(() => { ${guard} (${preloadWorld})(${JSON.stringify(config)}, (${createWire})(), ${createBridge}, [${bodies.join(',\n')}]) })()`,
    failures,
  }
}
