/* Where the values of a JSON text stand: what an editor needs and `JSON.parse` does not tell. */

/** A value of a JSON text, from its first character to behind its last. */
export interface JsonNode {
  start: number
  end: number
  /** Of an object. Of a key that is there twice the last counts. */
  members?: Map<string, { keyStart: number; keyEnd: number; value: JsonNode }>
  /** Of an array. */
  items?: JsonNode[]
}

export type SyntaxFault =
  | 'empty'
  | 'value'
  | 'key'
  | 'colon'
  | 'comma'
  | 'extraComma'
  | 'openText'
  | 'escape'
  | 'unclosed'
  | 'behind'
  | 'tooDeep'

/** Why a text is no JSON. `mend`: what would mend it here, where that is plain. */
export interface JsonFault {
  fault: SyntaxFault
  at: number
  mend?: Edit
}

/** A text in place of what stands from `start` to `end`. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** Deeper values are not followed. */
const mostDepth = 200

class Fault extends Error {
  readonly found: JsonFault
  constructor(found: JsonFault) {
    super(found.fault)
    this.found = found
  }
}

/** Reads a JSON text (RFC 8259) with the places of its values; on what is none, the first fault. */
export function jsonPlaces(text: string): { root: JsonNode } | { error: JsonFault } {
  try {
    return { root: new Reader(text).whole() }
  } catch (error) {
    if (error instanceof Fault) return { error: error.found }
    throw error
  }
}

const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const plain = /[^"\\\p{Cc}]+/uy
/** The first character that may stand in a text as it is. */
const firstPlain = ' '

class Reader {
  readonly #text: string
  #at = 0
  constructor(text: string) {
    this.#text = text
  }

  whole(): JsonNode {
    this.#skip()
    if (this.#at === this.#text.length) throw new Fault({ fault: 'empty', at: 0 })
    const root = this.#value(0)
    this.#skip()
    if (this.#at < this.#text.length) throw this.#fault('behind')
    return root
  }

  #fault(fault: SyntaxFault, at = this.#at, mend?: Edit): Fault {
    return new Fault({ fault, at, ...(mend && { mend }) })
  }

  #skip(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++
  }

  /** Passes over a character if it is next. */
  #takes(character: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return false
    this.#at = pattern.lastIndex
    return true
  }

  #value(depth: number): JsonNode {
    this.#skip()
    if (depth > mostDepth) throw this.#fault('tooDeep')
    const start = this.#at
    const next = this.#text[start]
    if (next === undefined) throw this.#fault('unclosed')
    if (next === '{') return { start, members: this.#members(depth), end: this.#at }
    if (next === '[') return { start, items: this.#items(depth), end: this.#at }
    if (next === '"') this.#string()
    else if (!this.#match(literal) || /[\w.]/.test(this.#text[this.#at] ?? '')) throw this.#fault('value', start)
    return { start, end: this.#at }
  }

  #members(depth: number): NonNullable<JsonNode['members']> {
    const members: NonNullable<JsonNode['members']> = new Map()
    this.#at++
    if (this.#takes('}')) return members
    do {
      this.#skip()
      const keyStart = this.#at
      if (this.#text[keyStart] !== '"') throw this.#fault(keyStart < this.#text.length ? 'key' : 'unclosed')
      const key = this.#string()
      const keyEnd = this.#at
      if (!this.#takes(':')) throw this.#fault('colon', keyEnd, { start: keyEnd, end: keyEnd, text: ':' })
      members.set(key, { keyStart, keyEnd, value: this.#value(depth + 1) })
    } while (this.#goesOn('}'))
    return members
  }

  #items(depth: number): JsonNode[] {
    const items: JsonNode[] = []
    this.#at++
    if (this.#takes(']')) return items
    do items.push(this.#value(depth + 1))
    while (this.#goesOn(']'))
    return items
  }

  /** Whether another member or item follows; passes over what closes them if not. */
  #goesOn(close: string): boolean {
    const behind = this.#at
    if (this.#takes(close)) return false
    if (this.#takes(',')) {
      const comma = this.#at - 1
      this.#skip()
      if (this.#text[this.#at] === close)
        throw this.#fault('extraComma', comma, { start: comma, end: comma + 1, text: '' })
      return true
    }
    if (this.#at >= this.#text.length) throw this.#fault('unclosed')
    const begins = /["{[\w-]/.test(this.#text[this.#at] ?? '')
    throw this.#fault('comma', behind, begins ? { start: behind, end: behind, text: ',' } : undefined)
  }

  /** The text that begins here, without its quotes. */
  #string(): string {
    const start = this.#at++
    for (;;) {
      this.#match(plain)
      const next = this.#text[this.#at]
      if (next === '"') break
      if (next !== undefined && next !== '\\' && next >= firstPlain) {
        // One of the later control characters, which may stand as they are.
        this.#at++
        continue
      }
      if (next !== '\\') throw this.#fault('openText', start)
      if (!/^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/.test(this.#text.slice(this.#at, this.#at + 6)))
        throw this.#fault('escape')
      this.#at += 2
    }
    this.#at++
    return JSON.parse(this.#text.slice(start, this.#at)) as string
  }
}

/** The value at the end of a path, or the last one on the way there. */
export function nodeAt(root: JsonNode, path: readonly (string | number)[]): JsonNode {
  let node = root
  for (const key of path) {
    const next = typeof key === 'number' ? node.items?.[key] : node.members?.get(key)?.value
    if (next === undefined) return node
    node = next
  }
  return node
}

/** The line and column of a place in a text, from 1. */
export function lineOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const start = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: at - start + 1 }
}
