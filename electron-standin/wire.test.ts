import { expect, test } from 'vitest'
import { wire } from './host/wire.ts'

test('an error arrives as an error, whatever name a page gave it', () => {
  for (const name of ['TypeError', 'constructor', 'toString', '__proto__']) {
    const error = Object.defineProperty(new Error('bad'), 'name', { value: name })
    const arrived = wire.decode(wire.encode(error))
    expect(arrived).toBeInstanceOf(name === 'TypeError' ? TypeError : Error)
    expect(arrived).toMatchObject({ message: 'bad' })
  }
})
