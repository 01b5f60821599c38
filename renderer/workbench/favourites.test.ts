import { expect, it, vi } from 'vitest'
import { FavouriteChanges } from './favourites.ts'

const settled = () => new Promise<void>(resolve => setImmediate(resolve))

it('two quick stars are both kept', async () => {
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

it('the catalogue counts again once all is saved, not while a save is under way', async () => {
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

it('what could not be saved is not shown as if it were', async () => {
  const wanted = vi.fn()
  const changes = new FavouriteChanges(() => Promise.reject(new Error('offline')), wanted)
  changes.toggle('a', [])
  await settled()
  expect(wanted).toHaveBeenLastCalledWith(null)
})
