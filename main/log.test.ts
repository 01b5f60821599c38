import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withoutPrivate } from './log.ts'

test('a line holds neither JSON that an error quotes nor the folder with the name of the user, and is cut', () => {
  const message = (text: string): string => {
    try {
      return String(JSON.parse(text))
    } catch (error) {
      return String(error)
    }
  }
  for (const secret of ['{"text":geheim}', 'geheim "geheim" \\ geheim geheim', 'geheim'])
    for (const line of [message(secret), JSON.stringify({ error: message(secret) })])
      expect(withoutPrivate(line)).not.toContain('heim')
  expect(withoutPrivate('a "b" is fine', '/home/lin')).toBe('a "b" is fine')
  expect(withoutPrivate('at /home/lin/app/x.js', '/home/lin')).toBe('at ~/app/x.js')
  expect(withoutPrivate(JSON.stringify({ at: 'C:\\Users\\lin\\x' }), 'C:\\Users\\lin')).toBe('{"at":"~\\\\x"}')
  expect(withoutPrivate('x'.repeat(10_000)).length).toBeLessThan(5_000)
})

test('a terminal that was closed does not end the process, and the log file has what was said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-log-'))
  try {
    const path = join(folder, 'main.log')
    const program = `
      const { log, logTo } = await import(${JSON.stringify(new URL('./log.ts', import.meta.url).href)})
      log('before')
      logTo(${JSON.stringify(path)})
      process.stdin.on('end', () => {
        for (let i = 0; i < 3; i++) log('line ' + i)
        setImmediate(() => setImmediate(() => process.exit(7)))
      })
      process.stdin.resume()
      console.log('ready')`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    child.stderr.destroy()
    child.stdin.end()
    const [code] = await once(child, 'exit')
    expect(code).toBe(7)
    expect(readFileSync(path, 'utf8')).toMatch(/before\n.* line 0\n.* line 1\n.* line 2\n$/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
