import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOptions } from './cli-options.ts'
import { fileOption, serverOptions } from './command-line.ts'
import { withConfig } from './config-file.ts'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lianqun-config-'))
  file = join(dir, 'lianqun.json')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (value: unknown, mode = 0o600) => {
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  chmodSync(file, mode)
}
const options = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const configured = withConfig(args, env)
  return readOptions(configured.args, configured.env)
}

test('an argument counts before a variable, a variable before the file', () => {
  write({ port: 1, host: 'file', data: 'file', 'log-level': 'warn' })
  const given = options(['--config', file, '--port', '3'], { LIANQUN_PORT: '2', LIANQUN_HOST: 'variable' })
  expect(given).toMatchObject({ port: 3, host: 'variable', dataDir: 'file', logLevel: 'warn' })
  expect(options([`--config=${file}`])).toMatchObject({ port: 1, host: 'file' })
  expect(options([], { LIANQUN_CONFIG: file })).toMatchObject({ port: 1 })
  expect(options(['--config', file], { LIANQUN_CONFIG: join(dir, 'none') })).toMatchObject({ port: 1 })
  expect(options([])).toMatchObject({ port: 8440 })
})

test('each option is read as its argument would be', () => {
  write({
    database: 'postgres://u@db/x',
    bus: ['nats://a:4222', 'nats://b:4222'],
    role: ['jobs', 'gateway'],
    'max-file-mb': 5,
    'blocked-types': 'exe,video/*',
    'trust-proxy': ['10.0.0.1', '10.1.0.0/16'],
    'link-previews': 'off',
    metrics: '127.0.0.1:9464',
    otel: 'http://127.0.0.1:4318',
  })
  expect(options(['--config', file])).toMatchObject({
    database: 'postgres://u@db/x',
    bus: 'nats://a:4222,nats://b:4222',
    roles: ['gateway', 'jobs'],
    limits: { fileBytes: 5 * 1_048_576 },
    blockedTypes: ['exe', 'video/*'],
    trustProxy: ['10.0.0.1', '10.1.0.0/16'],
    linkPreviews: false,
    metrics: { host: '127.0.0.1', port: 9464 },
    tracing: { url: 'http://127.0.0.1:4318/v1/traces' },
  })
  expect(withConfig(['doctor', '--config', file, '--data', 'x'], {}).args).toEqual(['doctor', '--data', 'x'])
})

test('the README lists the options with their variables, which all but --config may be in the file', () => {
  const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
  const rows = [...readme.matchAll(/^\| `--([a-z-]+) [^|]*\| `([A-Z_]+)` *\|/gm)].map(([, name, variable]) => ({
    name,
    variable,
  }))
  const options = Object.keys(serverOptions).flatMap(name => {
    const variable = name === 'config' ? 'LIANQUN_CONFIG' : fileOption(name)?.variable
    return variable === undefined ? [] : [{ name, variable }]
  })
  const byName = (a: { name?: string }, b: { name?: string }) => String(a.name).localeCompare(String(b.name))
  expect(rows.sort(byName)).toEqual(options.sort(byName))
})

test('a wrong name, a wrong kind and a broken file are said with the file and the key', () => {
  const refused = (value: unknown) => {
    write(value)
    try {
      options(['--config', file])
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
    return 'nothing is wrong'
  }
  expect(refused({ prot: 1 })).toContain(`${file} names "prot"`)
  expect(refused({ 'new-epoch': true })).toContain('"new-epoch"')
  expect(refused({ toString: 'x' })).toContain('"toString"')
  expect(refused({ port: '8440' })).toBe(`${file}: "port" must be a number.`)
  expect(refused({ host: 1 })).toBe(`${file}: "host" must be a text.`)
  expect(refused({ host: ['a'] })).toBe(`${file}: "host" must be a text.`)
  expect(refused({ role: [1] })).toContain('"role" must be a text, or a list of texts, such as ["gateway"')
  expect(refused({ role: ['cook'] })).toContain('"cook"')
  expect(refused({ port: 1.5 })).toContain('port')
  for (const text of ['[]', 'null', '7', '"x"']) expect(refused(text)).toContain('must hold an object')
  const broken = refused('{"database": "postgres://u:secret@db/x"')
  expect(broken).toContain(`${file} of --config is no JSON`)
  expect(broken).not.toContain('secret')
  rmSync(file)
  expect(() => options(['--config', file])).toThrow(/cannot be read/)
  expect(() => options(['--config'])).toThrow(/--config/)
  expect(() => options(['--config', '--port'])).toThrow(/--config/)
})

test.skipIf(process.platform === 'win32')('a password that others may read is warned of', () => {
  const warnings = () => withConfig(['--config', file], {}).warnings
  const secret = { database: 'postgres://u:secret@db/x', port: 1 }
  write(secret, 0o640)
  expect(warnings()).toEqual([expect.stringMatching(/"database" has a password: chmod 600/)])
  expect(JSON.stringify(warnings())).not.toContain('secret@')
  write(secret, 0o600)
  expect(warnings()).toEqual([])
  write({ database: 'postgres://u@db/x' }, 0o644)
  expect(warnings()).toEqual([])
})
