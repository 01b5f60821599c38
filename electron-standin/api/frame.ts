import type { FrameRecord, PageLink } from '../host/page-link.ts'
import { fromChromium } from '../host/schemes.ts'
import { wire } from '../host/wire.ts'

const cache = new WeakMap<FrameRecord, FrameMain>()

/** Electron's WebFrameMain: one frame of one page. */
export class FrameMain {
  readonly #record: FrameRecord
  readonly #link: PageLink

  private constructor(link: PageLink, record: FrameRecord) {
    this.#link = link
    this.#record = record
  }

  static of(link: PageLink, record: FrameRecord): FrameMain {
    const known = cache.get(record)
    if (known) return known
    const frame = new FrameMain(link, record)
    cache.set(record, frame)
    return frame
  }

  get url(): string {
    return fromChromium(this.#record.url)
  }

  get origin(): string {
    return this.#record.origin === '://' || this.#record.origin === '' ? 'null' : fromChromium(this.#record.origin)
  }

  get name(): string {
    return this.#record.name
  }

  get routingId(): number {
    return this.#record.routingId
  }

  get frameTreeNodeId(): number {
    return this.#record.routingId
  }

  get frameToken(): string {
    return this.#record.id
  }

  /** The stand-in treats each page as one process. */
  get processId(): number {
    return this.#link.mainFrame.routingId
  }

  get parent(): FrameMain | null {
    const parent = this.#record.parentId && this.#link.frames.get(this.#record.parentId)
    return parent ? FrameMain.of(this.#link, parent) : null
  }

  get top(): FrameMain {
    return FrameMain.of(this.#link, this.#link.mainFrame)
  }

  get frames(): FrameMain[] {
    const children = [...this.#link.frames.values()].filter(record => record.parentId === this.#record.id)
    return children.map(record => FrameMain.of(this.#link, record))
  }

  get detached(): boolean {
    return this.isDestroyed()
  }

  isDestroyed(): boolean {
    return this.#link.isClosed || !this.#link.frames.has(this.#record.id)
  }

  /** Logs what cannot be cloned instead of throwing, as in Electron. */
  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new Error('Missing required channel argument')
    try {
      this.#post(channel, args)
    } catch (error) {
      console.error('Error sending from webFrameMain: ', error)
    }
  }

  /** @throws Error when the message cannot be cloned or the frame is destroyed */
  postMessage(channel: string, message: unknown, transfer: unknown[] = []): void {
    if (transfer.length > 0) throw new Error('electron-standin cannot transfer ports with a message.')
    this.#post(channel, [message])
  }

  #post(channel: string, args: unknown[]): void {
    const text = wire.encode(['message', channel, args])
    if (this.isDestroyed()) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    this.#link.deliver(this.#record.preloadContext, text)
  }
}
