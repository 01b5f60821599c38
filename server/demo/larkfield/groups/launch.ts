import { keys, transcript } from '../../transcript.ts'
import type { DemoGroup } from '../../types.ts'

/** The launch of the Lark 2. */
export const launch: DemoGroup = {
  key: 'lark2-launch',
  name: 'Lark 2 launch',
  owner: 'dev',
  admins: ['morgan', 'yuki'],
  description: 'Lark 2: launch day, 10:00, in the yard. Say why before you move a date; one sentence per conclusion.',
  settings: { addMembers: 'admins', history: 30 },
  pinned: 1,
  unread: 3,
  members: keys(`dev morgan fergus yuki ines wren callum nkechi pieter agnes sunita joy tomasz mina bea harriet`),
  messages: transcript(`
D-21
10:02 dev This room is for one thing: the Lark 2. Launch day, 10:00, in the yard. Today is T-30.
  Two rules: if you move a date, say why. And put conclusions into one sentence, so nobody has to scroll.
10:05 morgan The master list is mine: doc.larkfield.example/checklist. Twenty items, each with a name and a date. An item without a name does not exist.
10:08 wren Key visual is mine: sketch, colour, final.
10:10 callum Shops are mine. Eleven of them, one bike each in the window.
10:15 ines #price When is the price fixed? Everything we print waits for it.
10:18 morgan #fixed £4,290, and £4,890 with the rain tent. Fixed this week, same day for every country.
10:20 harriet In one sentence, why the tent?
10:24 fergus #dissolve Because children dissolve.
10:24 harriet Print that.
D-13
09:31 agnes Week two: 6 of 20 done, 11 moving, 3 not started: phones, emergency plan, French page.
09:35 joy Phones: draft next week. I need the twenty questions riders ask most.
09:38 fergus Number one will be “does my old battery fit”.
09:40 morgan It does, with an adapter. We promised it, so it's in the box.
D-9
16:02 nkechi Test rides open tonight at eight.
20:04 nkechi Four minutes, 212 rides.
20:31 morgan 640 in half an hour. The Lark 1 took a week for that.
D-6
11:08 bea #frame First production frame in the shop. Two findings: the kickstand is 6 mm too proud, and the bell is on the wrong side.
11:10 ines The bell was me. Mirrored drawing. New one today.
11:12 bea No harm, we only made one. Lucky.
D-4
09:20 agnes T-13: 12 done, 6 moving, 2 at risk: motors, booking page.
09:24 sunita Motors: 200 are at sea, 40 come by air. Enough for week one.
D-2
14:31 mina Load test: page at 180 ms, errors 0.02%. Bookings queue up to three minutes, that's not fine.
14:35 tomasz I'm making confirmations asynchronous, goes out tomorrow night.
14:37 morgan On the list please, with a name and a way back.
D-1
08:29 nkechi #rides Test rides by shop.xlsx
08:30 nkechi 2,480 test rides. Tent share 58%, eight points above plan.
16:40 dev #dates Everything printed is in Avonmouth by T-3. Say here why before you move a date.
17:02 wren #kv Key visual is final. Morgan, could you check the headline?
17:02 wren The source is at doc.larkfield.example/key-visual
17:09 morgan #subline Headline yes. Subline four pixels down, let it breathe.
17:15 wren #locked Done, and better. Locked. I bite.
21:20 dev Bookings have an alert, own room for that. I'll bring the conclusion here.
D-0
09:12 morgan #today Morning. T-9, three things: bookings fixed by noon, page opens to 5% at two, checklist at six.
09:48 mina #switch Third load test passed, **182 ms**. The switch is one line, \`rollout\`:
  \`\`\`yaml
  release:
    flag: lark2.launch
    rollout: 5%   # doubles every ten minutes
  \`\`\`
09:51 ines #ifnot And if bookings aren't stable by two?
09:53 dev #wedont Then we don't open. Rollback at eleven, watch until half past one, else same time tomorrow.
10:02 agnes #dinner Launch night, where do we eat?
10:04 joy Anywhere with a door wide enough for the bike.
10:20 agnes Checklist: 17 of 20. Open: bookings, emergency plan, phones. @{morgan} the plan waits for your name.
10:26 dev #incident Chat history of INC-17 Double bookings
10:33 nkechi #windows Eight shops have unpacked. Three more today.
11:16 dev Conclusion: rollback done, four minutes and ten seconds. Watching.
13:31 dev Yes. Page opens at two, starting at 5%.
14:08 mina 5% live, 176 ms, no errors.
15:02 dev #full 100%. Nobody has phoned me, which is my favourite sound.
16:38 callum #yard Launch yard plan v2.pdf
16:40 nkechi Eleven of eleven. You may tick that.
18:22 agnes 20 of 20. The meeting took nine minutes, two of them applause.
`),
}

