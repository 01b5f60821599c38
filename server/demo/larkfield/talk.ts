import { type Photo, scenes } from '../media/index.ts'
import { transcript } from '../transcript.ts'
import type { DemoTalk } from '../types.ts'

const photo = (name: string, svg: () => string): Photo => ({ name: `${name}.jpg`, svg })
const shops = (cities: readonly string[], first = 0) =>
  cities.map((city, index) => photo(city, () => scenes.bikeShop(first + index)))

const yardPlan = () =>
  scenes.plan({ title: 'Launch yard v2', rooms: ['Stage', 'Kitchen', 'Stores', 'Bikes'], note: 'Larkfield' })

/** What messages have besides their words. */
export const talk: DemoTalk = {
  'lark2-launch': {
    price: { mark: { kind: 'question', by: 'ines' } },
    fixed: {
      answerTo: 'price',
      mark: { kind: 'decision', by: 'dev' },
      reactions: { '👍': 'ines callum' },
      saved: ['Price'],
    },
    dissolve: { reactions: { '😂': 'harriet morgan ines wren joy callum' } },
    frame: { media: { photos: [photo('First frame', scenes.workshop)] }, reactions: { '😍': 'fergus wren' } },
    rides: {
      remindIn: 3,
      media: {
        name: 'Test rides by shop.xlsx',
        sheets: [
          {
            name: 'Rides',
            rows: [
              ['Shop', 'Booked', 'With tent', 'Share %'],
              ['Bristol', 486, 291, 60],
              ['Copenhagen', 412, 248, 60],
              ['Lyon', 377, 204, 54],
              ['Ghent', 341, 205, 60],
              ['Utrecht', 318, 181, 57],
              ['Six others', 546, 309, 57],
              ['All', 2_480, 1_438, 58],
            ],
          },
        ],
      },
    },
    dates: {
      announcement: true,
      remindIn: -1,
      ask: {
        ask: 'acknowledged',
        of: 'morgan fergus yuki ines wren callum nkechi pieter agnes sunita joy tomasz mina bea harriet',
        done: 'morgan fergus yuki ines wren callum nkechi agnes sunita joy mina harriet',
      },
      pinnedBy: 'dev',
      reactions: { '👌': 'wren callum sunita nkechi agnes' },
    },
    kv: {
      media: { photos: [photo('Lark 2 key visual', () => scenes.poster('Carry more.', 'bike', 0.35))] },
      reactions: { '❤️': 'ines fergus nkechi bea', '👍': 'callum yuki' },
    },
    subline: { replyTo: 'kv' },
    locked: { replyTo: 'kv', before: 'Done, and better. Locked.', reactions: { '😂': 'morgan ines' } },
    today: { pinnedBy: 'dev', reactions: { '👍': 'dev agnes nkechi mina tomasz joy', '💪': 'wren' } },
    switch: { reactions: { '👀': 'tomasz dev' } },
    ifnot: { mark: { kind: 'question', by: 'ines' } },
    wedont: { answerTo: 'ifnot', reactions: { '👍': 'morgan ines' } },
    dinner: {
      poll: {
        options: [
          ['The curry house by the bridge', 'dev morgan joy mina'],
          ['Chips on the harbour wall', 'fergus bea wren'],
          ['Gareth’s eggs, again', 'harriet agnes'],
          ['Bed', 'tomasz'],
        ],
      },
    },
    incident: {
      record: transcript(`
D-0
08:11 tomasz Calendar check rejects names with an apostrophe, then tries thrice.
08:20 dev Two causes, one release. Back to Monday.
09:34 morgan I need a time by which we know whether we open at two.
09:36 dev **Half past one.** I say yes or no.
`),
    },
    windows: {
      media: { photos: shops(['Bristol', 'Copenhagen', 'Lyon', 'Ghent', 'Utrecht']) },
      reactions: { '🎉': 'callum morgan wren', '😍': 'harriet' },
    },
    full: { reactions: { '🎉': 'morgan ines mina tomasz agnes callum nkechi', '👏': 'harriet' } },
    yard: { media: { name: 'Launch yard plan v2.pdf', pages: [yardPlan] } },
  },
  'inc-17': {
    off: { mark: { kind: 'decision', by: 'mina' }, pinnedBy: 'mina' },
    none: { reactions: { '❤️': 'morgan mina dev', '🙏': 'joy' } },
    apostrophe: { reactions: { '🤦': 'tomasz', '😂': 'yuki joy' } },
    when: { mark: { kind: 'question', by: 'morgan' } },
    halfpast: { answerTo: 'when', pinnedBy: 'mina' },
    typed: {
      saved: ['After the launch'],
      preview: { title: 'Double bookings', description: 'What riders see, what we know, and the eight steps.' },
    },
    freeze: {
      ask: {
        ask: 'acknowledged',
        of: 'dev tomasz priyanka morgan joy nkechi yuki',
        done: 'dev tomasz priyanka joy yuki',
      },
    },
    monday: { mark: { kind: 'fix', by: 'mina' } },
    yes: { mark: { kind: 'result', by: 'mina' } },
    yuki: { contact: 'yuki' },
    steps: { media: { photos: [photo('Eight steps', () => scenes.whiteboard('Back to Monday', 8, 5))] } },
  },
  'hanmei-motors': {
    packing: {
      saved: ['Suppliers', 'Price'],
      media: {
        name: 'Packing list LF-2209.xlsx',
        sheets: [
          {
            name: 'Lot 1',
            rows: [
              ['Pallet', 'Pieces', 'Way', 'Net kg'],
              ['P1', 40, 'air', 152],
              ['P2', 80, 'sea', 304],
              ['P3', 80, 'sea', 304],
            ],
          },
        ],
      },
    },
  },
  'ghent-post': {
    rattle: { media: { voice: { seconds: 6, pitch: 118 } } },
    lid: { replyTo: 'rattle' },
    twelve: { reactions: { '👏': 'pieter morgan annelies', '☕': 'tilly' } },
  },
  'design-crit': {
    breath: {
      media: { name: 'Breathing light.webm', seconds: 6, video: scenes.nightlight },
      reactions: { '❤️': 'ines wren morgan', '😴': 'hugo' },
    },
    icons: { mark: { kind: 'decision', by: 'ines' } },
  },
  'rider-voices': { visits: { reactions: { '😂': 'joy fergus kit', '🏠': 'morgan' } } },
  'all-hands': {
    usual: { media: { photos: [photo('41 000 km', scenes.workshop)] }, reactions: { '🫡': 'harriet gareth bea rhys' } },
    lyon: { media: { photos: shops(['Lyon, the bakery', 'Lyon, the window'], 2) }, reactions: { '🥐': 'nkechi ines' } },
  },
  'silly-questions': {
    factory: {
      signup: {
        example: 'Name, and what you eat',
        lines: [
          ['leo', 'anything with cheese'],
          ['wren', 'no mushrooms'],
          ['kit', '', 2],
          ['yuki', 'vegetarian'],
          ['hugo', 'two of everything'],
        ],
      },
    },
  },
  'friday-rides': {
    gravel: {
      signup: {
        example: 'Name',
        lines: [
          ['gareth', ''],
          ['sunita', ''],
          ['bea', 'testing a seatpost'],
        ],
      },
    },
    sunset: { media: { photos: [photo('Top of the hill', scenes.hills)] }, reactions: { '🌅': 'tilly sunita pieter' } },
    tonight: {
      signup: {
        example: 'Name, and what could stop you',
        lines: [
          ['gareth', ''],
          ['tilly', 'new chain'],
          ['yuki', 'the store review'],
          ['mina', 'anything but boredom'],
        ],
      },
    },
  },
  'product-team': {
    visits: { reactions: { '👏': 'morgan fergus yuki' } },
    duty: { pinnedBy: 'morgan', saved: [] },
  },
  'direct/callum': {
    quote: {
      media: {
        name: 'Ghent offer v3.xlsx',
        sheets: [
          {
            name: 'Offer',
            rows: [
              ['Item', 'Number', 'Price £', 'Off %', 'Sum £'],
              ['Lark 2', 40, 4_290, 8, 157_872],
              ['Lark 2 with tent', 20, 4_890, 8, 89_976],
              ['All', 60, '', '', 247_848],
            ],
          },
        ],
      },
    },
    voice: { media: { voice: { seconds: 5, pitch: 112 } } },
  },
  'direct/ines': {
    samples: { media: { photos: [photo('Moss, after rain', () => scenes.poster('Moss.', 'bike', 0.7))] } },
  },
}
