import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * Starts the demo workspace in a fresh folder on a free port, for pictures and tests. `demo` describes it, for
 * LIANQUN_DEMO.
 */
export async function startDemo(
  folder: string,
  { language, args = [], env = {} }: { language: 'zh' | 'en'; args?: readonly string[]; env?: NodeJS.ProcessEnv },
): Promise<{ server: ChildProcess; demo: string }> {
  const program = join(import.meta.dirname, '../server/bin/lianqun-server.js')
  const own = ['--data', folder, '--port', '0', '--demo', '--demo-language', language, '--log-level', 'warn']
  const server = spawn(process.execPath, [program, ...own, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const demo = await new Promise<string>((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', line => {
      if (line.startsWith('demo ')) resolve(line.slice('demo '.length))
    })
    server.once('exit', code => reject(new Error(`the demo workspace ended with code ${code}`)))
  })
  return { server, demo }
}
