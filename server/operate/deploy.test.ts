import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAllDocuments, parse as parseYaml } from 'yaml'
import { type CliOptions, readOptions } from '../cli-options.ts'
import { type ServerLimits, startServer, type WorkspaceServer } from '../index.ts'
import { defaultLimits } from '../options.ts'
import { openS3Blobs } from '../storage/s3-blobs.ts'
import { isOperatorCommand } from './commands.ts'

/* What the files of `deploy/` say of the server is compared with the server itself. */

const root = join(import.meta.dirname, '..', '..')
const text = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8')

/** The parts of the files that are read here. */
interface Container {
  image: string
  command?: string[]
  args?: string[]
  env?: { name: string; value?: string; valueFrom?: object }[]
  envFrom?: { configMapRef: { name: string } }[]
  ports?: { name?: string; containerPort: number }[]
  lifecycle?: { preStop: { exec: { command: string[] } } }
  [probe: `${string}Probe`]: { httpGet?: { path: string; port: string }; timeoutSeconds?: number }
}
interface Resource {
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  data?: Record<string, string>
  spec: {
    replicas?: number
    selector?: Record<string, unknown>
    ports?: { targetPort?: string | number; port: number }[]
    template: {
      metadata: { labels: object }
      spec: { containers: Container[]; terminationGracePeriodSeconds?: number }
    }
  }
}
interface Service {
  image: string
  build?: { context: string; dockerfile: string }
  command?: string[]
  environment?: Record<string, string>
  stop_grace_period?: string
  ulimits?: { nofile: number }
}

const compose = parseYaml(text('compose/compose.yaml'), { merge: true }) as { services: Record<string, Service> }
const resources = (path: string): Resource[] =>
  parseAllDocuments(text(path)).map(document => {
    expect(document.errors, path).toEqual([])
    return document.toJS() as Resource
  })
const [server, storage] = [resources('kubernetes/lianqun.yaml'), resources('kubernetes/storage.yaml')]
const containersOf = (all: Resource[]) => all.flatMap(({ spec }) => spec?.template?.spec.containers ?? [])
const find = (kind: string) => server.find(resource => resource.kind === kind) as Resource

