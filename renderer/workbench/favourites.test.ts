import { expect, it, vi } from 'vitest'
import { FavouriteChanges } from './favourites.ts'

const settled = () => new Promise<void>(resolve => setImmediate(resolve))

it('two quick toggles are both saved', async () => {
  const saved: string[][] = []
  const wanted = vi.fn()
  const changes = new FavouriteChanges(async ids => saved.push(ids), wanted)
  changes.toggle('a', ['x'])
  changes.toggle('b', ['x'])
  changes.toggle('x', ['x'])
  await settled()
  expect(saved).toEqual([
    ['x', 'a'],
    ['x', 'a', 'b'],
    ['a', 'b'],
  ])
  expect(wanted).toHaveBeenLastCalledWith(['a', 'b'])
})

it('the list of the catalogue is shown once all is saved, not while a save is pending', async () => {
  let finish = () => {}
  const wanted = vi.fn()
  const changes = new FavouriteChanges(() => new Promise<void>(resolve => (finish = resolve)), wanted)
  changes.toggle('a', [])
  await settled()
  changes.known()
  expect(wanted).toHaveBeenLastCalledWith(['a'])
  finish()
  await settled()
  changes.known()
  expect(wanted).toHaveBeenLastCalledWith(null)
})

it('a failed save is reverted', async () => {
  const wanted = vi.fn()
  const changes = new FavouriteChanges(() => Promise.reject(new Error('offline')), wanted)
  changes.toggle('a', [])
  await settled()
  expect(wanted).toHaveBeenLastCalledWith(null)
})
