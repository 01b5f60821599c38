import { createHash, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { UpdateConfig } from '../main/shell/updates.ts'
import { signDescription } from '../scripts/packaging/update-signature.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
/** Of the publisher. */
export const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** What lies in the AppImage of a version: a script, which the updater starts once when it has put it in its place. */
export const appImage = (version: string): string => `#!/bin/sh\necho "${version}" > "$(dirname "$0")/started"\n`

/** A feed of versions on this machine, and the AppImage that is installed. */
export class UpdateFeed {
  /** Names of the files that were asked for. */
  readonly asked: string[] = []
  /** The file with the description of the newest version. */
  readonly description: string
  /** The AppImage that is installed. */
  readonly installedFile: string
  readonly #folder: string
  readonly #server: Server

  private constructor(folder: string) {
    this.#folder = join(folder, 'feed')
    this.description = join(this.#folder, `latest-linux${process.arch === 'x64' ? '' : `-${process.arch}`}.yml`)
    this.installedFile = join(folder, 'installed', 'Lianqun.AppImage')
    this.#server = createServer((incoming, answer) => {
      const name = new URL(incoming.url ?? '', 'http://feed').pathname.slice(1)
      this.asked.push(name)
      const file = join(this.#folder, name)
      if (existsSync(file)) answer.end(readFileSync(file))
      else answer.writeHead(404).end()
    })
  }

  /** Starts an empty feed. @param folder where its files and the installed AppImage of `version` lie */
  static async start(folder: string, version: string): Promise<UpdateFeed> {
    const feed = new UpdateFeed(folder)
    mkdirSync(feed.#folder)
    mkdirSync(join(folder, 'installed'))
    writeFileSync(feed.installedFile, appImage(version))
    chmodSync(feed.installedFile, 0o755)
    await once(feed.#server.listen(0, '127.0.0.1'), 'listening')
    return feed
  }

  /** What a client is built with that looks into this feed. */
  get config(): UpdateConfig {
    const { port } = this.#server.address() as AddressInfo
    return {
      feed: `http://127.0.0.1:${port}/`,
      channel: 'latest',
      page: 'https://example.com/get',
      key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    }
  }

  /** Puts a version into the feed, as `npm run package` describes and signs it. */
  publish(version: string): { file: string; description: string; name: string } {
    const name = `Lianqun-${version}.AppImage`
    const content = appImage(version)
    const sha512 = createHash('sha512').update(content).digest('base64')
    const file = join(this.#folder, name)
    writeFileSync(file, content)
    writeFileSync(
      this.description,
      `version: ${version}
files:
  - url: ${name}
    sha512: ${sha512}
    size: ${content.length}
path: ${name}
sha512: ${sha512}
releaseDate: '2026-01-01T00:00:00.000Z'
`,
    )
    signDescription(this.description, signingKey)
    return { file, description: this.description, name }
  }

  /** Takes the newest version back. */
  withdraw(): void {
    rmSync(this.description)
  }

  /** What is installed now. */
  installed(): string {
    return readFileSync(this.installedFile, 'utf8')
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
