/*
 * Runs in pages: `createBridge` and `mainWorld` are injected as source, so they must not use outer variables.
 *
 * Two worlds of one document share the DOM but no JavaScript objects. An EventTarget that only the two ends know
 * carries calls between them: dispatching is synchronous, and an event's detail is cloned.
 */

type Packed =
  | { t: 'v'; v: unknown }
  | { t: 'a'; v: Packed[] }
  | { t: 'o'; v: [string, Packed][] }
  | { t: 'f' | 'p'; id: number }
  | { t: 'e'; name: string; message: string }

type Packet =
  | { op: 'expose'; path: string; value: Packed }
  | { op: 'hook'; value: Packed }
  | { op: 'call'; id: number; args: Packed[] }
  | { op: 'return'; ok: boolean; value: Packed }
  | { op: 'settle'; id: number; ok: boolean; value: Packed }
  | { op: 'drop'; id: number }

export interface Bridge {
  /** Puts a value at `window[path]` of the other world, as `contextBridge` does. */
  expose(path: string, value: unknown): void
  /** Passes a value to the other end; the page cannot see it. */
  hook(value: unknown): void
}

/** One end of the bridge. The other end can call only functions that were passed to it. */
export function createBridge(
  bus: EventTarget,
  from: string,
  to: string,
  onHook: (value: unknown) => void = () => {},
): Bridge {
  const Event = CustomEvent
  const dispatch = bus.dispatchEvent.bind(bus)
  const detailOf = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get
  const { apply } = Reflect
  const NativePromise = Promise
  const owned = new Map<number, (...args: unknown[]) => unknown>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let nextId = 1
  let answer: Extract<Packet, { op: 'return' }> | undefined

  const post = (packet: Packet) => {
    dispatch(new Event(to, { detail: packet }))
  }
  const dropped = new FinalizationRegistry<number>(id => post({ op: 'drop', id }))

  const pack = (value: unknown, depth = 0): Packed => {
    if (depth > 1000)
      throw new TypeError(
        'Electron contextBridge recursion depth exceeded. Nested objects deeper than 1000 are not supported.',
      )
    if (typeof value === 'function') {
      const id = nextId++
      owned.set(id, value as (...args: unknown[]) => unknown)
      return { t: 'f', id }
    }
    if (typeof value === 'symbol') throw new TypeError('A symbol cannot be sent over the context bridge.')
    if (typeof value !== 'object' || value === null) return { t: 'v', v: value }
    if (value instanceof NativePromise) {
      const id = nextId++
      value.then(
        result => settle(id, true, result),
        error => settle(id, false, error),
      )
      return { t: 'p', id }
    }
    if (value instanceof Error) return { t: 'e', name: value.name, message: value.message }
    if (Array.isArray(value)) return { t: 'a', v: value.map(item => pack(item, depth + 1)) }
    const prototype = Object.getPrototypeOf(value)
    const isPlain = prototype === null || prototype === Object.prototype || !ArrayBuffer.isView(value)
    const tag = Object.prototype.toString.call(value)
    if (isPlain && tag === '[object Object]') {
      return {
        t: 'o',
        v: Object.keys(value).map(key => [key, pack((value as Record<string, unknown>)[key], depth + 1)]),
      }
    }
    return { t: 'v', v: value }
  }

  const settle = (id: number, ok: boolean, value: unknown) => {
    let packed: Packed
    try {
      packed = pack(value)
      post({ op: 'settle', id, ok, value: packed })
    } catch (error) {
      post({ op: 'settle', id, ok: false, value: pack(error instanceof Error ? error : new Error(String(error))) })
    }
  }

  const unpack = (packed: Packed): unknown => {
    switch (packed.t) {
      case 'v':
        return packed.v
      case 'a':
        return packed.v.map(unpack)
      case 'o': {
        const object: Record<string, unknown> = {}
        for (const [key, item] of packed.v) {
          Object.defineProperty(object, key, {
            value: unpack(item),
            enumerable: true,
            configurable: true,
            writable: true,
          })
        }
        return object
      }
      case 'e': {
        const error = new Error(packed.message)
        if (packed.name !== 'Error')
          Object.defineProperty(error, 'name', { value: packed.name, configurable: true, writable: true })
        return error
      }
      case 'p':
        return new NativePromise((resolve, reject) => waiting.set(packed.id, { resolve, reject }))
      case 'f': {
        const { id } = packed
        const proxy = (...args: unknown[]) => {
          const packedArgs = args.map(item => pack(item))
          answer = undefined
          post({ op: 'call', id, args: packedArgs })
          const result = answer as Extract<Packet, { op: 'return' }> | undefined
          answer = undefined
          if (!result) throw new Error('The other side of the context bridge is gone.')
          const value = unpack(result.value)
          if (!result.ok) throw value
          return value
        }
        dropped.register(proxy, id)
        return proxy
      }
    }
  }

  const handle = (packet: Packet) => {
    switch (packet.op) {
      case 'return':
        answer = packet
        return
      case 'call': {
        const target = owned.get(packet.id)
        let reply: Packet
        try {
          if (!target) throw new Error('This function is no longer there.')
          reply = { op: 'return', ok: true, value: pack(apply(target, undefined, packet.args.map(unpack))) }
        } catch (error) {
          reply = { op: 'return', ok: false, value: pack(error instanceof Error ? error : new Error(String(error))) }
        }
        try {
          post(reply)
        } catch {
          // The result cannot be cloned: answer with an error instead of no answer.
          post({ op: 'return', ok: false, value: pack(new Error('An object could not be cloned.')) })
        }
        return
      }
      case 'settle': {
        const entry = waiting.get(packet.id)
        waiting.delete(packet.id)
        const value = unpack(packet.value)
        if (packet.ok) entry?.resolve(value)
        else entry?.reject(value)
        return
      }
      case 'drop':
        owned.delete(packet.id)
        return
      case 'hook':
        onHook(unpack(packet.value))
        return
      case 'expose': {
        const freeze = (value: unknown) => {
          if ((typeof value !== 'object' && typeof value !== 'function') || value === null || ArrayBuffer.isView(value))
            return value
          for (const key of Object.keys(value)) freeze((value as Record<string, unknown>)[key])
          return Object.freeze(value)
        }
        Object.defineProperty(window, packet.path, { value: freeze(unpack(packet.value)), enumerable: true })
      }
    }
  }
  bus.addEventListener(from, event => handle(detailOf ? apply(detailOf, event, []) : (event as CustomEvent).detail))

  return {
    expose(path, value) {
      post({ op: 'expose', path, value: pack(value) })
    },
    hook(value) {
      post({ op: 'hook', value: pack(value) })
    },
  }
}

/** Runs in the page's own world: waits for the bus before any script of the page runs. */
export function mainWorld(greeting: string, makeBridge: typeof createBridge, onHook: (value: unknown) => void): void {
  window.addEventListener(
    greeting,
    event => {
      event.stopImmediatePropagation()
      const bus = (event as MouseEvent).relatedTarget
      if (bus) makeBridge(bus, 'to-page', 'to-preload', onHook)
    },
    { once: true, capture: true },
  )
}
