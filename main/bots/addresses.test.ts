import { expect, test } from 'vitest'
import { botAddresses } from './addresses.ts'

test.each([
  ['https://chat.example:8443', 'wss://chat.example:8443/api/bots/aibot'],
  ['http://127.0.0.1:4100', 'ws://127.0.0.1:4100/api/bots/aibot'],
])('at %s the socket of WeCom’s library is %s', (origin, wecom) => {
  const slack = `${origin}/api/slack/`
  expect(botAddresses(origin)).toEqual({ workspace: origin, slack, wecom, feishu: origin })
})
