import { expect, test } from 'vitest'
import { nextZoomLevel, titleBarOverlay, windowButtonPosition, windowFrame } from './frame.ts'

test('the buttons of the system are as high as the title bar of the zoomed page', () => {
  const look = { dark: false, highContrast: false }
  expect(titleBarOverlay(look, 1)).toEqual({ color: '#e7edeb', symbolColor: '#44534f', height: 36 })
  expect(titleBarOverlay(look, 1.5).height).toBe(54)
  expect(windowButtonPosition(1)).toEqual({ x: 14, y: 11 })
  expect(windowButtonPosition(2)).toEqual({ x: 14, y: 29 })
})

test('on every system the page can learn where the buttons are', () => {
  const look = { dark: false, highContrast: false }
  for (const platform of ['darwin', 'linux', 'win32'] as const)
    expect(windowFrame(platform, look)).toMatchObject({ titleBarStyle: 'hidden', titleBarOverlay: expect.anything() })
  // Without colours and height on macOS, where a height would move the buttons.
  expect(windowFrame('darwin', look)).toMatchObject({ titleBarOverlay: true, trafficLightPosition: { x: 14, y: 11 } })
})

test('in high contrast they have the system’s colours, or plain black and white', () => {
  const systemColours = { ground: '#2d3236', symbols: '#ffffff' }
  expect(titleBarOverlay({ dark: true, highContrast: true, systemColours }, 1).color).toBe('#2d3236')
  expect(titleBarOverlay({ dark: true, highContrast: true }, 1)).toMatchObject({
    color: '#000000',
    symbolColor: '#ffffff',
  })
  expect(titleBarOverlay({ dark: false, highContrast: true }, 1).color).toBe('#ffffff')
  expect(titleBarOverlay({ dark: true, highContrast: false, systemColours }, 1).color).toBe('#0e1413')
})

test('the zoom keys go in steps to a limit, and back to the actual size', () => {
  expect(nextZoomLevel(0, 'in')).toBe(0.5)
  expect(nextZoomLevel(0, 'out')).toBe(-0.5)
  expect(nextZoomLevel(3, 'in')).toBe(3)
  expect(nextZoomLevel(-3, 'out')).toBe(-3)
  expect(nextZoomLevel(2, 'reset')).toBe(0)
})
