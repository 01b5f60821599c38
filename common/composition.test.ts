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

  /** Sequences as they were recorded: `229` is a key during the composition, `|` its end, `^` a key that goes up. */
  const recorded: [name: string, sequence: string, reaches: string[]][] = [
    ['Pinyin on Windows, Enter takes the letters', '229:Enter | ^', []],
    ['Pinyin on Windows, then Enter to send', '229:Enter | ^ Enter', ['Enter']],
    ['Pinyin on Windows, Space takes a candidate, then Enter', '229:Space | ^ Enter', ['Enter']],
    ['Pinyin on Windows, Space and Enter roll over', '229:Space | Enter ^', ['Enter']],
    ['Pinyin on Windows, Escape gives up', '229:Escape | ^', []],
    ['Pinyin on macOS in Safari’s order, Enter takes the letters', '| Enter ^', []],
    ['Pinyin on macOS in Safari’s order, marked 229', '| 229:Enter ^', []],
    ['Pinyin on macOS in Safari’s order, Escape gives up', '| Escape ^', []],
    ['Pinyin on macOS in Safari’s order, then Enter to send', '| Enter ^ Enter', ['Enter']],
    ['Wubi, the fourth letter takes the word, then Enter', '229:KeyG | ^ Enter', ['Enter']],
    [
      'Wubi, the next letter takes the word and begins another',
      '229:KeyG | 229:KeyW ^ ^ 229:Space | ^ Enter',
      ['Enter'],
    ],
    ['Wubi, Enter empties the letters', '229:Enter | ^', []],
    ['Korean on macOS, Enter ends the syllable and comes again', '229:Enter | Enter ^', []],
    ['Korean on macOS, then Enter to send', '229:Enter | Enter ^ Enter', ['Enter']],
    ['Korean on Windows, Escape ends the syllable and comes again', '229:Escape | Escape ^', []],
    ['Korean, a syllable ends with the next one', '| 229:KeyK ^ 229:Enter | Enter ^ Enter', ['Enter']],
    ['Japanese, Space converts, Enter takes, Enter sends', '229:Space ^ 229:Enter | ^ Enter', ['Enter']],
    ['ibus on Linux, the end behind the key that goes up', '229:Enter ^ | Enter', []],
    ['no input method', 'Enter ^ Escape', ['Enter', 'Escape']],
  ]
  it.each(recorded)('as recorded: %s', (_name, sequence, reaches) => {
    for (const step of sequence.split(' ')) {
      const [code, name = ''] = step.startsWith('229:') ? [229, step.slice(4)] : [step === 'Enter' ? 13 : 27, step]
      if (step === '|') send('compositionend', 2)
      else if (step === '^') send('keyup', 60)
      else {
        const composing = code === 229
        const key = composing ? 'Process' : name
        send('keydown', 2, { key, code: name, keyCode: code, isComposing: composing })
      }
    }
    expect(reached).toEqual(reaches)
  })
})
