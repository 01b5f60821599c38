import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/lianqun-server.js', import.meta.url))

/** A server in a process of its own. */
export interface SpawnedServer {
  child: ChildProcess
  /** `http://127.0.0.1:port` */
  base: string
  /** It has ended. */
  ended: Promise<void>
}

const running = new Set<SpawnedServer>()

/** Kills what a test started and did not end, as one does that fails. */
export async function killSpawned(): Promise<void> {
  for (const { child, ended } of running) {
    child.kill('SIGKILL')
    await ended
  }
}

/** Starts the server as an operator does, on any port. @throws when it ends before it listens */
export function spawnServer(args: readonly string[], env: NodeJS.ProcessEnv): Promise<SpawnedServer> {
  const child = spawn(process.execPath, [bin, '--port', '0', '--log-level', 'silent', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()))
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout.on('data', data => {
      out += String(data)
      const base = /^listening ws(:\S+)$/m.exec(out)?.[1]
      if (base === undefined) return
      const server = { child, base: `http${base}`, ended }
      running.add(server)
      void ended.then(() => running.delete(server))
      resolve(server)
    })
    child.on('close', () => reject(new Error('it ended before it listened')))
  })
}
