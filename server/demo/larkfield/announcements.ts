import { keys } from '../transcript.ts'
import type { DemoAnnouncement } from '../types.ts'

/** Company announcements, oldest first. */
export const announcements: DemoAnnouncement[] = [
  {
    key: 'workshop-hours',
    title: 'The workshop opens at seven until launch',
    body: `From Monday the workshop runs 07:00 to 19:00 in two shifts. Nobody works both. If the rota says you do, the rota is wrong: tell Agnes.

Breakfast is on the long bench at half past eight. Gareth makes the eggs. Please do not help him.`,
    author: 'agnes',
    at: 'D-12 09:00',
    audience: 'all',
    confirmedBy: keys('gareth tilly bea rhys clementine sunita ambrose dev morgan'),
  },
  {
    key: 'phishing-drill',
    title: 'Phishing drill: 34 mails, one password',
    body: `We sent 34 mails. Five people clicked, one typed a password, and that one rang Stan forty seconds later to say so. That is exactly right.

Nobody will ever ask for your password in a chat, including people who say they are Stan.`,
    author: 'stan',
    at: 'D-6 14:00',
    audience: 'all',
    confirmedBy: keys('morgan tomasz priyanka mina hugo rosalind ezra maeve joy kit'),
  },
  {
    key: 'launch-day',
    title: 'Launch day: who is where, and whom to call',
    body: `The Lark 2 goes on sale on launch day at 10:00. The yard opens at nine; bring somebody you would like to give a ride.

The desk is in the glass room from eight: Morgan coordinates, Dev has the site, Callum the shops, Joy the phones. Call first, type second.

If a date changes, say why in “Lark 2 launch”. The running order is at doc.larkfield.example/launch-day`,
    author: 'morgan',
    at: 'D-2 10:00',
    audience: 'all',
    confirmedBy: keys('dev callum joy ines fergus yuki wren agnes harriet'),
  },
  {
    key: 'booking-notice',
    title: 'Test-ride bookings: what happened, and what to say',
    body: `Last night and this morning some test rides were booked twice. Nobody lost a booking; 41 riders share a slot with somebody else, and Joy’s team is calling each of them.

If a rider asks: “You have your ride. If two of you turn up, one gets coffee first.” Progress is at status.larkfield.example/bookings`,
    author: 'dev',
    at: 'D-0 09:15',
    audience: 'all',
    confirmedBy: keys('joy kit nkechi bo marguerite callum'),
  },
]
