import type { PageLink } from '../host/page-link.ts'
import { type KeyInput, type MirrorInput, mirrorWorld } from '../page/mirror.ts'
import { createEvent } from './event.ts'
import type { WebContentsView } from './view.ts'
import type { WebContents } from './web-contents.ts'

const world = 'standin_mirror'
const binding = 'standinMirror'
const prepared = new WeakMap<PageLink, Promise<void>>()
let nextId = 1

/** Shows a guest page at its bounds in its window's page, and forwards input there to the guest. */
export class Mirror {
  readonly #host: WebContents
  readonly #view: WebContentsView
  readonly #id = nextId++
  #order = 0
  #disposed = false
  #shown = false
  #casting: PageLink | undefined
  #frame: string | undefined
  #work: Promise<void> = Promise.resolve()
  readonly #changed = () => this.#update()
  readonly #redraw = () => this.#update(true)
  readonly #focused = () => this.#focus(true)
  readonly #blurred = () => this.#focus(false)

  constructor(host: WebContents, view: WebContentsView) {
    this.#host = host
    this.#view = view
    view.on('standin-changed', this.#changed)
    host.on('dom-ready', this.#redraw)
    host.on('standin-zoomed', this.#changed)
    view.webContents.on('standin-zoomed', this.#changed)
    view.webContents.on('did-start-loading', this.#changed)
    view.webContents.on('focus', this.#focused)
    view.webContents.on('blur', this.#blurred)
    this.#update()
  }

  setOrder(order: number): void {
    this.#order = order
    this.#update()
  }

  dispose(): void {
    this.#disposed = true
    this.#view.off('standin-changed', this.#changed)
    this.#host.off('dom-ready', this.#redraw)
    this.#host.off('standin-zoomed', this.#changed)
    this.#view.webContents.off('standin-zoomed', this.#changed)
    this.#view.webContents.off('did-start-loading', this.#changed)
    this.#view.webContents.off('focus', this.#focused)
    this.#view.webContents.off('blur', this.#blurred)
    this.#update()
  }

  /** Updates the overlay to match the view; one update at a time. */
  #update(repaint = false): void {
    this.#work = this.#work
      .then(() => this.#apply(repaint))
      .catch(error => {
        if (!/closed|destroyed|context|crash|detached/i.test(String(error)))
          console.error('A view could not be shown in its window:', error)
      })
  }

  async #apply(repaint: boolean): Promise<void> {
    if (this.#host.isDestroyed()) return
    const host = await this.#host.link
    await this.#prepare(host)
    const guest = this.#view.webContents
    const { x, y, width, height } = this.#view.getBounds()
    // A view is placed in the window, whose page has other pixels when it is zoomed.
    const zoom = this.#host.getZoomFactor()
    const isShown = !this.#disposed && !guest.isDestroyed() && this.#view.getVisible() && width > 0 && height > 0
    await this.#tell(
      host,
      'place',
      isShown
        ? {
            x: x / zoom,
            y: y / zoom,
            width: width / zoom,
            height: height / zoom,
            radius: this.#view.radius / zoom,
            order: this.#order,
            scale: zoom / guest.getZoomFactor(),
          }
        : null,
    )
    const link = isShown ? await guest.link : undefined
    if (this.#casting && this.#casting !== link) await this.#stop(this.#casting)
    // A view that appears has no element yet for the keys that it already gets.
    if (isShown && !this.#shown && guest.isFocused()) await this.#tell(host, 'focus', true)
    this.#shown = isShown
    if (link && this.#casting !== link) await this.#start(link)
    else if (repaint && this.#frame) await this.#tell(host, 'paint', this.#frame)
  }

  async #start(guest: PageLink): Promise<void> {
    this.#casting = guest
    guest.cdp.on('Page.screencastFrame', this.#painted)
    await guest.cdp.send('Page.startScreencast', { format: 'jpeg', quality: 92 })
  }

  async #stop(guest: PageLink): Promise<void> {
    this.#casting = undefined
    guest.cdp.off('Page.screencastFrame', this.#painted)
    if (!guest.isClosed) await guest.cdp.send('Page.stopScreencast')
  }

  readonly #painted = ({ data, sessionId }: { data: string; sessionId: number }) => {
    this.#frame = data
    const guest = this.#casting
    const host = this.#host.current
    if (!guest || !host) return
    this.#tell(host, 'paint', data)
      .then(() => {
        this.#view.emit('standin-painted')
        return guest.isClosed ? undefined : guest.cdp.send('Page.screencastFrameAck', { sessionId })
      })
      .catch(() => this.#update()) // The host's document changed during the update: update again.
  }

  async #prepare(host: PageLink): Promise<void> {
    let ready = prepared.get(host)
    if (!ready) {
      ready = (async () => {
        await host.cdp.send('Runtime.addBinding', { name: binding, executionContextName: world })
        const source = `(() => { if (window.top === window) (${mirrorWorld})(${JSON.stringify(binding)}) })()`
        await host.cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: world, runImmediately: true })
      })()
      prepared.set(host, ready)
    }
    await ready
    host.cdp.off('Runtime.bindingCalled', this.#input)
    if (!this.#disposed) host.cdp.on('Runtime.bindingCalled', this.#input)
  }

  /** Moves the keyboard in the window's page to the view or away from it. */
  #focus(focused: boolean): void {
    this.#work = this.#work
      .then(async () => {
        if (!this.#host.isDestroyed()) await this.#tell(await this.#host.link, 'focus', focused)
      })
      .catch(error => {
        if (!/closed|destroyed|context|crash|detached/i.test(String(error)))
          console.error('The keyboard could not be moved to a view or away from it:', error)
      })
  }

  async #tell(host: PageLink, name: 'place' | 'paint' | 'focus', value: unknown): Promise<void> {
    const { executionContextId } = await host.cdp.send('Page.createIsolatedWorld', {
      frameId: host.targetId,
      worldName: world,
    })
    await host.cdp.send('Runtime.callFunctionOn', {
      executionContextId,
      functionDeclaration: 'function (name, id, value) { return globalThis.standinMirrors?.[name](id, value) }',
      arguments: [{ value: name }, { value: this.#id }, { value }],
      awaitPromise: true,
    })
  }

  readonly #input = ({ name, payload }: { name: string; payload: string }) => {
    if (name !== binding) return
    const input: MirrorInput = JSON.parse(payload)
    const guest = this.#view.webContents.current
    if (input.id !== this.#id || !guest || guest.isClosed) return
    const contents = this.#view.webContents
    if (input.kind === 'focus') {
      if (input.focused) contents.tookFocus()
      else if (contents.isFocused()) this.#host.tookFocus()
      return
    }
    if (input.kind === 'key' && isTaken(contents, input.event)) return
    const sent =
      input.kind === 'mouse'
        ? guest.cdp.send('Input.dispatchMouseEvent', input.event)
        : input.kind === 'key'
          ? guest.cdp.send('Input.dispatchKeyEvent', input.event)
          : guest.cdp.send('Input.insertText', { text: input.text })
    sent.catch(error => {
      if (!guest.isClosed) console.error('Input did not reach a view:', error)
    })
  }
}

/** Emits `before-input-event`; returns whether the app keeps the key from the page. */
function isTaken(contents: WebContents, { type, key, code, autoRepeat, modifiers }: KeyInput): boolean {
  const event = createEvent()
  contents.emit('before-input-event', event, {
    type: type === 'keyUp' ? 'keyUp' : 'keyDown',
    key,
    code,
    isAutoRepeat: autoRepeat,
    isComposing: false,
    alt: (modifiers & 1) !== 0,
    control: (modifiers & 2) !== 0,
    meta: (modifiers & 4) !== 0,
    shift: (modifiers & 8) !== 0,
    location: 0,
    modifiers: [],
  })
  return event.defaultPrevented
}
