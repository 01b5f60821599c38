/* Colours that somebody else wrote as `#36a64f`, by what they look like: cards have only a few tones. */

/** Red, green and blue, from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** The colour of `#36a64f`, `36a64f` or `#3a5`, in small letters or large; null where it is none. */
export function rgbOf(color: string): Rgb | null {
  const digits = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(color)?.[1]
  if (digits === undefined) return null
  const whole = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const part = (at: number) => Number.parseInt(whole.slice(at, at + 2), 16)
  return [part(0), part(2), part(4)]
}

/** How much of a hue a colour has, from 0 for a grey to 255. */
export function chromaOf(rgb: Rgb): number {
  return Math.max(...rgb) - Math.min(...rgb)
}

/** The hue of a colour that has one, in degrees from red: 60 is yellow, 120 green, 240 blue; below 360. */
export function hueOf(rgb: Rgb): number {
  const [red, green, blue] = rgb
  const most = Math.max(...rgb)
  const chroma = chromaOf(rgb)
  const hue =
    most === red
      ? (60 * (green - blue)) / chroma
      : most === green
        ? 120 + (60 * (blue - red)) / chroma
        : 240 + (60 * (red - green)) / chroma
  return (hue + 360) % 360
}
