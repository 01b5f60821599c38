import type { DemoManners } from '../types.ts'

const zh = [
  'I only read a little Chinese, give me a minute to translate.',
  'Let me ask somebody to translate this properly.',
]

/** What people without a script answer, by department. */
export const manners: DemoManners = {
  '': {
    zh,
    en: [
      'Seen. Let me finish this, then you get a proper answer.',
      'Good question. I’d rather think than guess.',
      'Noted. I’ll come back to you before the day is over.',
      'Let me ask whoever knows, so I don’t make it up.',
      'Could you put that into one sentence? I’ll pass it on.',
      'Makes sense. What would a good outcome look like for you?',
      'Not urgent, I hope? If it is, ring me.',
      'Give me ten minutes and a cup of tea.',
    ],
  },
  product: { zh, en: ['Who would use it, and on what kind of morning?', 'That’s for 2.1, but write me half a page.'] },
  engineering: {
    zh,
    en: [
      'The logs should know. Looking.',
      'Small change, big test. I’ll tell you after.',
      'On the board, with my name on it.',
    ],
  },
  design: { zh, en: ['Let me draw it, that’s quicker than words.', 'Yes, and can we take one thing away?'] },
  sales: { zh, en: ['Let me ring the shop.', 'I’m between two customers, proper answer tonight.'] },
  operations: { zh, en: ['I’ll count first and talk afterwards.', 'Hands are oily, typing is slow. One moment.'] },
  support: { zh, en: ['Let me hear what the rider says first.', 'Just off the phone, looking now.'] },
  people: {
    zh,
    en: ['I’ll check the rules and make them sound friendly.', 'Got it, needs one signature, probably yours.'],
  },
  partners: { zh, en: ['One moment please, I ask on our side.', 'Received. We confirm and come back to you.'] },
}
