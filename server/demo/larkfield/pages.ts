import type { DemoPage } from '../types.ts'

const page = (title: string, ...lines: string[]): DemoPage => ({ title, lines })

/** The pages behind the addresses in messages and announcements. */
export const pages: Record<string, DemoPage> = {
  'doc/launch-day': page(
    'Launch day, hour by hour',
    '- 07:30 eggs (Gareth, in writing)',
    '- 08:00 desk in the glass room',
    '- 09:00 the yard opens',
    '- 10:00 on sale, everywhere at once',
    '- 18:00 the last ride is Harriet’s',
  ),
  'doc/checklist': page(
    'Lark 2 checklist',
    'Twenty items, each with a name and a date. An item without a name does not exist.',
    '- 4 Price: Morgan',
    '- 9 Booking page: Tomasz',
    '- 12 Bell on the right side: Inês',
    '- 20 Emergency plan: Agnes',
  ),
  'doc/key-visual': page(
    'Lark 2 key visual',
    'Locked. Moss green with six per cent black; the subline sits four pixels lower, and breathes.',
    'Wren bites.',
  ),
  'doc/icons': page(
    'Icons v4',
    '- Helmet: nine of ten say helmet',
    '- Lock: no longer a handbag',
    '- Garage: no longer a toaster',
  ),
  'status/bookings': page(
    'INC-17 Double bookings',
    'No booking was lost. 41 rides were booked twice, and every one of those riders was called.',
    'Cause one: the confirmation ran again when its first answer was late.',
    'Cause two: the calendar did not like apostrophes.',
    '- 20:52 room opened',
    '- 21:12 retries off',
    '- 11:00 back to Monday’s version',
    '- 11:15 first number: 1.1 seconds',
  ),
  'status/rooms': page(
    'Meeting rooms',
    '- Ventoux: screen fine, spare adapter in the drawer',
    '- The shed: no screen, by choice',
  ),
  'ci/load': page('Load test', '- First: 180 ms, queue up to three minutes', '- Third: 182 ms, no queue, no errors'),
  'git/bookings/207': page(
    '#207 Confirm bookings in the background',
    'Merged. What nobody saw: retries are asynchronous, too.',
  ),
  'git/page/211': page('#211 Say “Confirming, up to two minutes”', 'Merged. Nobody pressed twice.'),
  parts: page(
    'Parts for suppliers',
    '- LF-2209 motors: 1,200, first lot 200',
    '- Drawings: revision 4',
    '- With each lot: test report, declaration, red folder',
  ),
  share: page(
    'Sharing files with others',
    'Seven days, with a password. Tell the password by phone, not beside the link.',
  ),
}
