import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { guard } from './guard.ts'
import { freePort } from './ports.ts'
import { findNats } from './programs.ts'

/** A private NATS server. */
export interface TestNats {
  readonly port: number
  /** `nats://127.0.0.1:port` */
  readonly url: string
  /** Sends a signal; waits for the end of the server when the signal ends it. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on its port. Resolves when it accepts connections. */
  restart(): Promise<void>
  stop(): Promise<void>
  log(): string
}

/**
 * Starts a private NATS server on a free port of 127.0.0.1. `config` is text of its configuration file:
 * `max_payload: 1KB`. It ends with this process at the latest. Throws when there is none on this machine (`findNats`).
 */
export async function startNats(config = ''): Promise<TestNats> {
  const found = findNats()
  if (!found) throw new Error('NATS is not on this machine: nats-server was not found')
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-nats-'))
  const cleaner = guard(folder, 'KILL')
  const logFile = join(folder, 'log')
  const configFile = join(folder, 'nats.conf')
  writeFileSync(configFile, config)
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '')
  let port = 0
  let server: ChildProcess | null = null

  /** Returns whether it came to accept connections; false when it ended before. */
  async function open(): Promise<boolean> {
    const output = openSync(logFile, 'a')
    const started = spawn(found?.file ?? '', ['-c', configFile, '-a', '127.0.0.1', '-p', String(port)], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    started.unref()
    server = started
    cleaner.watch(started.pid ?? null)
    let running = true
    started.once('error', () => {
      running = false
    })
    started.once('exit', () => {
      running = false
      cleaner.watch(null)
    })
    while (running) {
      if (await answers(port)) return true
      await wait(20)
    }
    return false
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    server.ref()
    const ended = once(server, 'exit')
    server.kill('SIGCONT')
    server.kill(signal)
    await ended
  }

  for (let attempt = 1; ; attempt++) {
    port = await freePort()
    if (await open()) break
    if (attempt < 5) continue
    const text = log()
    await cleaner.end()
    throw new Error(`nats-server did not start:\n${text}`)
  }
  return {
    port,
    url: `nats://127.0.0.1:${port}`,
    async kill(signal) {
      if (signal === 'SIGSTOP' || signal === 'SIGCONT' || signal === 'SIGHUP') server?.kill(signal)
      else await end(signal)
    },
    async restart() {
      await end('SIGTERM')
      if (!(await open())) throw new Error(`nats-server did not start again:\n${log()}`)
    },
    async stop() {
      await end('SIGTERM')
      await cleaner.end()
    },
    log,
  }
}

/** Whether a NATS server greets there. */
function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', data => {
      socket.destroy()
      resolve(data.toString().startsWith('INFO '))
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}
