import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Logger } from 'pino'
import { StartupError } from './storage/startup-error.ts'

/*
 * A running server has its folder for itself, so the commands that change accounts are carried out by it: they reach it
 * by a socket in that folder, which only its user can open. A folder with too long a path has its socket in one of its
 * own among the temporary ones, where everybody may make files: it counts only if nobody else made it or may enter it. Each connection carries one request and one answer in JSON.
 */

/** A command with its options, as they were written on the command line. */
export interface ControlRequest {
  command: string
  args: string[]
}

type Answer = { text: string } | { error: string }

/** Longest request in bytes. */
const mostBytes = 64 * 1_024
/** How long a connection may take for its request, in milliseconds. */
const patienceMs = 5_000
/** The longest path of a socket on macOS; Linux takes four more. */
const longestPath = 103

/** The address of the socket of a data folder; Windows has named pipes instead. */
export function controlPath(dataDir: string): string {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\lianqun-${name}`
  const path = join(resolve(dataDir), 'control.sock')
  return Buffer.byteLength(path) <= longestPath ? path : join(tmpdir(), `lianqun-${name}`, 'control.sock')
}

/** Whether the folder of a socket is the data folder, or one that only its user, or this one, can have made. */
function isPrivate(path: string, dataDir: string): boolean {
  const folder = dirname(path)
  if (process.platform === 'win32' || folder === resolve(dataDir)) return true
  // Of a link it tells of the link.
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (found === undefined || !found.isDirectory() || (found.mode & 0o077) !== 0) return false
  return [process.getuid?.(), statSync(dataDir).uid].includes(found.uid)
}

/** Makes room for the socket of a server that has the folder. @throws Error when somebody else has taken its place */
function prepare(path: string, dataDir: string): void {
  if (process.platform === 'win32') return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (!isPrivate(path, dataDir)) throw new Error(`${dirname(path)} is not of this user alone`)
  // Left over by a server that was killed: this one has the folder now.
  rmSync(path, { force: true })
}

/**
 * Carries out what the commands ask for, until the server that it returns is closed. A folder in which no socket can be
 * made is served without, and the log says so. Call it with the folder locked.
 */
export async function listenForCommands(
  dataDir: string,
  run: (request: ControlRequest) => Promise<string>,
  log: Logger,
): Promise<Server> {
  const path = controlPath(dataDir)
  // The request ends with the client's half; the answer comes after it.
  const server = createServer({ allowHalfOpen: true }, socket => {
    socket.setTimeout(patienceMs, () => socket.destroy())
    socket.on('error', error => log.debug({ err: error }, 'command'))
    receive(socket).then(async text => {
      socket.setTimeout(0)
      socket.end(JSON.stringify(await answer(text, run, log)))
    }, ignore)
  })
  await new Promise<void>(done => {
    const without = (error: unknown) => {
      log.warn({ err: error }, 'the commands that change accounts cannot reach this server: stop it for them')
      done()
    }
    try {
      prepare(path, dataDir)
    } catch (error) {
      without(error)
      return
    }
    server.once('error', without)
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600)
      done()
    })
  })
  return server.unref()
}

async function answer(text: string, run: (request: ControlRequest) => Promise<string>, log: Logger): Promise<Answer> {
  try {
    const request = JSON.parse(text) as ControlRequest
    log.info({ command: request.command }, 'a command')
    return { text: await run(request) }
  } catch (error) {
    if (error instanceof StartupError) return { error: error.message }
    log.error({ err: error }, 'a command failed')
    return { error: 'The server could not do it. Its log says why.' }
  }
}

/** Asks the server that has a folder open. Null when none answers. @throws StartupError with the server's refusal */
export async function askServer(dataDir: string, request: ControlRequest): Promise<string | null> {
  const path = controlPath(dataDir)
  if (!isPrivate(path, dataDir)) return null
  const socket = connect(path)
  try {
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail))
  } catch {
    // Nobody listens: the caller finds the folder free, or locked by a server without a socket.
    return null
  }
  socket.end(JSON.stringify(request))
  const text = await receive(socket)
  const reply = JSON.parse(text) as Answer
  if ('error' in reply) throw new StartupError(reply.error)
  return reply.text
}

function receive(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      text += part
      if (text.length > mostBytes) socket.destroy()
    })
    socket.once('end', () => done(text))
    socket.once('error', fail)
    socket.once('close', () => fail(new StartupError('The server ended before it answered. Try again.')))
  })
}

function ignore(): void {
  // The error is logged where it comes up; a connection without a whole request gets no answer.
}
