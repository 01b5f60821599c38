import {
  at,
  bike,
  carton,
  each,
  glow,
  line,
  oval,
  page,
  plant,
  purifier,
  rect,
  shaded,
  shape,
  words,
} from './drawing.ts'

/* Scenes of shops, stores and stocks. */

const [width, height] = [1_440, 1_080]

/** A shop at dusk, its window lit. `breath`: how bright the light in the window is, 0 to 1. */
export function storefront(breath = 0.85): string {
  return page(
    width,
    height,
    shaded(0, 0, width, height, '#243b53', '#8b7f96'),
    glow(1_180, 420, 520, '#f4b98a', 0.5),
    rect(90, 190, 1_260, 720, '#17302f', 6),
    rect(90, 190, 1_260, 130, '#12403b', 6),
    words(720, 276, 66, `rgba(226,255,246,${0.7 + breath * 0.3})`, 'QINGYU', 'letter-spacing="26" font-weight="300"'),
    shaded(140, 350, 800, 500, '#f2e8d2', '#d7c3a0'),
    glow(540, 460, 430, '#fff6dc', 0.25 + breath * 0.65),
    rect(140, 770, 800, 80, '#9d8462'),
    each(3, i => rect(196 + i * 250, 690, 180, 90, '#efe5d3', 4)),
    each(3, i => at(286 + i * 250, 692, 0.92, purifier(breath))),
    each(4, i => glow(240 + i * 200, 356, 90, '#fffbe9', 0.3 + breath * 0.7)),
    rect(1_000, 350, 300, 560, '#0f2827'),
    shaded(1_020, 372, 126, 538, '#8fb8a8', '#4c7467'),
    shaded(1_154, 372, 126, 538, '#8fb8a8', '#4c7467'),
    rect(1_134, 610, 10, 100, '#e6d9b8', 5),
    rect(1_156, 610, 10, 100, '#e6d9b8', 5),
    line('M411 350 V850 M661 350 V850', 'rgba(20,50,48,.55)', 8),
    shaded(0, 910, width, 170, '#5d5a66', '#3e3d49'),
    shape('M140 912 L60 1080 H1010 L940 912 Z', `rgba(255,236,190,${0.08 + breath * 0.2})`),
    at(70, 930, 1.15, plant('#2f6e56')),
    at(1_372, 930, 1.15, plant('#2f6e56')),
  )
}

/** A display in a shop; no two are the same. */
export function display(kind: number): string {
  const hue = [164, 32, 205, 84, 18, 186, 268, 44, 150][kind % 9] ?? 160
  const count = 2 + (kind % 3)
  const wall = (light: number, tone = 22) => `hsl(${hue} ${tone}% ${light}%)`
  const gap = 1_060 / count
  return page(
    width,
    height,
    shaded(0, 0, width, 800, wall(88), wall(76)),
    shaded(0, 800, width, 280, wall(58, 12), wall(44, 12)),
    each(4, i => glow(220 + i * 330, 60, 300, '#ffffff', 0.75)),
    kind % 2 === 0
      ? rect(170, 190, 1_100, 330, wall(40, 30), 12) +
          words(
            720,
            300,
            74,
            wall(92),
            ['19 dB', 'Air 2', 'zzz', 'hush', 'CADR 560'][kind % 5] ?? '',
            'font-weight="300"',
          )
      : each(3, i => rect(190 + i * 370, 180, 320, 360, wall(68, 26), 10) + glow(350 + i * 370, 330, 150, '#fff', 0.5)),
    rect(110, 700, 1_220, 34, '#e9dfcc', 6),
    rect(110, 734, 1_220, 190, wall(34, 16), 0),
    rect(110, 734, 1_220, 12, 'rgba(0,0,0,.25)'),
    each(count, i => at(190 + gap * (i + 0.5), 702, 1.12 - (kind % 2) * 0.08, purifier(0.4 + ((i + kind) % 3) * 0.3))),
    each(count, i => rect(150 + gap * (i + 0.5), 748, 80, 40, '#fbfaf6', 4)),
    each(count, i => rect(162 + gap * (i + 0.5), 762, 56, 6, '#53615d', 3)),
    kind % 3 === 0 ? at(1_300, 1_000, 1.5, plant()) : at(140, 1_010, 1.7, plant('#6d9a53')),
    oval(720, 990, 620, 26, 'rgba(0,0,0,.14)'),
  )
}

