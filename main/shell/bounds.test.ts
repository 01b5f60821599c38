import { describe, expect, test } from 'vitest'
import { placeWindow } from './bounds.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const left = { x: -1600, y: 0, width: 1600, height: 860 }
const place = { x: 100, y: 80, width: 1000, height: 700, maximized: false }

describe('the bounds of the window', () => {
  test('have the default size at first, no larger than the display', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1280, height: 832, maximized: false })
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toMatchObject({ width: 1024, height: 600 })
  })

  test('are those of the last time, on any display', () => {
    expect(placeWindow(place, [screen])).toEqual(place)
    const other = { ...place, x: -1500 }
    expect(placeWindow(other, [screen, left])).toEqual(other)
  })

  test.each([
    ['its display is missing', { ...place, x: -1500 }],
    ['its title bar is above the display', { ...place, y: -40 }],
    ['its title bar is below the display', { ...place, y: 1030 }],
    ['only a sliver of it is on the display', { ...place, x: 1900 }],
  ])('get their position from the system, and keep their size, when %s', (_why, lost) => {
    const placed = placeWindow({ ...lost, maximized: true }, [screen])
    expect(placed).toEqual({ width: 1000, height: 700, maximized: true })
  })

  test('keep their size where the system tells no places and a panel is at the top', () => {
    const wayland = { ...place, x: 0, y: 0 }
    expect(placeWindow(wayland, [{ ...screen, y: 32 }])).toEqual({ width: 1000, height: 700, maximized: false })
  })

  test('are limited to the display and the minimum size', () => {
    expect(placeWindow({ ...place, width: 5000, height: 5000 }, [screen])).toMatchObject({ width: 1920, height: 1040 })
    expect(placeWindow({ ...place, width: 300, height: 100 }, [screen])).toMatchObject({ width: 880, height: 560 })
  })
})
