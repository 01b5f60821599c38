/* What the scenes of the demo's pictures are drawn from: pieces of SVG. */

export const page = (width: number, height: number, ...parts: string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`

let gradients = 0

/** A rectangle that shades from the colour above to the one below. */
export function shaded(x: number, y: number, width: number, height: number, above: string, below: string, r = 0) {
  const id = `g${gradients++}`
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${above}"/><stop offset="1" stop-color="${below}"/></linearGradient><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${r}" fill="url(#${id})"/>`
}

/** Light that fades out around a point. */
export function glow(x: number, y: number, r: number, colour: string, strength = 1): string {
  const id = `g${gradients++}`
  return `<radialGradient id="${id}"><stop stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient><circle cx="${x}" cy="${y}" r="${r}" fill="url(#${id})"/>`
}

export const rect = (x: number, y: number, width: number, height: number, fill: string, r = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${r}" fill="${fill}"/>`

export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`

export const shape = (points: string, fill: string): string => `<path d="${points}" fill="${fill}"/>`

export const line = (points: string, colour: string, width: number): string =>
  `<path d="${points}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`

export function words(x: number, y: number, size: number, fill: string, text: string, more = ''): string {
  const fonts = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Helvetica Neue',Arial,sans-serif"
  return `<text x="${x}" y="${y}" font-size="${size}" font-family="${fonts}" text-anchor="middle" fill="${fill}" ${more}>${text}</text>`
}

/** Parts at another place and size; the ground stays where it was. */
export const at = (x: number, y: number, scale: number, ...parts: string[]): string =>
  `<g transform="translate(${x} ${y}) scale(${scale})">${parts.join('')}</g>`

/** Repeats a part `count` times. */
export const each = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join('')

/** An air purifier that stands on 0, 0: 120 wide, 300 high. `light`: how bright its ring is, 0 to 1. */
export function purifier(light = 0.8, body = '#f4f6f5'): string {
  return [
    oval(0, 2, 78, 12, 'rgba(10,30,28,.22)'),
    shaded(-60, -300, 120, 300, body, '#cfd8d5', 26),
    rect(-60, -300, 26, 300, 'rgba(255,255,255,.35)', 13),
    each(11, i => rect(-38, -206 + i * 16, 76, 6, 'rgba(40,70,66,.26)', 3)),
    glow(0, -252, 46, '#6fe0c4', light * 0.9),
    `<circle cx="0" cy="-252" r="17" fill="none" stroke="#35b795" stroke-opacity="${0.35 + light * 0.65}" stroke-width="6"/>`,
    oval(0, -296, 44, 7, 'rgba(40,70,66,.2)'),
  ].join('')
}

/** A plant in a pot that stands on 0, 0. */
export function plant(leaf = '#3f8f6b'): string {
  const blade = (turn: number, length: number) =>
    `<path d="M0 -50 C -26 -${90 + length / 3} -16 -${60 + length} 0 -${70 + length} C 16 -${60 + length} 26 -${90 + length / 3} 0 -50" fill="${leaf}" transform="rotate(${turn} 0 -50)" opacity="${0.75 + (length % 40) / 160}"/>`
  return [
    oval(0, 2, 44, 8, 'rgba(10,30,28,.2)'),
    each(7, i => blade(-66 + i * 22, 70 + ((i * 37) % 50))),
    shape('M-36 -56 H36 L28 0 H-28 Z', '#c9a27f'),
    rect(-40, -64, 80, 14, '#b98f6b', 4),
  ].join('')
}

/** A carton whose left lower corner is 0, 0. */
export function carton(width: number, height: number, tone = '#c79a68'): string {
  return [
    rect(0, -height, width, height, tone, 3),
    rect(0, -height, width, height * 0.12, 'rgba(255,255,255,.16)', 3),
    rect(width * 0.42, -height, width * 0.16, height, 'rgba(255,240,210,.42)'),
    rect(width * 0.08, -height * 0.34, width * 0.24, height * 0.18, 'rgba(255,255,255,.75)', 2),
    line(`M0 ${-height} H${width}`, 'rgba(60,35,10,.25)', 2),
  ].join('')
}

/** A cargo bike that stands on 0, 0 and looks to the right: 520 wide, 260 high. */
export function bike(frame: string, box = '#b5793f'): string {
  const wheel = (x: number, r: number) =>
    `${each(9, i => {
      const turn = (i * Math.PI) / 9
      const [dx, dy] = [Math.cos(turn) * r, Math.sin(turn) * r]
      return line(`M${x - dx} ${-r - dy} L${x + dx} ${-r + dy}`, 'rgba(90,100,105,.5)', 1.5)
    })}<circle cx="${x}" cy="${-r}" r="${r - 4}" fill="none" stroke="#22282b" stroke-width="11"/><circle cx="${x}" cy="${-r}" r="9" fill="#7c878c"/>`
  return [
    oval(0, 3, 285, 14, 'rgba(15,20,20,.22)'),
    wheel(-190, 78),
    wheel(225, 58),
    line('M-190 -78 L-105 -62 L-150 -170 Z', frame, 13),
    line('M-105 -62 L-40 -52 L140 -52 L225 -58', frame, 15),
    line('M-105 -62 L20 -190 L8 -230', frame, 13),
    line('M225 -58 L205 -130', frame, 11),
    shape('M20 -66 H190 L212 -176 H2 Z', box),
    shape('M20 -66 H190 L194 -88 H16 Z', 'rgba(30,15,0,.25)'),
    line('M2 -176 H212', 'rgba(255,235,200,.55)', 7),
    line('M8 -230 L-34 -236', '#22282b', 10),
    line('M-150 -170 L-156 -196', '#7c878c', 9),
    `<path d="M-196 -204 Q-156 -216 -118 -202 Q-150 -190 -196 -204" fill="#3b2a22" stroke="#3b2a22" stroke-width="8" stroke-linejoin="round"/>`,
    rect(-150, -122, 64, 34, '#2d3639', 7),
    `<circle cx="-105" cy="-62" r="22" fill="#3a4448"/>`,
    line('M-105 -62 L-88 -36 L-72 -36', '#22282b', 8),
  ].join('')
}
