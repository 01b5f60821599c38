import { describe, expect, test } from 'vitest'
import { bringBack, placeWindow } from './bounds.ts'

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

describe('a window whose display is taken away', () => {
  const display = { bounds: { x: 0, y: 0, width: 1920, height: 1080 }, workArea: screen }
  test('comes back to the middle of the first display, no larger than it', () => {
    expect(bringBack({ x: 2000, y: 40, width: 1000, height: 700 }, [display])).toEqual({
      x: 460,
      y: 170,
      width: 1000,
      height: 700,
    })
    expect(bringBack({ x: -1600, y: 0, width: 3000, height: 2000 }, [{ ...display, bounds: left }])).toBeNull()
    expect(bringBack({ x: 5000, y: 0, width: 3000, height: 2000 }, [display])).toEqual(screen)
  })

  test('stays where its title bar can be reached, be it under a panel', () => {
    expect(bringBack({ x: 1700, y: 1040, width: 1000, height: 700 }, [display])).toBeNull()
    expect(bringBack({ x: 1850, y: 100, width: 1000, height: 700 }, [display])).not.toBeNull()
    expect(bringBack({ x: 0, y: 0, width: 1000, height: 700 }, [])).toBeNull()
  })
})
