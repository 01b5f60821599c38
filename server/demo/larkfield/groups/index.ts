import { scenes } from '../../media/index.ts'
import { keys, transcript, withExtras } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'
import { people } from '../people.ts'
import { talk } from '../talk.ts'
import { design, fleet, motors, support } from './craft.ts'
import { bookings, launch } from './launch.ts'

const allHands: DemoGroup = {
  key: 'all-hands',
  name: 'Everyone at Larkfield',
  owner: 'oluwaseun',
  members: people.filter(({ external }) => !external).map(({ key }) => key),
  messages: transcript(`
D-20
09:00 oluwaseun @{all} All-hands today at four in the yard. If it rains, in the yard with a tent.
17:30 harriet The question I didn't finish: why only three bikes? Because each of them carries somebody's children. I'd rather know three by heart.
D-13
11:10 joy Last month riders wrote us 96 thank-you mails. Eleven name Kit. I've printed them; Kit has hidden them.
11:14 kit I only let them finish their sentences.
D-9
14:02 tilly #usual A Lark 1 came in today with 41,000 km on it. The owner asked for “the usual”. We changed the chain and saluted.
14:05 harriet Please send me a picture of the saddle. I sewed that one.
D-6
16:20 stan @{all} Nobody asks for passwords in a chat. Not even me, not even nicely.
D-4
09:31 maeve Welcome Leo! House rule: one useless fact about yourself.
09:34 leo I can tell which of my neighbours is cycling by the sound of their mudguard.
09:35 gareth Hire him again.
D-2
10:05 agnes Launch day: eggs at half past seven, not half past eight. Gareth has agreed in writing.
D-1
17:15 morgan 2,480 test rides booked. Behind each of them is a school run. Thank you, all of you.
22:04 dev Bookings were slow and doubled for an hour tonight. It's contained, and I'll write down why tomorrow. Sorry.
22:09 harriet First thank the people who fix it, then look for the reason. Good night.
D-0
08:58 oluwaseun Morning. Nine days. Somebody has put a bow on the forklift and I will not ask.
09:31 oluwaseun Bookings roll back at eleven. Please don't ask in here; I'll tell you at half past.
11:30 oluwaseun Done, all bookings safe. Thank you for not asking. I could feel you not asking.
16:40 nkechi All eleven shops have their display bike. Lyon's is in the window, facing the bakery.
16:41 marguerite #lyon Lyon, from the bakery's side.
16:42 marguerite The bakery is facing us too.
`),
}

const newcomers: DemoGroup = {
  key: 'silly-questions',
  name: 'Silly questions',
  owner: 'maeve',
  members: keys('maeve leo tilly wren hugo kit solveig yuki morgan stan'),
  messages: transcript(`
D-15
09:00 maeve There are no silly questions in here, only unasked ones. Wrong answers owe the group biscuits.
09:06 wren What is a torque arm? Everyone nods when Rhys says it, and I've been nodding for a year.
09:09 tilly It stops the motor from turning itself instead of the wheel. Like a hand on a shoulder.
09:10 wren That's the nicest thing anyone has said about a bracket.
D-10
12:15 hugo Which tap is drinking water?
12:16 maeve The one without the duck.
D-5
09:40 leo What does “T-9” mean?
09:41 yuki Nine days to launch. It gets louder towards zero.
D-3
15:20 kit Why is the glass room called Ventoux?
15:22 stan Because meetings in there only go up.
D-0
09:20 maeve #factory Factory day next week: van at eight, twelve seats, five left.
09:22 leo Me!
13:15 tilly I'll show you the wheel-truing stand. It's meditation with spokes.
`),
}

const itDesk: DemoGroup = {
  key: 'it-desk',
  name: 'IT desk',
  owner: 'stan',
  members: keys('stan morgan ezra wren amara marguerite bo maeve callum'),
  messages: transcript(`
D-17
09:02 stan House style: where, what you see, how urgent. “It's broken” gets “what is?”, and that's ten minutes gone.
09:15 ezra Second floor, printer prints white pages, urgent, invoices.
09:21 stan The film was still on the cartridge.
09:22 ezra I took it off! …Of the other one.
D-9
16:30 wren Deleted the folder lark2-key-visual. Very urgent. I can hear my heart.
16:31 stan Hands off the keyboard. Snapshot from 16:15, restoring.
16:36 wren It's all there. I owe you a cake.
D-4
10:10 morgan How do I send 42 MB to the host of the launch?
10:14 stan share.larkfield.example, seven days, with a password. Tell the password by phone, not beside the link.
D-0
09:05 callum Glass room, screen stays black, needed at two.
09:18 stan The adapter had fallen in love with the wrong cable. Fixed, and there's a spare in the drawer.
14:40 stan Ticket of the day: “keyboard types by itself”. It was a cat. Not ours.
`),
}

const rides: DemoGroup = {
  key: 'friday-rides',
  name: 'After-work rides 🚲',
  picture: { name: 'bikes.jpg', svg: () => scenes.bikeShop(3) },
  owner: 'gareth',
  muted: true,
  folded: true,
  unread: 6,
  members: keys('gareth tilly morgan hugo mina bea sunita ambrose yuki pieter'),
  messages: transcript(`
D-14
12:00 gareth Usual loop, 18:15 at the gate. Sign up: 1 Gareth
12:02 tilly 2, with a new chain
12:04 mina 3, on call, phone on the handlebar
12:06 morgan 4, late as ever
21:10 gareth Best of tonight: Mina answered an alert while climbing. It resolved itself out of respect.
D-7
12:00 gareth #gravel Gravel loop, 18:15 at the gate
12:05 bea Testing a seatpost, so please ride in front of me
21:00 gareth #sunset Top of the hill, quarter to nine.
21:02 bea The seatpost holds. I know things about gravel now.
D-0
12:00 gareth #tonight Tonight as usual, 18:15 at the gate
12:03 yuki I'm in if the store review comes back
12:06 mina I'm in if bookings stay boring
17:50 mina They're boring. I'm in.
21:15 gareth Best of tonight: Morgan was on time. There are witnesses.
`),
}

/** The product department's own group: its members are those of the department. */
const product: DemoGroup = {
  key: 'product-team',
  name: 'Product',
  department: 'product',
  owner: 'morgan',
  pinned: 2,
  members: keys('morgan yuki fergus amara leo'),
  messages: transcript(`
D-16
09:10 morgan This is our own room, and it follows the directory: whoever joins the team is in it, and nobody has to remember.
09:12 fergus Does it follow us to the pub?
09:13 morgan That would be a different directory.
D-8
10:20 amara #visits Ten home visits are written up. Three sentences each, and one photograph of a hallway.
10:24 yuki The hallways should be in the brief. Everything we get wrong starts in a hallway.
D-4
09:45 morgan Leo starts today. Fergus shows the bikes, Yuki the app, Amara the riders. I show the kettle.
09:58 leo I was added before I found my desk. Very efficient.
D-1
17:40 morgan #duty Launch week: Yuki and Fergus by day, I take the nights. Swap in here.
17:43 yuki I can take Thursday night, I'm up with Tokyo anyway.
`),
}

const plain: DemoGroup[] = [
  launch,
  bookings,
  motors,
  fleet,
  design,
  support,
  product,
  allHands,
  newcomers,
  itDesk,
  rides,
]

/** The groups of the demo workspace. */
export const groups: DemoGroup[] = plain.map(group => ({
  ...group,
  messages: withExtras(group.messages, talk[group.key]),
}))
