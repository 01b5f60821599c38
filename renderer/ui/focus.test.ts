import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isComposing, returnFocus, watchComposition, watchFocus } from './focus.ts'

class FakeElement {
  isConnected = true
  parentElement: FakeElement | null = null
  focus = vi.fn(() => {
    page.activeElement = this
  })
  readonly #inLayer: boolean

  constructor(inLayer = false) {
    this.#inLayer = inLayer
  }

  hasAttribute() {
    return true
  }

  closest() {
    return this.#inLayer ? this : null
  }
}
const body = new FakeElement()
const page = Object.assign(new EventTarget(), { body, activeElement: body })
const focusin = (target: FakeElement) =>
  page.dispatchEvent(Object.defineProperty(new Event('focusin'), 'target', { value: target }))
const element = (fake: FakeElement) => fake as unknown as Element

beforeEach(() => {
  page.activeElement = body
  vi.stubGlobal('document', page)
  vi.stubGlobal('HTMLElement', FakeElement)
})
afterEach(() => vi.unstubAllGlobals())

it('focus returns to the element that had it before the dialog', () => {
  const button = new FakeElement()
  returnFocus(element(button))
  expect(button.focus).toHaveBeenCalled()
})

it('focus returns to the page when a removed menu entry had it', () => {
  const stop = watchFocus()
  const row = new FakeElement()
  const entry = new FakeElement(true)
  focusin(row)
  focusin(entry)
  entry.isConnected = false
  returnFocus(element(entry))
  expect(entry.focus).not.toHaveBeenCalled()
  expect(row.focus).toHaveBeenCalled()
  stop()
})

it('focus returns to what contained an element that is gone or hidden', () => {
  const stop = watchFocus()
  const message = new FakeElement()
  const button = new FakeElement()
  button.parentElement = message
  focusin(button)
  button.isConnected = false
  returnFocus(null)
  expect(page.activeElement).toBe(message)

  page.activeElement = body
  button.isConnected = true
  button.focus.mockImplementation(() => {})
  returnFocus(element(button))
  expect(page.activeElement).toBe(message)
  stop()
})

it('focus on another element stays', () => {
  const button = new FakeElement()
  page.activeElement = new FakeElement()
  returnFocus(element(button))
  expect(button.focus).not.toHaveBeenCalled()
})

it('keys during a composition belong to the input method', () => {
  expect(isComposing({ isComposing: true, keyCode: 27 })).toBe(true)
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true)
  expect(isComposing({ isComposing: false, keyCode: 27 })).toBe(false)
})

describe('the key that ends a composition', () => {
  let at = 0
  let stop: () => void
  const reached: string[] = []
  const target = new EventTarget()
  const send = (type: string, wait: number, fields: object = {}) => {
    at += wait
    const event = new Event(type, { cancelable: true })
    for (const [name, value] of Object.entries({ timeStamp: at, ...fields }))
      Object.defineProperty(event, name, { value })
    target.dispatchEvent(event)
    return event
  }
  const key = (name: string, wait: number, composing = false) =>
    send('keydown', wait, { key: name, isComposing: composing, keyCode: composing ? 229 : name === 'Enter' ? 13 : 27 })

  beforeEach(() => {
    at = 1_000
    reached.length = 0
    vi.stubGlobal('window', target)
    stop = watchComposition()
    target.addEventListener('keydown', note)
  })
  afterEach(() => {
    stop()
    target.removeEventListener('keydown', note)
  })
  const note = (event: Event) => {
    if (!isComposing(event as KeyboardEvent)) reached.push((event as KeyboardEvent).key)
  }

  it.each(['Enter', 'Escape'])('reaches nothing: %s behind the end', name => {
    send('compositionend', 50)
    expect(key(name, 2).defaultPrevented).toBe(true)
    send('keyup', 60)
    expect(reached).toEqual([])
    key(name, 80)
    expect(reached).toEqual([name])
  })

  it.each(['Enter', 'Escape'])('reaches nothing: %s before the end', name => {
    key(name, 50, true)
    send('compositionend', 1)
    send('keyup', 60)
    expect(reached).toEqual([])
    key(name, 5)
    expect(reached).toEqual([name])
  })

  it('is not the next key, pressed while the one that ended it is still down', () => {
    send('keydown', 50, { key: ' ', isComposing: true, keyCode: 229 })
    send('compositionend', 1)
    key('Enter', 20)
    expect(reached).toEqual(['Enter'])
  })

  it('is no key a while after a candidate was clicked', () => {
    send('compositionend', 50)
    key('Enter', 400)
    expect(reached).toEqual(['Enter'])
  })
})
