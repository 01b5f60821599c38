import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface InstanceMessage {
  argv: string[]
  cwd: string
  additionalData: unknown
}

/** One app per user data folder: a lock file decides, a local socket carries the second one's arguments. */
export class SingleInstance {
  isHeld = false
  readonly #file: string
  readonly #socket: string
  #server: net.Server | undefined
  #forwarding: Promise<void> = Promise.resolve()

  constructor(folder: string) {
    this.#file = path.join(folder, 'Standin Lock')
    const name = `electron-standin-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
    // Beside the lock, unless that path is too long for a socket.
    const beside = path.join(folder, 'Standin Socket')
    const local = Buffer.byteLength(beside) < 100 ? beside : path.join(os.tmpdir(), `${name}.sock`)
    this.#socket = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : local
  }

  /** Takes the lock, or sends `message` to the process that holds it and returns false. */
  acquire(message: InstanceMessage, onSecond: (message: InstanceMessage) => void): boolean {
    if (this.isHeld) return true
    const mine = `${process.pid} ${startOf(process.pid)}`
    for (const _attempt of [1, 2]) {
      try {
        writeFileSync(this.#file, mine, { flag: 'wx', mode: 0o600 })
        this.isHeld = true
        this.#listen(onSecond)
        return true
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const [pid, start] = readFileSync(this.#file, 'utf8').split(' ')
      if (startOf(Number(pid)) === start) break
      rmSync(this.#file, { force: true }) // A stale lock of a process that has ended.
    }
    this.#forwarding = this.#forward(message)
    return false
  }

  /** Releases the lock, after a message to the first process has been delivered. */
  async release(): Promise<void> {
    await this.#forwarding
    if (!this.isHeld) return
    this.isHeld = false
    this.#server?.close()
    rmSync(this.#file, { force: true })
  }

  #listen(onSecond: (message: InstanceMessage) => void): void {
    if (process.platform !== 'win32') rmSync(this.#socket, { force: true })
    this.#server = net.createServer(socket => {
      const chunks: Buffer[] = []
      socket.on('data', chunk => chunks.push(chunk))
      socket.on('error', error => console.error('Reading from a second instance failed:', error))
      socket.on('end', () => {
        onSecond(JSON.parse(Buffer.concat(chunks).toString('utf8')))
        socket.end()
      })
    })
    this.#server.on('error', error => console.error('Second instances cannot reach this one:', error))
    this.#server.listen(this.#socket)
    this.#server.unref()
  }

  async #forward(message: InstanceMessage): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await send(this.#socket, JSON.stringify(message))
        return
      } catch (error) {
        // The first process takes its lock shortly before it opens its socket.
        if (attempt === 40) {
          console.error('The running instance could not be reached:', error)
          return
        }
        await wait(50)
      }
    }
  }
}

function send(address: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(address)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('connect', () => socket.end(text))
    socket.resume()
  })
}

/** When a process started, to detect a reused process id; '' if it does not run. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'other' : ''
  }
  if (process.platform !== 'linux') return 'alive'
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
