import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { ensureChromium, findChromium, root, say } from './bootstrap.mjs'

/*
 * Opens the client: on Electron where its binary can be had, else on the stand-in in Chromium. Without --server a
 * workspace with the demo company runs on this machine for as long as the client does.
 */

const usage = `npm start -- [options]
  --server wss://…     use this workspace instead of the demo
  --screenshot FILE    save what the window shows as a PNG, and end
  --headless           open no window
  --host electron|standin
  --data DIR           where the demo workspace and the client's profile lie (default: data/)
  --help`

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    screenshot: { type: 'string' },
    headless: { type: 'boolean', default: false },
    host: { type: 'string' },
    data: { type: 'string', default: join(root, 'data') },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}

const children: ChildProcess[] = []
let ending = false

/** Ends everything that was started; the client first, so that its last writes reach the server. */
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

/** Starts the workspace with the demo company and resolves with its description, as JSON. */
function startDemo(data: string): Promise<string> {
  say('starting the demo workspace')
  const server = spawn(
    process.execPath,
    [
      join(root, 'server/bin/lianqun-server.js'),
      '--data',
      join(data, 'demo'),
      '--port',
      '8440',
      '--any-port',
      '--demo',
      '--apps',
      join(root, 'out/apps'),
      '--log-level',
      'warn',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
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

/** Electron's executable, fetched if need be; null where it cannot be had. */
function findElectron(): string | null {
  const folder = join(root, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  const binary = (): string | null => {
    if (!existsSync(pathFile)) return null
    const file = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
    return existsSync(file) ? file : null
  }
  const found = binary()
  if (found !== null) return found
  say('fetching Electron')
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 300_000 })
  return binary()
}

async function main(): Promise<void> {
  const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  const headless = values.headless || !display
  const profile = join(
    values.data,
    'profiles',
    values.server === undefined ? 'demo' : values.server.replace(/[^A-Za-z0-9.-]+/g, '_'),
  )
  mkdirSync(profile, { recursive: true })

  const env: NodeJS.ProcessEnv = { ...process.env }
  const args = [root, `--user-data-dir=${profile}`]
  if (values.server === undefined) env.LIANQUN_DEMO = await startDemo(values.data)
  else args.push(`--workspace=${values.server}`)
  if (values.screenshot !== undefined) args.push(`--screenshot=${values.screenshot}`)

  const wanted = values.host ?? (headless ? 'standin' : 'any')
  const electron = wanted === 'standin' ? null : findElectron()
  let client: ChildProcess
  if (electron !== null) {
    say('opening the client on Electron')
    client = spawn(electron, args, { stdio: 'inherit', env, detached: process.platform !== 'win32' })
  } else {
    if (wanted === 'electron') throw new Error('Electron could not be fetched')
    const chromium = findChromium() ?? ensureChromium()
    const where = headless ? 'without a window (no display)' : 'in a Chromium window'
    say(
      `${wanted === 'standin' ? '' : 'Electron cannot be fetched here: '}opening the client on the stand-in, ${where}`,
    )
    const standin = join(root, 'electron-standin/bin/electron-standin.js')
    client = spawn(process.execPath, [standin, headless ? '--headless' : '--headed', ...args], {
      stdio: 'inherit',
      env: { ...env, LIANQUN_CHROMIUM: chromium },
      detached: true,
    })
  }
  children.unshift(client)
  say('running; Ctrl+C ends it')
  client.once('exit', code => end(code ?? 0))
}

main().catch(error => {
  say(error instanceof Error ? error.message : String(error))
  end(1)
})
