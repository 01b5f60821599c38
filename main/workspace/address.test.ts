import { expect, test } from 'vitest'
import { joinTokenOf, parseAddress } from './address.ts'
import { connectError, netError } from './errors.ts'

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
  // As a Chinese keyboard types it, or as it was pasted.
  ...[
    'chat.qingyu.example：8440',
    'ｃｈａｔ．ｑｉｎｇｙｕ．ｅｘａｍｐｌｅ：８４４０',
    'chat。qingyu。example:8440',
    'https:／／chat.qingyu.example:8440',
    'HTTPS://Chat.Qingyu.Example:8440/',
    'https:\\\\chat.qingyu.example:8440\\',
    '\u200bchat.qingyu.example:8440\u202c',
    '\u3000chat.qingyu.example:8440\u3000',
    '“chat.qingyu.example:8440”',
    '<https://chat.qingyu.example:8440>',
    'chat.qingyu.example:8440，',
    'chat.qingyu.example:8440。',
    'chat.qingyu.example.:8440',
  ].map((text): [string, string, string, string] => [
    text,
    'wss://chat.qingyu.example:8440/v1/socket',
    'https://chat.qingyu.example:8440',
    'chat.qingyu.example:8440',
  ]),
  ['[2001:db8::7]:8440', 'wss://[2001:db8::7]:8440/v1/socket', 'https://[2001:db8::7]:8440', '[2001:db8::7]:8440'],
])('%s', (text, socketUrl, httpOrigin, display) => {
  const address = { socketUrl, httpOrigin, display }
  expect(parseAddress(text)).toEqual(address)
  // The remembered form gives the same address.
  expect(parseAddress(display)).toEqual(address)
})

test.each([
  ['', 'bad_address'],
  ['   ', 'bad_address'],
  ['\u200b', 'bad_address'],
  ['chat,qingyu.example', 'bad_address'],
  ["chat'qingyu.example", 'bad_address'],
  ['chat..example', 'bad_address'],
  ['::1', 'bad_address'],
  ['ftp://x', 'address_scheme'],
  ['lianqun://chat.example', 'address_scheme'],
  ['http://', 'bad_address'],
  ['https://:8440', 'bad_address'],
  ['a b.example', 'address_spaces'],
  ['chat.example\u3000备用', 'address_spaces'],
  ['https:/host', 'address_slashes'],
  ['https：/host', 'address_slashes'],
  ['https:host', 'address_slashes'],
  ['wss:8440', 'address_slashes'],
  ['https//chat.example', 'address_slashes'],
  ['https://https://chat.example', 'address_slashes'],
  ['https://http//chat.example', 'address_slashes'],
  // A browser reads these as other machines: 1.2.0.3, 8.0.0.1 and 127.0.0.1.
  ['1.2.3', 'bad_address'],
  ['wss://010.0.0.1:8440', 'bad_address'],
  ['0x7f.1', 'bad_address'],
  ['wss://user:secret@chat.example', 'address_account'],
  ['chenyu@chat.example', 'address_account'],
  ['chat.example:84400', 'address_port'],
  ['chat.example:0', 'address_port'],
  ['chat.example:', 'address_port'],
  ['chat.example:abc', 'address_port'],
  ['javascript:alert(1)', 'address_port'],
  ['https://[', 'bad_address'],
  ['chat.example:8440:9', 'address_port'],
])('%j is no address: %s', (text, code) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code }))
})

test.each([
  [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x' }, 'address_unknown'],
  [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }, 'unreachable'],
  [{ code: 'ETIMEDOUT', message: 'timeout' }, 'unreachable'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'bad_certificate'],
  [{ code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' }, 'bad_certificate'],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: 'x' }, 'bad_certificate'],
  [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: 'x' }, 'bad_certificate'],
  [{ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', message: 'x' }, 'client_certificate'],
  [{ code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', message: 'x' }, 'client_certificate'],
  [{ code: 'ENETUNREACH', message: 'connect ENETUNREACH' }, 'no_network'],
  [{ code: 'EPROTO', message: 'wrong version number' }, 'not_a_workspace'],
  [{ message: 'Unexpected server response: 404' }, 'not_a_workspace'],
  [{ message: 'Server sent no subprotocol' }, 'not_a_workspace'],
])('%o gives %s', (error, code) => {
  expect(connectError(Object.assign(new Error(error.message), error)).code).toBe(code)
})

test.each([
  ['net::ERR_NAME_NOT_RESOLVED', 'address_unknown'],
  ['net::ERR_INTERNET_DISCONNECTED', 'no_network'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'bad_certificate'],
  ['net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'client_certificate'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'not_a_workspace'],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy_unreachable'],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy_refused'],
  ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'proxy_password'],
  ['Error during WebSocket handshake: Unexpected response code: 404 (net::ERR_INVALID_RESPONSE)', 'not_a_workspace'],
  ['Error during WebSocket handshake: Unexpected response code: 503 (net::ERR_INVALID_RESPONSE)', 'unreachable'],
  ['net::ERR_CONNECTION_REFUSED', 'unreachable'],
  ['', 'unreachable'],
])('Chromium’s %s gives %s', (text, code) => {
  expect(netError(text).code).toBe(code)
})

const token = 'q7JxAbCdEfGhIjKlMnOpQrStUvWxYz01'
test.each([
  [`https://chat.example/join/${token}`, token],
  [`https://chat.example/join/${token}/`, token],
  [`https://chat.example:8443/join/${token}`, null],
  [`https://other.example/join/${token}`, null],
  [`http://chat.example/join/${token}`, null],
  [`https://chat.example/join/${token}?next=https://evil.example`, null],
  ['https://chat.example/join/', null],
  ['https://chat.example/join/short', null],
  [`https://chat.example@other.example/join/${token}`, null],
  ['not an address', null],
])('%s leads to the group of %s', (address, expected) => {
  expect(joinTokenOf('https://chat.example', address)).toBe(expected)
})
