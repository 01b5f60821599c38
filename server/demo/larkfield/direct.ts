import { transcript, withExtras } from '../transcript.ts'
import type { DemoDirect } from '../types.ts'
import { talk } from './talk.ts'

const plain: DemoDirect[] = [
  {
    with: 'dev',
    unread: 1,
    messages: transcript(`
D-4
17:20 morgan Honestly: how sure are you about the booking page?
17:24 dev Seventy per cent. The other thirty is what we haven't thought of.
17:25 morgan And for that?
17:26 dev A way back. If you can undo it in five minutes it isn't a disaster, it's a Tuesday.
D-1
22:10 dev Good call not to close bookings tonight.
22:12 morgan My hands were shaking.
22:12 dev Mine too. Go to bed.
D-0
08:31 dev We go back to Monday's version. No patches on patches.
08:33 morgan Agreed. What do you need from me?
08:34 dev Stand in the door and say “not yet” to everyone who asks.
08:35 morgan I was born for this.
10:36 dev Dry run of the rollback: four minutes ten. At half past one I'll tell you yes or no, in person.
13:31 dev Yes.
18:55 dev Dashboards are boring. Go home.
`),
  },
  {
    with: 'ines',
    messages: transcript(`
D-11
19:40 ines Are you awake? The green is lovely on a screen and looks like toothpaste on a bike.
19:44 morgan How do we un-toothpaste it?
19:47 ines Six per cent black, and a second coat. Samples on Thursday, come and stand in the rain with me.
D-9
09:10 ines #samples Rain test done. It looks like moss now. I'm going to lie down.
D-1
17:05 morgan Sorry for fussing about those four pixels.
17:09 ines You were right. Annoying, and right.
D-0
10:14 ines The Lyon window goes up tonight. Marguerite promised to film it badly so I can't be jealous.
20:05 ines She filmed it well. I'm jealous.
`),
  },
  {
    with: 'joy',
    unread: 2,
    messages: transcript(`
D-3
11:15 joy For launch day I'm putting four on the phones and one on cake.
11:17 morgan Who is on cake?
11:17 joy The one who has been shouted at last. It's a system.
D-0
09:02 joy 41 doubles. We've called nineteen. Nobody has been cross, two have made friends.
09:04 morgan You're a marvel.
11:40 joy All 41 called. One gentleman asked whether he could keep the other rider's slot “if she's nice”.
11:41 joy I said that's not a feature.
`),
  },
  {
    with: 'callum',
    messages: transcript(`
D-2
09:39 callum #quote Ghent offer v3.xlsx
09:40 callum Ghent want 60 bikes with 12% off. The form is with you.
09:55 morgan Twelve is a lot. What do we get?
09:58 callum Their name on the wall, and payment in thirty days. Annelies would rather have a mechanic than a discount.
10:02 morgan Then offer eight and a mechanic.
D-1
16:10 callum #voice (voice note)
16:12 callum Eight and a mechanic. She said “finally”.
D-0
10:20 callum She needs the price with tax before lunch, can you sign it off?
10:52 morgan Signed.
10:53 callum Pint's on me.
`),
  },
  {
    with: 'leo',
    unread: 1,
    messages: transcript(`
D-5
18:02 leo First day. I wrote down eleven questions and didn't know whom to ask.
18:05 morgan Me. One a day, so we both survive.
D-3
11:30 leo The pannier list is sorted by article number. Nobody has ever wanted a pannier by article number.
11:33 morgan How would you sort it?
11:36 leo By what fits the bike you already have.
11:37 morgan Half a page for Fergus, please. That's your first feature.
D-0
10:25 leo Fergus put it into 2.1!! May I tell my mum, or is that a leak?
`),
  },
  {
    with: 'rosalind',
    done: true,
    messages: transcript(`
D-7
15:30 rosalind The launch is £1,900 under budget, and I dislike it. What did we forget?
15:36 morgan The tent for the rain, which we now hope not to need.
D-2
11:05 rosalind Tent is ordered and paid. We are £40 over, and I sleep again.
11:06 morgan Thank you, Rosalind.
`),
  },
  {
    with: 'lin',
    messages: transcript(`
D-8
08:40 lin Good morning Morgan, the first 200 motors leave Taichung tomorrow. Every one was run for an hour.
08:52 morgan Thank you. Rhys will pretend he isn't counting the hours.
D-0
08:20 lin For lot three: with 900 pieces I can ask for 4% less. Please tell me before we buy copper.
08:41 morgan You'll have a number today, after the review.
17:05 morgan 900 it is.
17:11 lin Very good. I will tell the copper.
`),
  },
]

/** The demo user's direct chats. */
export const directs: DemoDirect[] = plain.map(chat => ({
  ...chat,
  messages: withExtras(chat.messages, talk[`direct/${chat.with}`]),
}))
