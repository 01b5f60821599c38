/* Runs in the preload's isolated world: `preloadWorld` is injected as source and must not use outer variables. */
import type { Wire } from '../host/wire.ts'
import type { createBridge } from './bridge.ts'

export interface PreloadConfig {
  /** The name of the CDP binding to main. */
  binding: string
  /** The global under which main delivers messages. */
  receiver: string
  /** The event that passes the bus to the page's world. */
  greeting: string
  platform: string
  arch: string
  argv: string[]
  versions: Record<string, string>
  env: Record<string, string>
}

type Listener = (...args: unknown[]) => void
type PreloadModule = (
  require: (name: string) => unknown,
  process: unknown,
  module: { exports: unknown },
  exports: unknown,
  global: unknown,
) => void

/** Runs the preload scripts with the globals of a sandboxed preload in Electron. */
export function preloadWorld(
  config: PreloadConfig,
  wire: Wire,
  makeBridge: typeof createBridge,
  preloads: [string, PreloadModule][],
): void {
  const scope = globalThis as unknown as Record<string, unknown>
  const post = scope[config.binding] as (payload: string) => void
  delete scope[config.binding]
  const bus = new EventTarget()
  window.dispatchEvent(new MouseEvent(config.greeting, { relatedTarget: bus }))
  const bridge = makeBridge(bus, 'to-preload', 'to-page')

  class EventEmitter {
    #listeners = new Map<unknown, { fn: Listener; once: boolean }[]>()
    on(name: unknown, fn: Listener) {
      return this.#add(name, fn, false)
    }
    once(name: unknown, fn: Listener) {
      return this.#add(name, fn, true)
    }
    addListener(name: unknown, fn: Listener) {
      return this.#add(name, fn, false)
    }
    #add(name: unknown, fn: Listener, once: boolean) {
      if (typeof fn !== 'function') throw new TypeError('The "listener" argument must be of type function.')
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { fn, once }])
      return this
    }
    off(name: unknown, fn: Listener) {
      const list = this.#listeners.get(name) ?? []
      const at = list.findLastIndex(item => item.fn === fn)
      if (at >= 0) this.#listeners.set(name, list.toSpliced(at, 1))
      return this
    }
    removeListener(name: unknown, fn: Listener) {
      return this.off(name, fn)
    }
    removeAllListeners(name?: unknown) {
      if (name === undefined) this.#listeners.clear()
      else this.#listeners.delete(name)
      return this
    }
    listenerCount(name: unknown) {
      return this.#listeners.get(name)?.length ?? 0
    }
    listeners(name: unknown) {
      return (this.#listeners.get(name) ?? []).map(item => item.fn)
    }
    emit(name: unknown, ...args: unknown[]) {
      const list = this.#listeners.get(name) ?? []
      for (const item of list) {
        if (item.once) this.off(name, item.fn)
        try {
          item.fn.apply(this, args)
        } catch (error) {
          reportError(error) // A listener that throws must not stop the others.
        }
      }
      return list.length > 0
    }
    setMaxListeners() {
      return this
    }
  }

  const pending = new Map<number, { channel: string; resolve(value: unknown): void; reject(error: Error): void }>()
  let nextId = 1
  const unsupported = (name: string) => () => {
    throw new Error(`electron-standin does not implement ipcRenderer.${name}. Use ipcRenderer.invoke or send.`)
  }
  const emitter = new EventEmitter()
  const ipcRenderer = Object.assign(emitter, {
    invoke(channel: string, ...args: unknown[]) {
      const id = nextId++
      return new Promise((resolve, reject) => {
        post(wire.encode(['invoke', id, String(channel), args]))
        pending.set(id, { channel, resolve, reject })
      })
    },
    send(channel: string, ...args: unknown[]) {
      post(wire.encode(['send', String(channel), args]))
    },
    sendSync: unsupported('sendSync'),
    sendToHost: unsupported('sendToHost'),
    postMessage: unsupported('postMessage'),
  })

  Object.defineProperty(scope, config.receiver, {
    value(batch: string[]) {
      for (const text of batch) {
        const [kind, first, second, third] = wire.decode(text) as [string, never, never, never]
        if (kind === 'message') {
          const event = { sender: ipcRenderer, ports: [], preventDefault() {} }
          emitter.emit(first, event, ...(second as unknown[]))
          continue
        }
        const entry = pending.get(first)
        if (!entry) continue
        pending.delete(first)
        if (second) entry.resolve(third)
        else entry.reject(new Error(`Error invoking remote method '${entry.channel}': ${third}`))
      }
    },
  })

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      bridge.expose(key, api)
    },
    exposeInIsolatedWorld() {
      throw new Error('electron-standin has no other isolated worlds.')
    },
    executeInMainWorld() {
      throw new Error('electron-standin does not implement contextBridge.executeInMainWorld.')
    },
  }
  const webFrame = {
    setZoomFactor() {
      throw new Error('electron-standin does not implement webFrame. Use webContents in the main process.')
    },
  }
  // The browser tells no page where a file is, so every file is one without a path.
  const webUtils = { getPathForFile: (_file: File) => '' }
  const electron = { contextBridge, ipcRenderer, webFrame, webUtils }
  const timers = {
    setTimeout: setTimeout.bind(globalThis),
    clearTimeout: clearTimeout.bind(globalThis),
    setInterval: setInterval.bind(globalThis),
    clearInterval: clearInterval.bind(globalThis),
  }
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    events: Object.assign(EventEmitter, { EventEmitter, default: EventEmitter }),
    timers,
    url: { URL, URLSearchParams },
  }
  const load = (name: string) => {
    const key = name.replace(/^node:/, '')
    if (Object.hasOwn(modules, key)) return modules[key]
    throw new Error(`module not found: ${name}`)
  }
  const process = {
    platform: config.platform,
    arch: config.arch,
    argv: config.argv,
    versions: config.versions,
    env: config.env,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: window.top === window,
    nextTick: (fn: Listener, ...args: unknown[]) => queueMicrotask(() => fn(...args)),
    on() {
      return process
    },
  }

  /** What a click was on, as Electron tells it. */
  const describeClick = (event: MouseEvent) => {
    const [clicked] = event.composedPath()
    const element = clicked instanceof Element ? clicked : (clicked as Node | undefined)?.parentElement
    const field = element?.closest('input, textarea') as HTMLInputElement | null | undefined
    const isSecret = field?.type === 'password'
    const isEditable = Boolean(field ?? (element as HTMLElement | undefined)?.isContentEditable)
    const selected = field
      ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)
      : String(getSelection() ?? '')
    const canCopy = selected !== '' && !isSecret
    return {
      x: event.clientX,
      y: event.clientY,
      linkURL: element?.closest<HTMLAnchorElement>('a[href]')?.href ?? '',
      isEditable,
      selectionText: isSecret ? '' : selected,
      formControlType: field ? (field.tagName === 'TEXTAREA' ? 'text-area' : `input-${field.type}`) : 'none',
      editFlags: {
        canUndo: isEditable,
        canRedo: isEditable,
        canCut: isEditable && canCopy,
        canCopy,
        canPaste: isEditable,
        canDelete: isEditable && selected !== '',
        canSelectAll: true,
        canEditRichly: isEditable && !field,
      },
    }
  }

  bridge.hook((permission: string, mediaTypes?: string[]) => {
    const id = nextId++
    return new Promise((resolve, reject) => {
      pending.set(id, { channel: permission, resolve, reject })
      post(wire.encode(['permission', id, permission, mediaTypes]))
    })
  })
  if (window.top === window) {
    // Reports trusted input only, before the page's listeners run.
    const inputs = { mousedown: 'mouseDown', mouseup: 'mouseUp', keydown: 'rawKeyDown', keyup: 'keyUp' }
    for (const [name, type] of Object.entries(inputs)) {
      const tell = (event: Event) => event.isTrusted && post(wire.encode(['input', type]))
      window.addEventListener(name, tell, { capture: true, passive: true })
    }
    // Keys that the page lets through are for the application's menu. Those of a view are told by its own page.
    window.addEventListener(
      'keydown',
      event => {
        const { key, ctrlKey, metaKey, altKey, shiftKey } = event
        const isOfView = event.target instanceof Element && event.target.localName === 'standin-view'
        if (!event.isTrusted || event.isComposing || isOfView) return
        if (!ctrlKey && !metaKey && !altKey && !/^F\d/.test(key)) return
        const press = { key, control: ctrlKey, meta: metaKey, alt: altKey, shift: shiftKey }
        setTimeout(() => {
          if (!event.defaultPrevented) post(wire.encode(['key', press]))
        })
      },
      { capture: true },
    )
    // A page that shows a menu of its own prevents the system's; ours takes the place of Chromium's.
    const ours = new WeakSet<Event>()
    window.addEventListener(
      'contextmenu',
      event => {
        if (!event.isTrusted) return
        const click = describeClick(event)
        setTimeout(() => {
          if (!event.defaultPrevented || ours.has(event)) post(wire.encode(['context-menu', click]))
        })
      },
      { capture: true },
    )
    window.addEventListener('contextmenu', event => {
      if (!event.isTrusted || event.defaultPrevented) return
      ours.add(event)
      event.preventDefault()
    })
    let title: string | undefined
    const tellTitle = () => {
      if (title === document.title) return
      title = document.title
      post(wire.encode(['title', title]))
    }
    document.addEventListener('DOMContentLoaded', () => {
      tellTitle()
      const observer = new MutationObserver(tellTitle)
      if (document.head) observer.observe(document.head, { subtree: true, childList: true, characterData: true })
    })
  }

  for (const [name, preload] of preloads) {
    try {
      const module = { exports: {} }
      preload(load, process, module, module.exports, globalThis)
    } catch (error) {
      console.error(`Unable to load preload script: ${name}`)
      console.error(error)
      post(wire.encode(['preload-error', name, error instanceof Error ? error : new Error(String(error))]))
    }
  }
}
