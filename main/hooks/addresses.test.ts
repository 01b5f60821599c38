import { expect, test } from 'vitest'
import { addressOf } from './addresses.ts'

test.each([
  ['/cgi-bin/webhook/send?key=a', 'https://chat.example:8443/cgi-bin/webhook/send?key=a'],
  ['hook/a', 'https://chat.example:8443/hook/a'],
  ['//elsewhere.example/hook', 'https://chat.example:8443/elsewhere.example/hook'],
  ['\\\\elsewhere.example', 'https://chat.example:8443/elsewhere.example'],
  ['@elsewhere.example/hook', 'https://chat.example:8443/@elsewhere.example/hook'],
  ['.elsewhere.example/hook', 'https://chat.example:8443/.elsewhere.example/hook'],
])('the path %s is below the workspace', (path, address) => {
  expect(addressOf('https://chat.example:8443', path)).toBe(address)
  expect(new URL(address).host).toBe('chat.example:8443')
})
