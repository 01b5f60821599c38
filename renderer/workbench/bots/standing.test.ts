import { expect, test } from 'vitest'
import { translatorIn } from '../../i18n.ts'
import { lineOf, standingOf } from './standing.ts'

const bot = { enabled: true, connected: false, webhook: null, waiting: 0, dead: 0 }
const webhook = { url: 'https://a.example', format: 'lianqun' }

test.each([
  [bot, 'idle', 'Not connected'],
  [{ ...bot, connected: true, webhook }, 'connected', 'Connected'],
  [{ ...bot, webhook }, 'posted', 'Posted to its address'],
  [{ ...bot, enabled: false, connected: true }, 'off', 'Switched off'],
  [{ ...bot, waiting: 3 }, 'idle', 'Not connected · 3 waiting'],
  [{ ...bot, connected: true, waiting: 3, dead: 1 }, 'connected', 'Connected · 1 given up'],
])('%o stands as %s: %s', (stands, standing, line) => {
  expect(standingOf(stands)).toBe(standing)
  expect(lineOf(stands, translatorIn('en', 'ownBots')).replace(/[\u2068\u2069]/g, '')).toBe(line)
})
