/** Encodes structured-cloneable values as text, with shared references, as Electron's IPC does. */
export interface Wire {
  /** @throws Error('An object could not be cloned.') for functions, symbols, promises and weak collections. */
  encode(value: unknown): string
  decode(text: string): unknown
}

type ViewConstructor = new (buffer: ArrayBuffer) => ArrayBufferView

/**
 * Plain objects are JSON objects; everything JSON lacks is an array whose first item is a tag.
 * Must be self-contained: its source is also injected into pages.
 */
export function createWire(): Wire {
  // Without a prototype, because the looked-up names come from pages.
  const viewTypes: Record<string, ViewConstructor> = Object.create(null)
  for (const type of [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ])
    viewTypes[type.name] = type as unknown as ViewConstructor
  const errorTypes: Record<string, ErrorConstructor> = Object.assign(Object.create(null), {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  })

  const toBase64 = (bytes: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += String.fromCharCode.apply(null, bytes.subarray(at, at + 0x8000) as unknown as number[])
    }
    return btoa(text)
  }
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
    const binary = atob(text)
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  }

  const encode = (root: unknown): string => {
    const seen = new Map<object, number>()
    const walk = (value: unknown): unknown => {
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return value
        case 'number':
          return Number.isFinite(value) && !Object.is(value, -0)
            ? value
            : ['n', Object.is(value, -0) ? '-0' : String(value)]
        case 'undefined':
          return ['u']
        case 'bigint':
          return ['i', String(value)]
        case 'object':
          break
        default:
          throw new Error('An object could not be cloned.')
      }
      if (value === null) return null
      const before = seen.get(value)
      if (before !== undefined) return ['r', before]
      seen.set(value, seen.size)
      if (Array.isArray(value)) {
        const list: unknown[] = ['a']
        for (let at = 0; at < value.length; at++) list.push(walk(value[at]))
        return list
      }
      if (value instanceof Date) return ['d', value.getTime()]
      if (value instanceof RegExp) return ['x', value.source, value.flags]
      if (value instanceof Map) {
        const list: unknown[] = ['m']
        for (const [key, item] of value) list.push(walk(key), walk(item))
        return list
      }
      if (value instanceof Set) {
        const list: unknown[] = ['s']
        for (const item of value) list.push(walk(item))
        return list
      }
      if (value instanceof Error) {
        return ['e', value.name, value.message, value.stack ?? '', 'cause' in value ? walk(value.cause) : null]
      }
      if (value instanceof ArrayBuffer) return ['b', toBase64(new Uint8Array(value))]
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        const tag = Object.prototype.toString.call(value).slice(8, -1)
        return ['v', tag in viewTypes ? tag : 'Uint8Array', toBase64(bytes)]
      }
      if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
        throw new Error('An object could not be cloned.')
      }
      if (value instanceof Boolean || value instanceof Number || value instanceof String) return walk(value.valueOf())
      const copy: Record<string, unknown> = {}
      for (const key of Object.keys(value)) {
        const item = walk((value as Record<string, unknown>)[key])
        if (key === '__proto__')
          Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true })
        else copy[key] = item
      }
      return copy
    }
    return JSON.stringify(walk(root))
  }

  const decode = (text: string): unknown => {
    const seen: unknown[] = []
    const keep = <T>(value: T): T => {
      seen.push(value)
      return value
    }
    const walk = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value
      if (!Array.isArray(value)) {
        const object = keep(value as Record<string, unknown>)
        for (const key of Object.keys(object)) {
          const item = object[key]
          if (typeof item !== 'object' || item === null) continue
          Object.defineProperty(object, key, {
            value: walk(item),
            enumerable: true,
            configurable: true,
            writable: true,
          })
        }
        return object
      }
      const [tag, first, second, third, fourth] = value
      switch (tag) {
        case 'u':
          return undefined
        case 'n':
          return first === '-0' ? -0 : Number(first)
        case 'i':
          return BigInt(first)
        case 'r':
          return seen[first]
        case 'a': {
          const list: unknown[] = keep([])
          for (let at = 1; at < value.length; at++) list.push(walk(value[at]))
          return list
        }
        case 'd':
          return keep(new Date(first))
        case 'x':
          return keep(new RegExp(first, second))
        case 'm': {
          const map = keep(new Map())
          for (let at = 1; at < value.length; at += 2) {
            const key = walk(value[at])
            map.set(key, walk(value[at + 1]))
          }
          return map
        }
        case 's': {
          const set = keep(new Set())
          for (let at = 1; at < value.length; at++) set.add(walk(value[at]))
          return set
        }
        case 'e': {
          const error = keep(new (errorTypes[first] ?? Error)(second))
          error.stack = third
          if (fourth !== null)
            Object.defineProperty(error, 'cause', { value: walk(fourth), configurable: true, writable: true })
          return error
        }
        case 'b':
          return keep(fromBase64(first).buffer)
        case 'v': {
          const bytes = fromBase64(second)
          return keep(new (viewTypes[first] ?? Uint8Array)(bytes.buffer))
        }
        default:
          throw new Error(`Unknown tag ${String(tag)} on the wire.`)
      }
    }
    return walk(JSON.parse(text))
  }

  return { encode, decode }
}

export const wire: Wire = createWire()
