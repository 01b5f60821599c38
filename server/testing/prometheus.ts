import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { guard } from './guard.ts'
import { freePort } from './ports.ts'
import { findPrometheus } from './programs.ts'

/** A private Prometheus or Alertmanager. */
export interface TestProgram {
  /** `127.0.0.1:port` */
  readonly address: string
  stop(): Promise<void>
  log(): string
}

/** Starts a private Alertmanager with this configuration. Throws when there is none on this machine (`findPrometheus`). */
export function startAlertmanager(config: string): Promise<TestProgram> {
  const file = findPrometheus()?.alertmanager
  return start('Alertmanager', file, { 'config.yml': config }, (folder, address) => [
    `--config.file=${join(folder, 'config.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    // No others to agree with.
    '--cluster.listen-address=',
  ])
}

/** Starts a private Prometheus. `files`: `prometheus.yml` and what it names. Throws when there is none on this machine. */
export function startPrometheus(files: { 'prometheus.yml': string; [name: string]: string }): Promise<TestProgram> {
  return start('Prometheus', findPrometheus()?.prometheus, files, (folder, address) => [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
  ])
}

async function start(
  name: string,
  file: string | undefined,
  files: Record<string, string>,
  args: (folder: string, address: string) => string[],
): Promise<TestProgram> {
  if (file === undefined) throw new Error(`${name} is not on this machine`)
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-prometheus-'))
  const cleaner = guard(folder, 'KILL')
  const logFile = join(folder, 'log')
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  for (let attempt = 1; ; attempt++) {
    const address = `127.0.0.1:${await freePort()}`
    const output = openSync(logFile, 'a')
    const program = spawn(file, args(folder, address), {
      cwd: folder,
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    program.unref()
    cleaner.watch(program.pid ?? null)
    let running = true
    const gone = () => {
      running = false
      cleaner.watch(null)
    }
    program.once('error', gone).once('exit', gone)
    while (running) {
      if (await isReady(address))
        return {
          address,
          log,
          async stop() {
            if (running) {
              program.ref()
              const ended = once(program, 'exit')
              program.kill('SIGKILL')
              await ended
            }
            await cleaner.end()
          },
        }
      await wait(50)
    }
    if (attempt < 3) continue
    const text = log()
    await cleaner.end()
    throw new Error(`${name} did not start:\n${text}`)
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`http://${address}/-/ready`)).ok
  } catch {
    return false
  }
}