/** The names that the server reads from its environment. */
const known = new Set<string>()
let folder: string
let running: WorkspaceServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-deploy-'))
  running = await startServer({ dataDir: folder, linkPreviews: false, limits: { collectFilesMs: 86_400_000 } })
  const env = (values: Record<string, string>) =>
    new Proxy(values, {
      get(all, name) {
        known.add(String(name))
        return all[String(name)]
      },
    })
  readOptions([], env({ LIANQUN_TRANSLATE_URL: 'https://translate.example.com' }))
  await expect(
    openS3Blobs('s3+http://127.0.0.1:1/none', env({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' })),
  ).rejects.toThrow('cannot be reached')
})
afterAll(async () => {
  await running.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Reads a command line as the server would. Fails for what it does not know. */
function optionsOf(args: readonly string[], env: Record<string, string> = {}): CliOptions {
  for (const name of Object.keys(env)) expect(known, `${name} is read by nothing`).toContain(name)
  // What is filled in by somebody: `${NAME:?…}`.
  const filled = Object.entries(env).map(([name, value]) => [name, value.replace(/\$\{\w+(:\?[^}]*)?\}/g, 'x')])
  return readOptions([...args], Object.fromEntries(filled))
}

/** Seconds that the server may take to stop, without what the database takes. */
const stopSeconds = ({ drainMs, stopMs }: ServerLimits) => (drainMs + stopMs) / 1_000

async function expectPath(path: string): Promise<void> {
  const { status } = await fetch(running.httpUrl + path)
  expect([path, status]).toEqual([path, 200])
}

test('each image has a version, and no file a password', () => {
  const dockerfile = text('Dockerfile')
  const images = [
    ...Object.values(compose.services).map(({ image }) => image),
    ...containersOf([...server, ...storage]).map(({ image }) => image),
    ...[...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? ''),
  ]
  expect(images.length).toBeGreaterThan(12)
  for (const image of images) expect(image).toMatch(/^[\w./-]+:\S*\d+\.\d+|^[\w./-]+:RELEASE\.\d{4}-\d\d-\d\d/)
  for (const { environment = {} } of Object.values(compose.services))
    for (const [name, value] of Object.entries(environment))
      if (/PASSWORD|SECRET|TOKEN/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/)
  for (const { env = [] } of containersOf([...server, ...storage]))
    for (const { name, value } of env)
      if (/PASSWORD|SECRET|TOKEN|DATABASE|BUS/.test(name)) expect(value).toBeUndefined()
  for (const path of ['compose/compose.yaml', 'kubernetes/lianqun.yaml', 'kubernetes/storage.yaml'])
    for (const [, password] of text(path).matchAll(/:\/\/\w+:([^@\s]+)@/g)) expect(password).toMatch(/^(\$\{|<)/)
})

test('the compose file starts the server with options that it has, and gives it time to stop', () => {
  const own = Object.entries(compose.services).filter(([, { build }]) => build !== undefined)
  expect(own.map(([name]) => name)).toEqual(['migrate', 'server-1', 'server-2', 'server-3'])
  for (const [name, { command = [], environment = {}, build, stop_grace_period = '', ulimits }] of own) {
    const [first] = command
    const options = optionsOf(
      first === undefined || !isOperatorCommand(first) ? command : command.slice(1),
      environment,
    )
    expect(first).toBe(name === 'migrate' ? 'migrate' : undefined)
    expect([options.database, options.bus, options.blobs].every(value => value !== undefined)).toBe(true)
    expect(existsSync(join(root, 'deploy/compose', build?.context ?? '', build?.dockerfile ?? ''))).toBe(true)
    expect(Number.parseInt(stop_grace_period, 10)).toBeGreaterThan(stopSeconds(defaultLimits) + 5)
    expect(ulimits?.nofile).toBeGreaterThan(defaultLimits.maxSockets + defaultLimits.maxUnauthenticated)
  }
  const upstreams = [...text('compose/nginx.conf').matchAll(/^ {2}server (\S+):(\d+) resolve;/gm)]
  expect(upstreams.map(([, name]) => name)).toEqual(own.map(([name]) => name).filter(name => name !== 'migrate'))
})

test('the manifest starts the server with options, ports and paths that it has', async () => {
  const { spec } = find('Deployment')
  const { data = {} } = find('ConfigMap')
  const [container] = spec.template.spec.containers
  if (container === undefined) throw new Error('no container')
  expect(spec.replicas).toBe(3)
  const named = Object.fromEntries((container.env ?? []).map(({ name }) => [name, 'x']))
  for (const name of Object.keys({ ...named, ...data })) expect(known, `${name} is read by nothing`).toContain(name)
  const options = optionsOf(container.args ?? [], data)
  const ports = Object.fromEntries((container.ports ?? []).map(({ name, containerPort }) => [name, containerPort]))
  expect(ports).toEqual({ http: options.port, metrics: options.metrics?.port })
  expect([options.host, options.metrics?.host]).toEqual(['0.0.0.0', '0.0.0.0'])
  for (const kind of ['startup', 'liveness', 'readiness'] as const) {
    const { httpGet } = container[`${kind}Probe`] ?? {}
    expect(httpGet?.port).toBe('http')
    await expectPath(httpGet?.path ?? '')
  }
  const pause = Number(container.lifecycle?.preStop.exec.command.at(-1))
  const grace = spec.template.spec.terminationGracePeriodSeconds ?? 0
  expect(grace).toBeGreaterThanOrEqual(pause + stopSeconds(defaultLimits) + 10)
  for (const kind of ['Deployment', 'PodDisruptionBudget'])
    expect(find(kind).spec.selector).toEqual({ matchLabels: spec.template.metadata.labels })
  expect(find('Service').spec.selector).toEqual(spec.template.metadata.labels)
  expect(find('Service').spec.ports?.map(({ targetPort }) => targetPort)).toEqual(['http'])
  const [migrate] = find('Job').spec.template.spec.containers
  expect([migrate?.args?.length, isOperatorCommand(migrate?.args?.[0] ?? '')]).toEqual([1, true])
  expect(migrate?.image).toBe(container.image)
})

test('the image starts the server with options that it has, as nobody of importance', async () => {
  const dockerfile = text('Dockerfile').replaceAll('\\\n', '')
  const [, variables = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? []
  const env = Object.fromEntries(
    [...variables.matchAll(/(LIANQUN_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  )
  const { port, host } = optionsOf([], env)
  expect(host).toBe('0.0.0.0')
  expect(dockerfile).toContain(`\nEXPOSE ${port}\n`)
  const [, at, path = ''] = /http:\/\/127\.0\.0\.1:(\d+)(\/\w+)/.exec(dockerfile) ?? []
  expect(Number(at)).toBe(port)
  await expectPath(path)
  expect(dockerfile).toMatch(/\nUSER (?!root|0)\w+\n/)
  const [, program = ''] = /^ENTRYPOINT \["node", "(.*)"\]$/m.exec(dockerfile) ?? []
  expect(existsSync(join(root, program))).toBe(true)
  const { node } = (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: { node: string } }
  ).devDependencies
  expect(dockerfile.match(/^FROM node:.*$/gm)).toEqual([
    `FROM node:${node}-bookworm-slim AS build`,
    `FROM node:${node}-bookworm-slim`,
  ])
})

test('the unit and the proxies name options, ports and paths that the server has', async () => {
  const unit = text('systemd/lianqun-server.service')
  const [, line = ''] = /^ExecStart=\S+ (.*)$/m.exec(unit) ?? []
  const { port, host } = optionsOf(line.split(' '))
  expect(host).toBe('127.0.0.1')
  const [, names = ''] = /^# ((?:[A-Z_]+, )+[A-Z_]+): readable/m.exec(unit) ?? []
  for (const name of names.split(', ')) expect(known).toContain(name)
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(stopSeconds(defaultLimits) + 5)
  for (const path of ['nginx/lianqun.conf', 'compose/nginx.conf', 'caddy/Caddyfile']) {
    const upstreams = [...text(path).matchAll(/(?:10\.0\.0\.\d+|server-\d):(\d+)/g)].map(([, at]) => Number(at))
    expect([path, upstreams]).toEqual([path, [port, port, port]])
  }
  await expectPath(/health_uri (\S+)/.exec(text('caddy/Caddyfile'))?.[1] ?? '')
  for (const path of ['nginx/lianqun.conf', 'compose/nginx.conf'])
    expect(Number(/proxy_read_timeout (\d+)s/.exec(text(path))?.[1]) * 1_000).toBeGreaterThan(2 * defaultLimits.pingMs)
})

const verifier = '/usr/bin/systemd-analyze'

test.skipIf(!existsSync(verifier))('systemd knows all that the unit says', () => {
  const path = join(folder, 'lianqun-server.service')
  // Neither the program nor the user is on this machine.
  const here = text('systemd/lianqun-server.service')
    .replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`)
    .replace(/^User=.*$/m, 'User=root')
  writeFileSync(path, here)
  const { stderr } = spawnSync(verifier, ['verify', path], { encoding: 'utf8' })
  expect(stderr.split('\n').filter(line => line.includes('lianqun-server'))).toEqual([])
})

test('the files are those that the page lists', () => {
  const page = text('README.md')
  const files = readdirSync(join(root, 'deploy'), { recursive: true, withFileTypes: true }).filter(entry =>
    entry.isFile(),
  )
  for (const { name, parentPath } of files) {
    const path = join(parentPath, name).slice(join(root, 'deploy').length + 1)
    if (path !== 'README.md') expect(page).toContain(`\`${path.replaceAll('\\', '/')}\``)
  }
})
