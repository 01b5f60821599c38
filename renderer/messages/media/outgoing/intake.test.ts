import { describe, expect, it } from 'vitest'
import { filesWin, givenKind, messagesOf, shrinkPlan } from './intake.ts'

describe('a clipboard', () => {
  it.each([
    ['a screenshot', { names: ['image.png'], plain: '', htmlText: null }, true],
    ['cells of Excel', { names: ['image.png'], plain: '1\t2', htmlText: '1 2' }, false],
    ['words of Word', { names: ['image.png'], plain: '你好', htmlText: '你好' }, false],
    ['a picture of a browser', { names: ['image.png'], plain: '', htmlText: '' }, true],
    ['files of a file manager', { names: ['a b.pdf', 'c.txt'], plain: 'a b.pdf\nc.txt', htmlText: null }, true],
    ['files by address', { names: ['a b.pdf'], plain: 'file:///home/x/a%20b.pdf', htmlText: null }, true],
    ['files of Windows', { names: ['100%.pdf'], plain: 'C:\\x\\100%.pdf', htmlText: null }, true],
    ['text with a picture', { names: ['image.png'], plain: '看这里', htmlText: null }, false],
    ['text alone', { names: [], plain: 'x', htmlText: null }, false],
  ])('%s', (_, clipboard, wins) => expect(filesWin(clipboard)).toBe(wins))
})

describe('a picture that is sent', () => {
  const photo = { type: 'image/jpeg', size: 9_000_000, width: 6_000, height: 4_000, original: false }
  it('is made smaller, unless it goes as its original or moves', () => {
    expect(shrinkPlan(photo)).toEqual({ width: 4_096, height: 2_731, type: 'image/jpeg' })
    expect(shrinkPlan({ ...photo, original: true })).toBeNull()
    expect(shrinkPlan({ ...photo, type: 'image/gif' })).toBeNull()
  })
  it('loses what a camera wrote into it even where it is small, and a screenshot stays exact', () => {
    expect(shrinkPlan({ ...photo, width: 800, height: 600, size: 90_000 })).toMatchObject({ width: 800, height: 600 })
    expect(shrinkPlan({ ...photo, type: 'image/png', width: 2_000, height: 1_000 })).toBeNull()
    expect(shrinkPlan({ ...photo, type: 'image/png', width: 9_000, height: 2 })).toMatchObject({ height: 1 })
    expect(shrinkPlan({ ...photo, type: 'image/bmp', width: 2_000, height: 1_000 })).toMatchObject({
      type: 'image/jpeg',
    })
  })
})

it('pictures go together, in albums of a size; all else goes alone, and as files everything does', () => {
  const items = ['image', 'file', 'image', 'video', 'image'].map((kind, at) => ({ kind, at })) as {
    kind: 'image' | 'file' | 'video'
    at: number
  }[]
  expect(messagesOf(items, false, 2).map(({ as, items: own }) => [as, own.map(({ at }) => at)])).toEqual([
    ['image', [0, 2]],
    ['image', [4]],
    ['file', [1]],
    ['video', [3]],
  ])
  expect(messagesOf(items, true, 2).map(({ as }) => as)).toEqual(['file', 'file', 'file', 'file', 'file'])
  expect(['image/svg+xml', 'image/heic', 'video/mp4', ''].map(givenKind)).toEqual(['file', 'file', 'video', 'file'])
})
