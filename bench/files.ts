import { createHash } from 'node:crypto'
import { copyFileSync, createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type FileRef, fileRoutes } from '@lianqun/protocol'
import { Upload } from 'tus-js-client'
import { startWorkspace } from '../server/testing/workspace.ts'
import { against, type Bench } from './report.ts'

/** Bytes that the client sends in one request. */
const pieceBytes = 8 * 1_048_576

/** A file of 1 GiB up and down, beside a bare pipe of Node's and a copy on the disk. */
export const run: Bench = async (report, { scale = 1 }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-bench-files-'))
  const workspace = await startWorkspace({ limits: { rate: false } })
  try {
    const source = join(folder, 'source')
    const size = Math.round(1_073_741_824 * scale)
    await makeFile(source, size)
    const megabytes = size / 1_000_000
    const rate = async (work: () => Promise<unknown>) => {
      const start = performance.now()
      await work()
      return megabytes / ((performance.now() - start) / 1_000)
    }
    const copied = await rate(async () => copySynced(source, join(folder, 'copy')))
    const piped = await pipeBare(source, join(folder, 'piped'), rate)
    const session = await workspace.server.domain.issueSession('a', { id: 'bench', name: 'bench', platform: 'linux' })
    const headers = { authorization: `Bearer ${session.accessToken}` }
    const base = workspace.server.httpUrl
    let file: FileRef | null = null
    let url = ''
    const up = await rate(async () => {
      url = await upload(source, size, base + fileRoutes.uploads, headers)
    })
    const kept = await rate(async () => {
      file = ((await (await fetch(`${url}/file`, { headers })).json()) as { file: FileRef }).file
    })
    if (file === null) throw new Error('no file')
    const down = await rate(() => download(base + fileRoutes.file((file as FileRef).id), headers, join(folder, 'down')))
    if (statSync(join(folder, 'down')).size !== size) throw new Error('the download is not whole')
    if ((await hashOf(source)) !== (await hashOf(join(folder, 'down')))) throw new Error('the download is not the same')
    const figure = (name: string, ...compared: Parameters<typeof against>) =>
      report({ name, unit: 'MB/s', ...against(...compared) })
    figure('files: upload, beside a bare pipe', up, piped, { atLeast: 0.6 })
    figure('files: upload, beside cp and sync', up, copied)
    figure('files: keeping an upload (typed, hashed, moved)', kept, copied)
    figure('files: download, beside a bare pipe', down, piped, { atLeast: 0.6 })
    figure('files: download, beside cp and sync', down, copied)
  } finally {
    await workspace.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeFile(path: string, size: number): Promise<void> {
  await using file = await open(path, 'w')
  const block = Buffer.alloc(pieceBytes)
  for (let at = 0; at < size; at += block.length) {
    block.writeDoubleBE(at, 0)
    await file.write(block, 0, Math.min(block.length, size - at), at)
  }
  await file.sync()
}

async function copySynced(from: string, to: string): Promise<void> {
  copyFileSync(from, to)
  await syncFile(to)
}

async function syncFile(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.datasync()
}

/** The same bytes over HTTP into a file by a server that does nothing else. */
async function pipeBare(from: string, to: string, rate: (work: () => Promise<unknown>) => Promise<number>) {
  const server = createServer((request, response) => {
    void pipeline(request, createWriteStream(to))
      .then(() => syncFile(to))
      .then(() => response.end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const init = { method: 'PUT', body: createReadStream(from) as unknown as ReadableStream, duplex: 'half' }
  const piped = await rate(() => fetch(`http://127.0.0.1:${port}`, init as RequestInit))
  server.close()
  return piped
}

function upload(path: string, size: number, endpoint: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const started = new Upload(createReadStream(path), {
      endpoint,
      headers,
      uploadSize: size,
      chunkSize: pieceBytes,
      metadata: { name: 'bench.bin' },
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(started.url ?? ''),
    })
    started.start()
  })
}

async function download(url: string, headers: Record<string, string>, to: string): Promise<void> {
  const { body } = await fetch(url, { headers })
  if (body === null) throw new Error('no body')
  await pipeline(body, createWriteStream(to))
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