/** The cabin in which one hears how quiet it is. */
export const cabin = (): string =>
  page(
    width,
    height,
    shaded(0, 0, width, height, '#d9d2c4', '#b9ae9b'),
    shape('M300 1000 V430 A420 330 0 0 1 1140 430 V1000 Z', '#1d3f3a'),
    shape('M350 1000 V450 A370 290 0 0 1 1090 450 V1000 Z', '#27534c'),
    each(13, i => line(`M${380 + i * 57} ${300 + Math.abs(i - 6) * 22} V760`, 'rgba(10,30,28,.35)', 5)),
    glow(720, 420, 360, '#f6deb0', 0.75),
    rect(420, 800, 480, 130, '#f0ebe0', 22),
    rect(420, 770, 150, 90, '#ffffff', 26),
    shape('M560 790 Q740 740 900 800 V930 H560 Z', '#7fa79b'),
    rect(400, 920, 520, 30, '#7c5c3e', 8),
    at(1_000, 950, 1.2, purifier(0.9)),
    rect(330, 950, 780, 50, '#16312d', 6),
    shaded(0, 1_000, width, 80, '#a08f76', '#8a7a63'),
    words(720, 560, 56, 'rgba(255,246,222,.85)', '24.1 dB', 'letter-spacing="6" font-weight="300"'),
  )

/** Samples out of their cartons. */
export const unboxing = (): string =>
  page(
    width,
    height,
    shaded(0, 0, width, 720, '#e8eceb', '#d3dad8'),
    shaded(0, 720, width, 360, '#b6a58d', '#93826b'),
    rect(80, 120, 360, 420, '#c4d4d0', 8),
    line('M260 120 V540 M80 330 H440', '#f5f8f7', 12),
    glow(260, 330, 420, '#fffef2', 0.55),
    at(820, 880, 1, carton(250, 210)),
    at(1_090, 880, 1, carton(250, 210, '#bb8d5b')),
    at(950, 668, 1, carton(250, 210, '#d0a574')),
    at(1_010, 456, 1, carton(230, 150, '#c0935f')),
    at(180, 930, 1, carton(280, 200)),
    shape('M180 730 L110 660 L150 640 L230 726 Z', '#d9b184'),
    shape('M460 730 L540 668 L500 640 L410 726 Z', '#d9b184'),
    at(320, 760, 1.05, purifier(0.15)),
    shape('M180 745 H460 V760 H180 Z', '#b3834f'),
    at(640, 950, 1.45, purifier(0.95)),
    line('M600 985 Q720 1030 860 990', '#2f3a38', 7),
    shape('M70 1010 q60 -46 140 -10 q50 26 -10 40 q-90 20 -130 -30', '#f3efe6'),
  )

