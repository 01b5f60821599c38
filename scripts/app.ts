import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { languageOfLocale } from '../common/language.ts'
import { ensureChromium, root, say } from './bootstrap.mjs'
import { environmentOf, findElectron, restrictsSandbox, whyItEnded } from './electron-binary.ts'

/*
 * Opens the client: on Electron if its binary can be installed, else on the stand-in in Chromium. Without --server a
 * workspace with the demo company runs on this machine while the client runs.
 */

const usage = `npm start -- [options]
  --server wss://…     use this workspace instead of the demo
  --screenshot FILE    save what the window shows as a PNG, and end
  --headless           open no window
  --host electron|standin
  --language zh|en     the demo company (default: that of the system's language)
  --data DIR           where the demo workspace and the client's profile lie (default: data/)
  --help`

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    screenshot: { type: 'string' },
    headless: { type: 'boolean', default: false },
    host: { type: 'string' },
    language: { type: 'string' },
    data: { type: 'string', default: join(root, 'data') },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}

/** Own process groups, so that Ctrl+C reaches only this script, which stops all in order. Not on Windows. */
const detached = process.platform !== 'win32'
const children: ChildProcess[] = []
let ending = false

/** Stops all children; the client first, so that its last writes reach the server. */
function end(code: number): void {
  if (ending) return
  ending = true
  const alive = children.filter(child => child.exitCode === null && child.signalCode === null)
  if (alive.length === 0) process.exit(code)
  let left = alive.length
  for (const child of alive) {
    child.once('exit', () => {
      if (--left === 0) process.exit(code)
    })
    child.kill('SIGTERM')
  }
  setTimeout(() => {
    for (const child of alive) child.kill('SIGKILL')
    process.exit(code)
  }, 8_000).unref()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))

/** Each language has a demo company, a folder and a profile of its own. */
const language = languageOfLocale(values.language ?? Intl.DateTimeFormat().resolvedOptions().locale)
const demoFolder = language === 'zh' ? 'demo' : 'demo-en'

/** Starts the workspace with the demo company and resolves with its description, as JSON. */
function startDemo(data: string): Promise<string> {
  say('starting the demo workspace')
  const server = spawn(
    process.execPath,
    [
      join(root, 'server/bin/lianqun-server.js'),
      '--data',
      join(data, demoFolder),
      '--port',
      '8440',
      '--any-port',
      '--demo',
      '--demo-language',
      language,
      '--apps',
      join(root, 'out/apps'),
      '--log-level',
      'warn',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached,
      windowsHide: true,
    },
  )
  children.push(server)
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', line => {
      if (line.startsWith('demo ')) resolve(line.slice('demo '.length))
      else say(line)
    })
    server.once('exit', code => {
      reject(new Error(`the demo workspace ended with code ${code}`))
      if (!ending) end(1)
    })
  })
}

/** An Electron that fails within this time could not start here, for example as root or without its sandbox. */
const startsWithinMs = 10_000

/** Opens the client on Electron; false when it cannot run here. */
async function openOnElectron(electron: string, args: string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  say('opening the client on Electron')
  const client = spawn(electron, args, { stdio: 'inherit', env: environmentOf(env), detached })
  children.unshift(client)
  const failure = await Promise.race([
    new Promise<string | null>(resolve => {
      client.once('error', error => resolve(`Electron cannot be started: ${error.message}`))
      client.once('exit', (code, signal) => {
        const isRoot = process.getuid?.() === 0
        const { platform } = process
        resolve(
          code === 0 ? null : whyItEnded({ code, signal, platform, isRoot, restrictsSandbox: restrictsSandbox() }),
        )
      })
    }),
    new Promise<null>(resolve => setTimeout(resolve, startsWithinMs, null)),
  ])
  if (failure !== null && !ending) {
    children.splice(children.indexOf(client), 1)
    say(failure)
    return false
  }
  follow(client)
  return true
}

function follow(client: ChildProcess): void {
  if (client.exitCode !== null || client.signalCode !== null) end(client.exitCode ?? 0)
  else client.once('exit', code => end(code ?? 0))
}

async function main(): Promise<void> {
  const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  const headless = values.headless || !display
  const profile = join(
    values.data,
    'profiles',
    values.server === undefined ? demoFolder : values.server.replace(/[^A-Za-z0-9.-]+/g, '_'),
  )
  mkdirSync(profile, { recursive: true })

  const env: NodeJS.ProcessEnv = { ...process.env }
  const args = [root, `--user-data-dir=${profile}`]
  if (values.server === undefined) env.LIANQUN_DEMO = await startDemo(values.data)
  else args.push(`--workspace=${values.server}`)
  if (values.screenshot !== undefined) args.push(`--screenshot=${values.screenshot}`)

  const wanted = values.host ?? (headless ? 'standin' : 'any')
  const electron =
    wanted === 'standin'
      ? null
      : await findElectron({
          folder: join(root, 'node_modules/electron'),
          failed: join(root, 'node_modules/.lianqun-no-electron'),
          insist: wanted === 'electron',
          env: process.env,
          platform: process.platform,
          say,
        })
  if (electron !== null && (await openOnElectron(electron, args, env))) return
  if (wanted === 'electron') throw new Error('the client could not be opened on Electron')
  const chromium = ensureChromium()
  const where = headless ? 'without a window (no display)' : 'in a Chromium window'
  say(`opening the client on the stand-in, ${where}`)
  const standin = join(root, 'electron-standin/bin/electron-standin.js')
  const client = spawn(process.execPath, [standin, headless ? '--headless' : '--headed', ...args], {
    stdio: 'inherit',
    env: { ...env, LIANQUN_CHROMIUM: chromium },
    detached,
    windowsHide: true,
  })
  children.unshift(client)
  say('running; Ctrl+C ends it')
  follow(client)
}

main().catch(error => {
  say(error instanceof Error ? error.message : String(error))
  end(1)
})
