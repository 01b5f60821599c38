import { at, bike, each, glow, line, page, plant, purifier, rect, shaded, shape, words } from './drawing.ts'

/* Scenes of posters, boards and plans. */

/** A key visual. `breath`: where the breathing circle is, 0 to 1. */
export function poster(slogan: string, of: 'purifier' | 'bike', breath = 0.5): string {
  const [width, height] = [1_600, 1_000]
  const [above, below, ring] = of === 'purifier' ? ['#0e4a43', '#bfe6d8', '#e9fff6'] : ['#31563f', '#e7dcb9', '#fff8df']
  return page(
    width,
    height,
    shaded(0, 0, width, height, above, below),
    each(4, i => {
      const r = 150 + ((i + breath) % 4) * 130
      return `<circle cx="1090" cy="520" r="${r}" fill="none" stroke="${ring}" stroke-width="2.5" stroke-opacity="${Math.max(0, 0.75 - r / 760)}"/>`
    }),
    glow(1_090, 520, 420, ring, 0.55),
    of === 'purifier' ? at(1_090, 830, 1.9, purifier(0.9)) : at(1_060, 760, 1.35, bike('#1f4a35')),
    words(440, 480, slogan.length > 8 ? 74 : 104, '#ffffff', slogan, 'font-weight="300"'),
    words(
      440,
      560,
      34,
      'rgba(255,255,255,.85)',
      of === 'purifier' ? 'Air 2 · 19 dB(A)' : 'Lark 2',
      'letter-spacing="5"',
    ),
  )
}

/** A whiteboard with the steps of a plan and notes stuck to it; the first `done` are ticked. */
export function whiteboard(title: string, steps: number, done: number): string {
  return page(
    1_440,
    1_080,
    shaded(0, 0, 1_440, 1_080, '#cfd3d2', '#aeb4b3'),
    rect(70, 70, 1_300, 860, '#8d9694', 10),
    shaded(88, 88, 1_264, 824, '#ffffff', '#f0f3f2'),
    words(420, 180, 64, '#25504a', title, 'font-weight="600"'),
    line('M150 215 H700', '#c8433c', 6),
    each(steps, i => {
      const y = 296 + i * 76
      const stroke = `M250 ${y} q${120 + ((i * 71) % 90)} -10 ${300 + ((i * 53) % 190)} 0`
      return (
        words(176, y + 14, 40, '#3d4a58', String(i + 1)) +
        line(stroke, '#55626f', 9) +
        (i < done ? line(`M720 ${y - 4} l16 18 l34 -44`, '#1f9a74', 11) : '')
      )
    }),
    each(6, i => {
      const [x, y] = [900 + (i % 2) * 210, 150 + Math.floor(i / 2) * 240]
      const tone = ['#ffe58a', '#ffc9a3', '#c6ecd3', '#cfe2ff', '#ffe58a', '#f3cfe6'][i] ?? ''
      return `<g transform="rotate(${((i * 7) % 9) - 4} ${x + 90} ${y + 90})">${rect(x + 5, y + 8, 180, 180, 'rgba(0,0,0,.14)')}${rect(x, y, 180, 180, tone)}${each(3, j => line(`M${x + 26} ${y + 52 + j * 38} h${120 - ((i + j) % 3) * 28}`, 'rgba(50,50,50,.5)', 6))}</g>`
    }),
    rect(300, 930, 560, 26, '#79827f', 6),
    each(4, i => rect(340 + i * 110, 918, 84, 18, ['#c8433c', '#2b6cb0', '#1f9a74', '#333'][i] ?? '', 9)),
  )
}

/** Labels of a plan, as they stand in it. */
export interface PlanLabels {
  title: string
  rooms: readonly [string, string, string, string]
  note: string
}

/** A floor plan with its measures. */
export function plan({ title, rooms, note }: PlanLabels): string {
  const [width, height] = [1_684, 1_190]
  const wall = '#2c3d3a'
  const room = (x: number, y: number, name: string, area: string) =>
    words(x, y, 34, wall, name, 'font-weight="600"') + words(x, y + 44, 26, '#6d7b78', area)
  const across = (x: number, to: number, y: number, text: string) =>
    line(`M${x} ${y} H${to} M${x} ${y - 12} V${y + 12} M${to} ${y - 12} V${y + 12}`, '#8a9693', 2) +
    words((x + to) / 2, y - 12, 24, '#5d6a67', text)
  return page(
    width,
    height,
    rect(0, 0, width, height, '#fbfbf8'),
    each(41, i => line(`M${i * 42} 0 V${height}`, '#eef1ee', 1)) +
      each(29, i => line(`M0 ${i * 42} H${width}`, '#eef1ee', 1)),
    rect(190, 210, 1_060, 760, '#ffffff'),
    `<rect x="190" y="210" width="1060" height="760" fill="none" stroke="${wall}" stroke-width="16"/>`,
    rect(560, 198, 260, 24, '#fbfbf8'),
    line('M560 210 A260 260 0 0 1 690 430', '#8a9693', 2),
    line('M840 210 V520 M840 640 V970 M840 640 H1250', wall, 10),
    shape('M880 690 H1210 V930 H880 Z', '#e6efec'),
    each(4, i => rect(230, 290 + i * 165, 70, 130, '#dfe9e5', 6)),
    rect(420, 700, 300, 90, '#d9e6e1', 44),
    each(3, i => `<circle cx="${470 + i * 100}" cy="745" r="24" fill="#8fb7aa"/>`),
    `<circle cx="690" cy="560" r="46" fill="#c9cfcc" stroke="${wall}" stroke-width="4"/>`,
    line('M640 510 L740 610 M740 510 L640 610', '#8a9693', 2),
    at(1_180, 480, 0.7, plant()),
    room(500, 400, rooms[0], '52.4 m²'),
    room(1_045, 380, rooms[1], '14.8 m²'),
    room(1_045, 800, rooms[2], '5.3 m²'),
    room(570, 900, rooms[3], '13.5 m²'),
    across(190, 840, 150, '6 520'),
    across(840, 1_250, 150, '4 200'),
    across(190, 1_250, 1_030, '10 720'),
    words(1_440, 880, 30, wall, title, 'font-weight="600"'),
    line('M1290 900 H1600 M1290 980 H1600 M1290 1060 H1600 M1290 820 H1600 V1060 M1290 820 V1060', wall, 3),
    words(1_440, 950, 24, '#6d7b78', note),
    words(1_440, 1_030, 24, '#6d7b78', '1 : 50   A3'),
    shape('M1440 250 l34 90 l-34 -20 l-34 20 Z', wall),
    words(1_440, 226, 30, wall, 'N'),
  )
}