/** A van in the early morning. */
export const delivery = (): string =>
  page(
    width,
    height,
    shaded(0, 0, width, 760, '#9fc0d6', '#f3d9bd'),
    glow(1_120, 640, 420, '#fff0cf', 0.9),
    each(7, i =>
      rect(40 + i * 200, 300 + ((i * 83) % 190), 170, 520 - ((i * 83) % 190), i % 2 ? '#7d93a5' : '#8ba1b1'),
    ),
    each(28, i =>
      rect(62 + (i % 7) * 200, 420 + Math.floor(i / 7) * 80 + (((i % 7) * 83) % 190) / 3, 26, 36, '#f4e7c9'),
    ),
    shaded(0, 800, width, 280, '#6d7277', '#54585d'),
    line('M0 960 H1440', 'rgba(255,255,255,.5)', 8),
    oval(700, 930, 560, 26, 'rgba(0,0,0,.3)'),
    rect(190, 430, 720, 440, '#f4f6f5', 18),
    rect(190, 640, 720, 70, '#1f7f69'),
    words(550, 692, 44, '#e9fff7', 'QINGYU AIR', 'letter-spacing="14"'),
    shape('M910 520 H1060 Q1120 530 1150 640 L1180 720 V870 H910 Z', '#e6ebea'),
    shape('M940 552 H1050 Q1090 560 1112 640 H940 Z', '#52707f'),
    rect(1_150, 740, 34, 40, '#ffd98a', 8),
    each(
      2,
      i =>
        `<circle cx="${380 + i * 640}" cy="878" r="74" fill="#22282b"/><circle cx="${380 + i * 640}" cy="878" r="34" fill="#a9b3b6"/>`,
    ),
    at(60, 1_010, 1, carton(180, 150)),
    at(140, 862, 1, carton(130, 110, '#d0a574')),
  )

/** A rack in the warehouse; `wet`: under a leak. */
export const rack = (wet: boolean): string =>
  page(
    1_080,
    width,
    shaded(0, 0, 1_080, width, '#76818a', '#4f5961'),
    each(3, i => glow(180 + i * 360, 40, 260, '#eaf4ff', 0.7)),
    each(3, i => rect(80, 470 + i * 380, 920, 26, '#d07c2e')),
    each(2, i => rect(70 + i * 910, 140, 30, 1_180, '#2d5f94')),
    each(12, i => {
      const [x, y] = [120 + (i % 4) * 215, 470 + Math.floor(i / 4) * 380]
      const soaked = wet && (i % 4 === 1 || i % 4 === 2)
      return at(x, y, 1, carton(195, 190 + ((i * 29) % 60), soaked ? '#8a6236' : '#c79a68'))
    }),
    wet
      ? each(9, i => line(`M${430 + ((i * 61) % 210)} ${40 + i * 44} v36`, 'rgba(200,228,255,.75)', 5)) +
          oval(540, 1_330, 330, 38, 'rgba(190,215,235,.5)')
      : each(3, i => rect(380, 500 + i * 380, 90, 44, '#f7f5ee', 4)),
    shaded(0, 1_300, 1_080, 140, 'rgba(40,46,52,.0)', 'rgba(20,24,28,.55)'),
  )

/** A shop with a bike in its window; no two are the same. */
export function bikeShop(kind: number): string {
  const hue = [150, 18, 205, 42, 340, 84][kind % 6] ?? 150
  const front = `hsl(${hue} 38% 32%)`
  const stripes = (i: number) => (i % 2 === 0 ? `hsl(${hue} 45% 52%)` : '#f6f1e6')
  return page(
    width,
    height,
    shaded(0, 0, width, height, kind % 2 ? '#b9cfdd' : '#f0cfae', '#efe6d8'),
    rect(60, 90, 1_320, 830, '#c8a889'),
    each(60, i =>
      rect(
        60 + (i % 12) * 112 - (Math.floor(i / 12) % 2) * 56,
        96 + Math.floor(i / 12) * 40,
        106,
        34,
        'rgba(140,90,60,.16)',
      ),
    ),
    rect(110, 260, 1_220, 660, front, 8),
    rect(110, 260, 1_220, 96, `hsl(${hue} 40% 24%)`, 8),
    words(720, 328, 52, '#f6efdc', 'Larkfield', 'font-weight="600" letter-spacing="4"'),
    shaded(160, 400, 820, 440, '#fdf6e4', '#e5d6b9'),
    each(3, i => glow(300 + i * 270, 410, 190, '#fffdf2', 0.95)),
    rect(160, 790, 820, 50, '#a98a62'),
    at(560, 794, 1.22, bike(`hsl(${hue} 48% 38%)`)),
    each(9, i => shape(`M${130 + i * 98} 372 h98 l-10 76 q-39 26 -78 0 Z`, stripes(i))),
    rect(1_050, 420, 230, 500, `hsl(${hue} 40% 22%)`),
    shaded(1_070, 446, 190, 330, '#dfe9ea', '#9fb4b8'),
    `<circle cx="1250" cy="720" r="11" fill="#e9d08d"/>`,
    shaded(0, 920, width, 160, '#8d8a87', '#716e6c'),
    at(1_320, 935, 1.2, plant('#4c8a4f')),
  )
}

