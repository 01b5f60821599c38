import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The order of motors. */
export const motors: DemoGroup = {
  key: 'hanmei-motors',
  name: 'Hanmei · Lark 2 motors',
  owner: 'sunita',
  unread: 1,
  members: keys('sunita lin rhys bea clementine agnes morgan fergus ambrose'),
  messages: transcript(`
D-18
09:30 sunita Good morning Wei-Han. Order LF-2209: 1,200 motors, first 200 for launch. Drawings revision 4 are at parts.larkfield.example
09:33 lin Thank you for the trust. I answer day and night, though at night with more typing mistakes.
09:40 rhys Two things early: shield the sensor cable on one side only, and gold on connector three.
09:42 lin Understood. I have heard the story of both sides.
D-14
13:05 clementine Samples: 19 of 20 perfect. Number 7 whistles at 22 km/h. In tune, but still.
15:48 lin Found: first piece after a tool change. We now test the first five after each change.
15:50 clementine Root cause accepted. I'll miss the whistle.
D-9
09:05 sunita Lot two depends on a connector that may be four days late.
09:20 rhys We have 300 of the same in spares. Lend them?
09:24 lin Please! Then lot two keeps its date.
D-4
10:40 lin 200 built, 99% at first try. 40 fly, 160 sail.
D-1
11:28 lin #packing Packing list LF-2209.xlsx
11:30 lin Papers are in the red folder on the first pallet. Electronic copies today.
11:34 morgan The red folder. I feel safe already.
D-0
09:24 agnes Review today: lot one, connector, size of lot three. Three items, twenty minutes.
09:31 morgan I'll bring the curve. I lean towards 900.
10:18 lin The 40 are in Liège. @{morgan} with 900 I can get 4% if I know today.
16:42 morgan Lot three: 900.
16:45 lin Wonderful. Confirmed, price holds for thirty days.
`),
}

/** A customer's fleet, and why its bikes rattled. */
export const fleet: DemoGroup = {
  key: 'ghent-post',
  name: 'Ghent Post · fleet',
  owner: 'pieter',
  members: keys('pieter annelies callum morgan gareth tilly rhys joy rosalind'),
  messages: transcript(`
D-16
13:40 pieter All together: eight of the twelve bikes in Ghent rattle. Annelies is here.
13:43 annelies Good afternoon. I will be direct: my people hear it six hours a day. I need a timetable, not an apology.
13:45 morgan You'll have it by five.
13:46 pieter I'm in Ghent at three, with my own bike. You take mine first.
13:48 annelies That is a good start.
15:38 pieter #rattle This is the rattle, from my saddle, no comment.
15:40 tilly #lid From the video: that's the box lid, not the frame. Can somebody press on the left hinge?
15:44 pieter Silent!
16:48 morgan Timetable: tomorrow by ten all twelve get new hinges. Next week a rubber for every lid you own, free. After that a visit each quarter.
16:55 annelies Who comes?
16:56 gareth I do. I'm bringing my own kettle.
D-15
08:34 gareth Started. Coffee is excellent here, kettle not needed.
11:20 gareth #twelve Twelve of twelve. They sound like bicycles.
11:31 annelies I walked through the yard and thought they had left already.
11:32 rhys Best review of the year.
D-7
10:05 annelies A new matter: next year we want sixty Lark 2. May we see one?
10:08 pieter Friday. I'm riding it over.
10:09 annelies It is 190 kilometres.
10:09 pieter That's rather the point.
D-2
09:45 callum Sixty, eight per cent, and a mechanic one day a month.
09:50 annelies The mechanic is why I say yes.
D-1
10:20 annelies The board meets on the first. Please one page, no adjectives.
10:24 morgan One page, no adjectives, one number: zero rattles in fourteen days.
D-0
09:36 gareth Passed by today. Twelve fine.
09:40 annelies This visit was not in the contract.
09:41 gareth It was on the way. To Bristol.
15:33 annelies Legal has read it. One mistake: you wrote “Gent” and “Ghent”. Choose.
15:35 rosalind Ghent, everywhere, looked twice. Thank you!
`),
}

/** The weekly design crit. */
export const design: DemoGroup = {
  key: 'design-crit',
  name: 'Design crit',
  owner: 'ines',
  muted: true,
  unread: 3,
  members: keys('ines jasper wren morgan yuki hugo bea amara harriet leo'),
  messages: transcript(`
D-14
14:00 ines Three topics, fifteen minutes each. Look for three minutes before anybody speaks.
14:21 jasper Battery light: one dot that breathes, instead of five bars.
14:24 harriet What does it tell me that five bars don't?
14:26 jasper That you needn't worry. Five bars make people count.
14:27 harriet Fine, but put the kilometres one tap away. Trust needs a source.
14:50 wren The helmet icon looks like a bowl of rice.
14:51 hugo I ordered it twice.
D-7
14:02 ines Two topics: helmet v3, empty states.
14:10 wren Helmet has a strap now. Nine of ten say helmet, one says “sad clam”.
14:15 amara In tests people held the phone in a glove. Everything below the thumb has to be huge.
14:16 yuki Then the bell button moves to the top. Nobody rings in a hurry.
14:30 hugo “No connection” had a crying face. I replaced it by an unplugged kettle, quite calm.
14:31 ines Good. Being offline is not the rider's fault.
D-1
11:00 jasper #breath The light, at night.
11:02 jasper Breathing light, 2.6 seconds: twelve people, nobody thought that it was broken.
11:05 harriet Done then.
D-0
09:26 wren Sad clam is down to zero.
09:40 ines #icons Icons v4 this afternoon, come if you can: doc.larkfield.example/icons
15:10 ines 38 fine, two back: “lock” looks like a handbag, “garage” like a toaster.
17:12 wren Both mended. This week nobody says “could it be more playful”.
`),
}

/** What riders say. */
export const support: DemoGroup = {
  key: 'rider-voices',
  name: 'Rider voices',
  owner: 'joy',
  members: keys('joy kit solveig amara morgan fergus yuki clementine tilly leo'),
  messages: transcript(`
D-12
10:00 joy One sentence a day from a rider, here. No numbers, they have their own room.
10:12 kit “I sold the second car, and now my knees know the neighbours.”
10:15 morgan On the wall, please.
D-8
15:30 solveig “My daughter says good morning to it. Should I be worried?”
15:32 amara Only if it answers.
D-5
11:20 kit “Your hill assist is so good that my dog refuses to walk.”
11:22 clementine I'll log it as works as designed.
D-3
16:40 amara #visits Eight home visits done. The bike stands in the hallway in seven, and in the eighth it has the hallway.
16:44 fergus How wide?
16:45 amara 85 cm. Write that on every drawing.
D-1
09:50 joy “I booked a ride for my husband. He doesn't know yet that we're keeping it.”
D-0
09:44 kit “I got two confirmations. Is the second one for my suitcase?”
09:46 joy I told her yes.
14:55 amara First rider from this morning's slot came back after ten minutes and asked where to pay.
14:57 leo Can I have that on a mug?
`),
}