/** Test rides are booked twice, minute by minute. */
export const bookings: DemoGroup = {
  key: 'inc-17',
  name: 'INC-17 Double bookings',
  owner: 'mina',
  problem: true,
  unread: 5,
  members: keys('mina dev tomasz priyanka morgan joy nkechi yuki'),
  messages: transcript(`
D-1
20:52 mina Opening a room. Bookings are slow for five minutes now, some appear twice. I lead, @{tomasz} takes the queue, @{priyanka} the database.
20:53 tomasz Looking.
20:55 mina What do riders see? @{joy}
20:57 joy Six calls since half past. They get two mails for one ride. I say: “you have it, keep either.”
20:58 mina Good line, keep it.
21:00 priyanka The confirm job runs twice when the first answer is late. New since tonight.
21:01 tomasz …Mine. I made it asynchronous and forgot that retries are, too.
21:02 mina Blame later, options now.
21:04 tomasz One: switch retries off. Two: go back to Monday's version.
21:06 dev One first. Two at night with a new column is asking for a second incident.
21:08 morgan Riders may wait for their mail. They may not lose a ride.
21:10 mina #off Decision: retries off at 21:12. @{tomasz} does, @{priyanka} checks.
21:12 tomasz Off.
21:13 priyanka Confirmed on all four.
21:40 mina Queue is down to zero. Watching for half an hour.
22:18 priyanka #none Went through every booking since eight: 312, none lost, 41 doubled.
22:19 morgan Thank you. That sentence is worth the most.
D-0
07:49 mina Morning. Slow again, 4% of bookings. Not the queue this time.
08:11 tomasz #apostrophe Calendar check rejects names with an apostrophe, then tries thrice. O'Connor, d'Arcy, Morgan's aunt:
  \`\`\`ts
  const valid = /^[a-z ]+$/i.test(name) // and this is why we read the code of calendars
  \`\`\`
08:20 dev Two causes, one release. Back to Monday. @{priyanka} the column?
08:24 priyanka May stay, the old version doesn't read it. The nightly job has to stop first.
08:33 morgan Let's put a line on the page: “Confirming, up to two minutes.” Nobody should press twice.
08:46 yuki It's up.
09:34 morgan #when I need a time by which we know whether we open at two.
09:36 dev #halfpast Half past one. I say yes or no.
10:05 mina #steps Eight steps, each with two names, five ticked.
10:05 mina #typed Typed out: status.larkfield.example/bookings
10:34 mina #freeze Until eleven nothing else changes around bookings, please.
11:01 tomasz Steps one to three done.
11:05 priyanka #monday All four on Monday's version. O'Connor books at first try.
11:15 mina First number: 1.1 seconds, no doubles.
13:30 dev #yes Yes.
13:31 mina #yuki Calendar questions go to Yuki from now on.
16:05 mina INC-17 is closed. Review tomorrow at ten: timeline first, adjectives never. Go and drink some water.
16:09 tomasz Draft is at status.larkfield.example/bookings. Please find my mistakes, I've found most of them.
`),
}