/** A frame on the stand of the workshop. */
export const workshop = (): string =>
  page(
    width,
    height,
    shaded(0, 0, width, 800, '#59636b', '#7d868c'),
    rect(100, 110, 760, 330, '#3c444a', 10),
    each(9, i =>
      line(`M${160 + i * 78} 160 v${120 + ((i * 47) % 110)}`, ['#d8dee2', '#d07c2e', '#8fa3b0'][i % 3] ?? '', 18),
    ),
    glow(980, 120, 520, '#ffe9b8', 0.85),
    shape('M900 0 H1060 L1110 150 H850 Z', '#2c3338'),
    shaded(0, 800, width, 280, '#8c6a45', '#6f5234'),
    line('M720 1020 V560 M600 1030 H840', '#20262a', 26),
    at(700, 830, 1.45, bike('#3f6d52')),
    at(1_180, 1_010, 1, carton(200, 150)),
    shape('M90 1000 h190 v-60 h-30 v-26 h-130 v26 h-30 Z', '#b23a2f'),
  )

/** The evening ride. */
export const hills = (): string =>
  page(
    width,
    height,
    shaded(0, 0, width, 700, '#e98f5f', '#fbe0b0'),
    glow(980, 480, 380, '#fff3cd', 1),
    oval(980, 480, 70, 70, '#fff6dd'),
    shape('M0 560 Q260 420 520 540 T1040 500 T1440 560 V1080 H0 Z', '#b0805f'),
    shape('M0 680 Q360 540 720 670 T1440 640 V1080 H0 Z', '#6f6a4c'),
    shape('M0 820 Q420 700 860 800 T1440 770 V1080 H0 Z', '#3f5139'),
    shape('M520 1080 Q700 920 640 830 L700 826 Q800 930 780 1080 Z', '#cdb48c'),
    at(460, 860, 0.66, bike('#24302a', '#5d3f22')),
    at(930, 836, 0.5, bike('#5a2c22', '#3c2a18')),
    each(4, i => line(`M${120 + i * 70} ${200 + (i % 2) * 26} q14 -14 28 0 q14 -14 28 0`, '#5b3a2b', 5)),
  )

/** The lamp of a bike at night. `breath`: how bright it is, 0 to 1. */
export const nightlight = (breath: number): string =>
  page(
    width,
    height,
    shaded(0, 0, width, 820, '#0d1420', '#1d2a3a'),
    each(26, i => oval((i * 173) % 1_440, 60 + ((i * 97) % 380), 2, 2, 'rgba(255,255,255,.7)')),
    shape('M0 700 Q360 610 760 690 T1440 660 V1080 H0 Z', '#141d28'),
    shaded(0, 820, width, 260, '#1a222c', '#10161d'),
    glow(1_060, 560, 180 + breath * 340, '#ffdf9a', 0.25 + breath * 0.6),
    at(720, 900, 1.7, bike('#2d4a3c', '#6b4726')),
    oval(1_062, 668, 14, 14, `rgba(255,244,214,${0.5 + breath * 0.5})`),
    shape('M1070 668 L1440 720 V930 L1080 690 Z', `rgba(255,226,160,${breath * 0.32})`),
  )
