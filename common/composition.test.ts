import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isComposing, watchComposition } from './composition.ts'

afterEach(() => vi.unstubAllGlobals())

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
