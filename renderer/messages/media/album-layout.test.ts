import { describe, expect, it } from 'vitest'
import { albumLayout, albumShown, albumWidth, pictureBox } from './album-layout.ts'

describe('an album', () => {
  it.each(Array.from({ length: 20 }, (_, index) => index + 1))('of %i shows each once, within its width', count => {
    const { cells, height, hidden } = albumLayout(count)
    expect(cells).toHaveLength(Math.min(count, albumShown))
    expect(cells.length + hidden).toBe(count)
    for (const cell of cells) {
      expect(cell.x + cell.width).toBeLessThanOrEqual(albumWidth + 0.01)
      expect(cell.y + cell.height).toBeLessThanOrEqual(height + 0.01)
      expect(Math.min(cell.width, cell.height)).toBeGreaterThan(100)
    }
    for (const [index, a] of cells.entries())
      for (const b of cells.slice(index + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart).toBe(true)
      }
  })
})

describe('one picture', () => {
  it('keeps its shape within the bounds, and is never enlarged beyond what can be pressed', () => {
    expect(pictureBox({ width: 2400, height: 1500 })).toEqual({ width: 320, height: 200, cut: false })
    expect(pictureBox({ width: 1500, height: 3000 })).toEqual({ width: 160, height: 320, cut: false })
    expect(pictureBox({ width: 200, height: 150 })).toEqual({ width: 200, height: 150, cut: false })
    expect(pictureBox({ width: 16, height: 16 })).toEqual({ width: 96, height: 96, cut: true })
  })
  it('is cut where it is very long, and has a size where none is known', () => {
    expect(pictureBox({ width: 1000, height: 20_000 })).toEqual({ width: 96, height: 320, cut: true })
    expect(pictureBox({ width: 65_535, height: 1 })).toEqual({ width: 320, height: 96, cut: true })
    expect(pictureBox({})).toEqual({ width: 240, height: 180, cut: false })
  })
})
