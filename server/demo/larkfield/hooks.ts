import { githubPull, githubRun, grafana, sentryIssue, slackNote } from '../payloads.ts'
import type { DemoHook, DemoHookScene } from '../types.ts'

const confirmations = {
  number: 207,
  repo: 'larkfield/bookings',
  title: 'Confirm bookings in the background',
  text: 'The queue was up to three minutes long. Confirmations no longer hold up the page.',
  from: 'tomasz/async-confirm',
  url: 'git.larkfield.example/bookings/207',
  size: [182, 47, 9],
} as const
const line = {
  number: 211,
  repo: 'larkfield/page',
  title: 'Say “Confirming, up to two minutes”',
  text: 'Nobody should press twice.',
  from: 'yuki/confirming',
  url: 'git.larkfield.example/page/211',
  size: [6, 1, 2],
} as const
const loadTest = {
  id: '588',
  name: 'Load test',
  repo: 'larkfield/page',
  branch: 'lark2',
  user: 'mina',
  commit: 'Third load test, 4,000 riders at once',
  url: 'ci.larkfield.example/load',
}

const launch: DemoHook = {
  group: 'lark2-launch',
  by: 'dev',
  name: 'GitHub',
  icon: 'branch',
  deliveries: [
    {
      at: 'D-2 14:52',
      ...githubPull({ ...confirmations, state: 'open', user: 'tomasz', reviewers: ['priyanka'], labels: ['launch'] }),
    },
    { at: 'D-1 19:34', ...githubPull({ ...confirmations, state: 'merged', user: 'priyanka' }) },
    { at: 'D-0 08:38', ...githubPull({ ...line, state: 'open', user: 'yuki', reviewers: ['tomasz'] }) },
    { at: 'D-0 08:45', ...githubPull({ ...line, state: 'merged', user: 'tomasz' }) },
    { at: 'D-0 09:35', ...githubRun({ ...loadTest, state: 'running', minutes: 1 }) },
    { at: 'D-0 09:47', ...githubRun({ ...loadTest, state: 'passed', minutes: 13 }) },
  ],
}

const twice = {
  id: 'BOOK-88',
  title: 'TimeoutError: confirm ran twice for one booking',
  culprit: 'confirm.retry',
  project: 'Bookings',
  url: 'status.larkfield.example/bookings',
}
const apostrophe = {
  id: 'BOOK-91',
  title: 'InvalidName: “O’Connor” is not a name',
  culprit: 'calendar.validate',
  project: 'Bookings',
  url: 'status.larkfield.example/bookings',
}

const incident: DemoHook = {
  group: 'inc-17',
  by: 'mina',
  name: 'Errors',
  icon: 'bug',
  deliveries: [
    { at: 'D-1 20:54', ...sentryIssue({ ...twice, count: 58, users: 29, since: 24 }) },
    { at: 'D-1 21:41', ...sentryIssue({ ...twice, count: 83, users: 41, since: 71, resolvedBy: 'Tomasz Wilk' }) },
    {
      at: 'D-0 07:51',
      ...sentryIssue({ ...apostrophe, count: 66, users: 22, since: 9 }),
      taken: { by: 'tomasz', at: 'D-0 07:58' },
    },
    {
      at: 'D-0 11:14',
      ...sentryIssue({ ...apostrophe, count: 117, users: 39, since: 212, resolvedBy: 'Tomasz Wilk' }),
    },
  ],
}

const parts = { url: 'parts.larkfield.example', footer: 'Parts · LF-2209' }

const motors: DemoHook = {
  group: 'hanmei-motors',
  by: 'sunita',
  name: 'Parts desk',
  icon: 'truck',
  deliveries: [
    {
      at: 'D-9 09:31',
      ...slackNote({
        ...parts,
        text: 'Connectors lent to Hanmei, to be returned.',
        color: 'warning',
        title: '300 connectors leave spares',
        fields: [
          ['For', 'Lot two'],
          ['Signed by', 'Sunita and Lin'],
        ],
      }),
    },
    {
      at: 'D-1 11:27',
      ...slackNote({
        ...parts,
        text: 'Lot one is packed.',
        color: 'good',
        title: '200 motors, red folder on pallet one',
        fields: [
          ['By air', '40'],
          ['By sea', '160'],
        ],
      }),
    },
    {
      at: 'D-0 16:50',
      ...slackNote({
        ...parts,
        text: 'Order changed: lot three.',
        color: 'good',
        title: 'Lot three is 900 motors, 4% off',
        fields: [
          ['Asked by', 'Morgan Ellis'],
          ['Price holds', '30 days'],
        ],
      }),
    },
  ],
}

const screen = {
  name: 'ScreenDark',
  summary: 'The screen in Ventoux has no signal',
  labels: { severity: 'low', service: 'meeting rooms' },
  figures: 'status.larkfield.example/rooms',
}

const itDesk: DemoHook = {
  group: 'it-desk',
  by: 'stan',
  name: 'Building alerts',
  icon: 'bell',
  deliveries: [
    {
      at: 'D-0 09:02',
      ...grafana('IT desk', {
        ...screen,
        since: 5,
        description: 'People will see: black, at two, in front of guests.',
      }),
      taken: { by: 'stan', at: 'D-0 09:06' },
    },
    { at: 'D-0 09:17', ...grafana('IT desk', { ...screen, since: 20, resolved: true }) },
    {
      at: 'D-0 16:10',
      ...grafana('IT desk', {
        name: 'PrinterToner',
        summary: 'Second-floor printer: toner at 9%',
        labels: { severity: 'low', service: 'printers' },
        since: 1,
        description: 'Invoices go out on Friday.',
        values: { toner: 9 },
      }),
    },
  ],
}

/** What other systems post into the groups. */
export const hooks: DemoHook[] = [launch, incident, motors, itDesk]

const page = {
  id: '<590-699>',
  name: 'Build',
  repo: 'larkfield/page',
  branch: 'main',
  user: 'hugo',
  commit: '<Lighter photo of the tent|Helmet icon, final|Two bytes less>',
  url: 'ci.larkfield.example/load',
}
const queue = {
  name: 'BookingQueue',
  summary: 'Bookings wait <20-45> seconds',
  labels: { severity: 'low', service: 'bookings' },
}
const door = {
  name: 'DoorOpen',
  summary: 'The <yard|workshop|bike cellar> door has been open for ten minutes',
  labels: { severity: 'low', service: 'building' },
}

/** What comes to the hooks after the story, now and then. */
export const hookScenes: DemoHookScene[] = [
  {
    group: 'it-desk',
    night: true,
    deliveries: [
      { after: 0, ...grafana('IT desk', { ...door, since: 10 }), taken: { by: 'stan', after: 3 } },
      { after: 10, ...grafana('IT desk', { ...door, since: 20, resolved: true }) },
    ],
  },
  {
    group: 'lark2-launch',
    deliveries: [
      { after: 0, ...githubRun({ ...page, state: 'running', minutes: 0 }) },
      { after: 4, ...githubRun({ ...page, state: 'passed', minutes: 4 }) },
    ],
  },
  {
    group: 'inc-17',
    night: true,
    deliveries: [
      { after: 0, ...grafana('Bookings', { ...queue, since: 5 }), taken: { by: 'mina', after: 2 } },
      { after: 10, ...grafana('Bookings', { ...queue, since: 15, resolved: true }) },
    ],
  },
]
