import type { DemoScene } from '../types.ts'

/** What goes on after the story: small talk of a working company, without an end. */
export const scenes: DemoScene[] = [
  {
    group: 'lark2-launch',
    lines: `nkechi <18-44> more test rides since lunch.\nagnes List unchanged, 20 of 20. I look at it every hour, purely for pleasure.`,
  },
  {
    group: 'lark2-launch',
    lines: `sunita The 40 by air are through customs.\nbea I'll have the first on the stand by tea.`,
  },
  {
    group: 'lark2-launch',
    lines: `fergus Question of the day from the shops: does the tent fold with mittens on? It does. I tried, with mittens.`,
  },
  { group: 'inc-17', night: true, lines: `mina <time> check: confirmations in 1.<0-3> s, no doubles.` },
  { group: 'inc-17', lines: `tomasz Added <2-5> apostrophe names to the tests.\npriyanka O'Connor sends his regards.` },
  {
    group: 'hanmei-motors',
    lines: `lin Lot two: <70-95> built today, all quiet.\nclementine Not even a hum?\nlin Only me.`,
  },
  { group: 'hanmei-motors', lines: `ambrose Pallet space for lot two is painted on the floor. In green, of course.` },
  { group: 'ghent-post', lines: `annelies Day without a rattle, number <15-40>.\npieter I'm framing that.` },
  {
    group: 'design-crit',
    lines: `jasper The light breathes a touch slower in the dark now. You won't see it. You'll feel it.\nines That's the brief for everything.`,
  },
  { group: 'design-crit', lines: `hugo “Garage” no longer makes toast.\nwren I nearly miss it.` },
  {
    group: 'rider-voices',
    night: true,
    lines: `solveig “<I rode past my own stop, twice.|The baby only sleeps on cobbles now.|My back says thank you, my bus pass is crying.>”`,
  },
  {
    group: 'rider-voices',
    lines: `kit “<It fits through the bakery door.|I overtook my younger self today.|Neighbour asked for the brand, I said no.>”\njoy On the wall.`,
  },
  {
    group: 'all-hands',
    lines: `maeve The bow on the forklift has been joined by a ribbon on the kettle.\noluwaseun I'm still not asking.`,
  },
  {
    group: 'all-hands',
    lines: `marguerite <12-31> people stopped at the window this hour, and <2-5> bought bread instead. Working on it.`,
  },
  { group: 'silly-questions', lines: `leo Is “true” a verb?\ntilly Only for wheels and friends.` },
  {
    group: 'silly-questions',
    lines: `wren How do I tell a left pedal from a right one in the dark?\nstan You swear at it, then it's the other one.`,
  },
  { group: 'it-desk', lines: `stan Not plugged in today: <1-4>. A good day.\nezra None of them mine!` },
  { group: 'friday-rides', lines: `tilly New chain has settled.\nhugo So has my knee.` },
  { group: 'lark2-launch', night: true, lines: `mina <time> page at <171-188> ms, quiet night.` },
  {
    group: 'hanmei-motors',
    night: true,
    lines: `lin Good morning from Taichung. Line started at eight, first <9-14> are on the bench.`,
  },
]
