import { expect, test } from 'vitest'
import { parseAddress } from './address.ts'
import { connectError } from './errors.ts'

test.each([
  ['chat.qingyu.example', 'wss://chat.qingyu.example/v1/socket', 'https://chat.qingyu.example', 'chat.qingyu.example'],
  [
    ' chat.qingyu.example:8440 ',
    'wss://chat.qingyu.example:8440/v1/socket',
    'https://chat.qingyu.example:8440',
    'chat.qingyu.example:8440',
  ],
  [
    'https://chat.qingyu.example/anything',
    'wss://chat.qingyu.example/v1/socket',
    'https://chat.qingyu.example',
    'chat.qingyu.example',
  ],
  ['localhost:8440', 'ws://localhost:8440/v1/socket', 'http://localhost:8440', 'ws://localhost:8440'],
  ['ws://10.0.0.7:8440', 'ws://10.0.0.7:8440/v1/socket', 'http://10.0.0.7:8440', 'ws://10.0.0.7:8440'],
  ['wss://localhost', 'wss://localhost/v1/socket', 'https://localhost', 'wss://localhost'],
])('%s', (text, socketUrl, httpOrigin, display) => {
  const address = { socketUrl, httpOrigin, display }
  expect(parseAddress(text)).toEqual(address)
  // The remembered form gives the same address.
  expect(parseAddress(display)).toEqual(address)
})

test.each([
  '',
  '   ',
  'ftp://x',
  'http://',
  'a b.example',
  'wss://user:secret@chat.example',
  'https://[',
  'javascript:alert(1)',
])('%s is not an address', text => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'bad_address' }))
})

test.each([
  [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x' }, 'address_unknown'],
  [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }, 'unreachable'],
  [{ code: 'ETIMEDOUT', message: 'timeout' }, 'unreachable'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'bad_certificate'],
  [{ code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' }, 'bad_certificate'],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: 'x' }, 'bad_certificate'],
  [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'x' }, 'bad_certificate'],
  [{ code: 'EPROTO', message: 'wrong version number' }, 'not_a_workspace'],
  [{ message: 'Unexpected server response: 404' }, 'not_a_workspace'],
  [{ message: 'Server sent no subprotocol' }, 'not_a_workspace'],
])('%o gives %s', (error, code) => {
  expect(connectError(Object.assign(new Error(error.message), error)).code).toBe(code)
})
