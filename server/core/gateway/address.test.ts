import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressReader, networksAround } from './address.ts'

const request = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

test('without a trusted proxy it is the address of the socket', () => {
  const addresses = addressReader([])
  expect(addresses.of(request('::ffff:10.0.0.1', '203.0.113.9'))).toBe('10.0.0.1')
  expect(addresses.ofSocket({ remoteAddress: '::ffff:10.0.0.1' })).toBe('10.0.0.1')
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['203.0.113.9:4711', '203.0.113.9'],
  ['[2001:db8::7]:4711', '2001:db8:0:0::/64'],
  ['198.51.100.1, nonsense', '10.0.0.1'],
  [undefined, '10.0.0.1'],
  ['10.9.9.9', '10.9.9.9'],
])('behind a proxy it is the last address that is not a proxy: %s', (forwarded, address) => {
  expect(addressReader(['10.0.0.0/8', ' ::1 ']).of(request('10.0.0.1', forwarded))).toBe(address)
})

test('the socket of a proxy is nobody’s address', () => {
  expect(addressReader(['10.0.0.0/8']).ofSocket({ remoteAddress: '10.0.0.1' })).toBeNull()
})

test('X-Forwarded-For is ignored when the request does not come from a trusted proxy', () => {
  expect(addressReader(['10.0.0.0/8']).of(request('192.0.2.1', '203.0.113.9'))).toBe('192.0.2.1')
})

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['::ffff:c000:201', '192.0.2.1'],
])('an IPv6 address counts as its /64: %s', (address, network) => {
  expect(addressReader([]).of(request(address))).toBe(network)
})

test('the larger networks around an IPv6 address are those of a household and of a site', () => {
  expect(networksAround('2001:db8:1:23ff::/64')).toEqual({ household: '2001:db8:1:2300::/56', site: '2001:db8:1::/48' })
  expect(networksAround('2001:db8:0:ff::/64')).toEqual({ household: '2001:db8:0:0::/56', site: '2001:db8:0::/48' })
  expect(networksAround('203.0.113.9')).toBeNull()
})

test.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', ''])('refuses %j', proxy => {
  expect(() => addressReader([proxy])).toThrow(/--trust-proxy/)
})
