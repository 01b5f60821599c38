import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clamped,
  fitScale,
  moved,
  rotated,
  scaleOf,
  startView,
  toggled,
  turned,
  type View,
  zoomed,
} from './viewer-view.ts'

const picture = { width: 2400, height: 1500 }
const stage = { width: 1200, height: 600 }

describe('the view of a picture', () => {
  it('fits at first, and is never enlarged by that', () => {
    expect(scaleOf(startView, picture, stage)).toBe(0.4)
    expect(fitScale({ width: 100, height: 50 }, stage, 0)).toBe(1)
    expect(fitScale(picture, stage, 90)).toBe(0.25)
  })

  it('keeps the point under the pointer when it zooms', () => {
    const at = { x: 100, y: -50 }
    const view = zoomed(startView, 5, picture, stage, at)
    expect((at.x - view.x) / 2).toBeCloseTo(at.x / 0.4)
    expect((at.y - view.y) / 2).toBeCloseTo(at.y / 0.4)
  })

  it('goes between all of it and its actual size', () => {
    const actual = toggled(startView, picture, stage)
    expect(actual.scale).toBe(1)
    expect(toggled(actual, picture, stage).scale).toBeNull()
    expect(toggled(startView, { width: 100, height: 50 }, stage).scale).toBe(2)
  })

  it('turns in four steps', () => {
    let view: View = startView
    for (let i = 0; i < 4; i++) view = rotated(view, 90)
    expect(view.rotation).toBe(0)
    expect(rotated(startView, -90).rotation).toBe(270)
  })

  it('never leaves the stage, whatever is done', () => {
    const act = fc.oneof(
      fc.tuple(fc.constant('zoom' as const), fc.double({ min: 0.1, max: 10, noNaN: true })),
      fc.tuple(fc.constant('move' as const), fc.double({ min: -5_000, max: 5_000, noNaN: true })),
      fc.tuple(fc.constant('turn' as const), fc.constant(0)),
      fc.tuple(fc.constant('toggle' as const), fc.constant(0)),
    )
    const size = fc.record({ width: fc.integer({ min: 1, max: 60_000 }), height: fc.integer({ min: 1, max: 60_000 }) })
    fc.assert(
      fc.property(size, fc.array(act, { maxLength: 20 }), (of, acts) => {
        let view: View = startView
        for (const [kind, value] of acts) {
          if (kind === 'zoom') view = zoomed(view, value, of, stage, { x: 300, y: 10 })
          if (kind === 'move') view = moved(view, { x: value, y: value }, of, stage)
          if (kind === 'turn') view = rotated(view, 90)
          if (kind === 'toggle') view = toggled(view, of, stage)
          const scale = scaleOf(view, of, stage)
          const { width, height } = turned(of, view.rotation)
          expect(Math.abs(view.x)).toBeLessThanOrEqual(Math.max(0, (width * scale - stage.width) / 2) + 1e-6)
          expect(Math.abs(view.y)).toBeLessThanOrEqual(Math.max(0, (height * scale - stage.height) / 2) + 1e-6)
          expect(clamped(view, of, stage)).toEqual(view)
          expect(scale).toBeGreaterThan(0)
        }
      }),
    )
  })
})
