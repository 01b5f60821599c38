import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { returnFocus, watchFocus } from './focus.ts'

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
