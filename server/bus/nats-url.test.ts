import { expect, test } from 'vitest'
import { StartupError } from '../storage/startup-error.ts'
import { parseNatsUrl } from './nats-url.ts'

test.each([
  ['nats://localhost', { servers: ['localhost:4222'] }],
  ['nats://[::1]:4333/', { servers: ['[::1]:4333'] }],
  ['tls://one:1, nats://two:2', { servers: ['one:1', 'two:2'], tls: {} }],
  ['nats://lian:p%40ss%3A@one:1,nats://two:2', { servers: ['one:1', 'two:2'], user: 'lian', pass: 'p@ss:' }],
  ['nats://s3cret@one:1', { servers: ['one:1'], token: 's3cret' }],
])('%s', (url, access) => {
  expect(parseNatsUrl(url)).toEqual(access)
})

test.each([
  ['', 'must look like'],
  ['localhost:4222', 'must look like'],
  ['https://lian:s3cret@host', 'must look like'],
  ['nats://', 'must look like'],
  ['nats://:s3cret@host', 'must look like'],
  ['nats://host/s3cret', 'must look like'],
  ['nats://host,', 'must look like'],
  ['nats://a:s3cret@one,nats://b:s3cret@two', 'name different users'],
  ['nats://a:s3cret%@one', 'two hex digits'],
])('%j is refused in a sentence that tells no secret', (url, sentence) => {
  let refusal: unknown
  try {
    parseNatsUrl(url)
  } catch (error) {
    refusal = error
  }
  expect(refusal).toBeInstanceOf(StartupError)
  expect((refusal as Error).message).toContain(sentence)
  expect((refusal as Error).message).not.toContain('s3cret')
})
