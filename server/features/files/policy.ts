import { ProtocolError } from '@lianqun/protocol'

/** The files that a workspace does not take: extensions (`exe`), media types (`video/mp4`) and families (`video/*`). */
export class FilePolicy {
  readonly #extensions: ReadonlySet<string>
  readonly #types: readonly string[]

  constructor(blocked: readonly string[]) {
    const written = blocked.map(type => type.trim().toLowerCase()).filter(type => type !== '')
    this.#extensions = new Set(written.filter(type => !type.includes('/')).map(type => type.replace(/^\*?\./, '')))
    this.#types = written.filter(type => type.includes('/'))
  }

  /** Windows runs a file also when spaces or dots follow its extension. @throws forbidden */
  requireName(name: string): void {
    const extension = /\.([^.]+)$/.exec(name.toLowerCase().replace(/[\s.]+$/u, ''))?.[1]
    if (extension !== undefined && this.#extensions.has(extension)) throw refused()
  }

  /** @throws forbidden */
  requireType(mediaType: string): void {
    const matches = (type: string) =>
      type.endsWith('/*') ? mediaType.startsWith(type.slice(0, -1)) : mediaType === type
    if (this.#types.some(matches)) throw refused()
  }
}

function refused(): ProtocolError {
  return new ProtocolError('forbidden', { message: 'This workspace does not take files of this type.' })
}
