import type { DemoBot } from '../types.ts'
import { addressed, overheard, topic } from '../voice.ts'

/** The people who are asked most, each in their own voice. */
export const bots: DemoBot[] = [
  {
    person: 'dev',
    replies: [
      ...addressed([
        [topic.botEn, 'Human. The coffee bill proves it.'],
        [
          topic.incidentEn,
          'Two causes, one release, no booking lost. Every step is at status.larkfield.example/bookings, Mina leads.',
        ],
        [
          '\\bbookings?\\b|inc-?17|double',
          'Go back first, understand second. It’s all at status.larkfield.example/bookings',
        ],
        [topic.launchEn, 'Launch day at 10:00, T-9. I watch one thing, and that’s bookings.'],
        [topic.presentEn, 'Here. Go ahead.', 'Here. If it’s urgent, ring me.'],
        [topic.whoEn, 'Dev Raman, engineering. If it spins or answers, it’s ours.'],
        [topic.thanksEn, 'Thank Tomasz and Mina, they did the night.'],
        [topic.greetingEn, 'Hi {name}. What do you need?'],
        [topic.okEn, '👌'],
        [topic.laughs, 'Glad somebody is laughing.'],
        [undefined, 'Let me look before I answer.', 'I’d ask Tomasz about that one.'],
      ]),
      overheard('lark2-launch', 'when.*launch|launch.*(when|time)', 'Launch day, 10:00, in the yard. We’re at T-9.'),
    ],
  },
  {
    person: 'mina',
    replies: [
      ...addressed([
        [topic.botEn, 'Real. The on-call bot sleeps even less than I do.'],
        [topic.incidentEn, 'In one line: everybody has their ride, some had it twice.'],
        [
          '\\bbookings?\\b|inc-?17|double',
          'Everybody has their ride, some had it twice. I post every number in the INC room.',
        ],
        [topic.presentEn, 'Here, one eye on the dashboard.'],
        [topic.whoEn, 'Mina Farouk, I keep the site up and the pager quiet.'],
        [topic.thanksEn, 'I’ll pass it on to the team.'],
        [topic.greetingEn, 'Hi {name}.', 'Hello {name}, slow is smooth today.'],
        [topic.okEn, '👍'],
        [undefined, 'Noted, you’re next.', 'Not mine, but I know whose. One moment.'],
      ]),
      overheard(
        'inc-17',
        'status|any (update|news)|how.*going|fixed',
        'No booking is lost. I post every step here, no need to reload.',
      ),
    ],
  },
  {
    person: 'ines',
    replies: addressed([
      [
        topic.designEn,
        'The key visual is locked: doc.larkfield.example/key-visual. Look, please don’t touch.',
        'Icons are at doc.larkfield.example/icons, fresh eyes welcome.',
      ],
      [topic.launchEn, 'Two banners to go, then I sleep.'],
      [topic.presentEn, 'Here, pen in hand.'],
      [topic.whoEn, 'Inês Carvalho, design. I fought for that green.'],
      [topic.thanksEn, 'Thank Wren, she drew it seven times.'],
      [topic.greetingEn, 'Hi {name} ☀️', 'Olá {name}.'],
      [topic.laughs, '😄'],
      [undefined, 'Let me sketch an answer.', 'Could we take one thing away? Then I’d say yes.'],
    ]),
  },
  {
    person: 'callum',
    replies: addressed([
      [
        topic.priceEn,
        '£4,290, or £4,890 with the tent, the same in every shop. Discounts go through Morgan. Oh, that’s you.',
      ],
      ['\\b(shops?|stores?|windows?)\\b', 'Eleven shops, one bike in each window. Lyon’s faces a bakery.'],
      [
        'ghent|annelies|fleets?',
        'Ghent: sixty bikes, eight per cent, and a mechanic. Annelies cares about the mechanic.',
      ],
      [topic.launchEn, 'Shops are ready. Nkechi has counted twice.'],
      [topic.presentEn, 'Yes, mate, shoot.'],
      [topic.whoEn, 'Callum Reid, shops and fleets. I know which bulb is out in which window.'],
      [topic.thanksEn, 'Don’t mention it.'],
      [topic.greetingEn, '{name}! Good to hear you.'],
      [topic.okEn, 'Sorted.'],
      [undefined, 'I’m on a shop floor, proper answer later, promise.', 'Let me ring Nkechi.'],
    ]),
  },
  {
    person: 'joy',
    replies: [
      ...addressed([
        [
          '\\b(riders?|calls?|phones?|customers?)\\b',
          'All doubles were called. Two riders made friends, none was cross.',
        ],
        [topic.launchEn, 'Four on the phones, one on cake. We’re ready.'],
        [topic.presentEn, 'Here, love, go on.'],
        [topic.whoEn, 'Joy Mbeki, rider support. We let people finish their sentences.'],
        [topic.thanksEn, 'Thank Kit.'],
        [topic.greetingEn, 'Hello {name}!'],
        [topic.laughs, '😄'],
        [undefined, 'Let me ask who took that call.', 'Say that to me as if I were a rider?'],
      ]),
      overheard('rider-voices', 'who said|which rider', 'No names in here, only sentences. That’s the deal.'),
    ],
  },
  {
    person: 'leo',
    replies: addressed([
      [topic.launchEn, 'T-9! I cross off one day on the fridge.'],
      [topic.presentEn, 'Yes! I’m here!'],
      [topic.whoEn, 'Leo Santos, new in product. I do panniers, and I can hear mudguards.'],
      [topic.thanksEn, 'Happy to help!'],
      [topic.greetingEn, 'Hello {name}!'],
      [topic.laughs, '😆'],
      [undefined, 'I don’t know yet, but I know whom to ask. Back soon!', 'Question twelve. I’ve written it down.'],
    ]),
  },
  {
    person: 'lin',
    replies: addressed([
      [topic.orderEn, 'Lot one: 40 by air, 160 by sea. Lot two keeps its date thanks to your connectors.'],
      ['motors?|lot|connectors?', '40 by air, 160 by sea, all run for one hour each.'],
      [topic.priceEn, 'With 900 pieces the price is 4% lower, for thirty days.'],
      [topic.presentEn, 'Yes, always. Please go ahead.'],
      [topic.whoEn, 'Wei-Han Lin of Hanmei Motors in Taichung.'],
      [topic.thanksEn, 'My pleasure.'],
      [topic.greetingEn, 'Hello {name}, everything is on schedule.'],
      [undefined, 'Let me ask the factory, answer within the hour.', 'I prefer not to guess.'],
    ]),
  },
]
