import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { HookRequest } from './request.ts'
import { verifySignature } from './signatures.ts'

const secret = 'SECa1b2c3'
const now = Date.parse('2026-06-02T06:08:00Z')
const body = Buffer.from('{"text":"告警","timestamp":1}')
const hmac = (key: string, message: string | Buffer) => createHmac('sha256', key).update(message)
const seconds = (ms: number) => String(Math.floor(ms / 1_000))

interface Way {
  name: string
  /** The signature of a body at a time, milliseconds. */
  sign(
    body: Buffer,
    at: number,
    key: string,
  ): { headers?: Record<string, string>; query?: Record<string, string>; fields?: object }
  /** How old it may be, milliseconds; null: any age. */
  withinMs: number | null
  /** The body is not signed: the vendor means only to know who sent it. */
  anyBody?: true
}

const hex = (name: string, prefix = ''): Way => ({
  name,
  sign: (body, _at, key) => ({ headers: { [name]: prefix + hmac(key, body).digest('hex') } }),
  withinMs: null,
})
const joined = (before: string, body: Buffer) => Buffer.concat([Buffer.from(before), body])

const ways: Way[] = [
  hex('x-hub-signature-256', 'sha256='),
  hex('x-gitea-signature'),
  hex('x-forgejo-signature'),
  hex('sentry-hook-signature'),
  hex('x-grafana-alerting-signature'),
  {
    name: 'a bearer token',
    sign: (_body, _at, key) => ({ headers: { authorization: `Bearer ${key}` } }),
    withinMs: null,
    anyBody: true,
  },
  {
    name: 'x-gitlab-token',
    sign: (_body, _at, key) => ({ headers: { 'x-gitlab-token': key } }),
    withinMs: null,
    anyBody: true,
  },
  {
    name: 'Grafana with its time',
    sign: (body, at, key) => ({
      headers: {
        'x-grafana-alerting-timestamp': seconds(at),
        'x-grafana-alerting-signature': hmac(key, joined(`${seconds(at)}:`, body)).digest('hex'),
      },
    }),
    withinMs: 300_000,
  },
  {
    name: 'Slack',
    sign: (body, at, key) => ({
      headers: {
        'x-slack-request-timestamp': seconds(at),
        'x-slack-signature': `v0=${hmac(key, joined(`v0:${seconds(at)}:`, body)).digest('hex')}`,
      },
    }),
    withinMs: 300_000,
  },
  {
    name: 'Standard Webhooks',
    sign: (body, at, key) => ({
      headers: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': seconds(at),
        'webhook-signature': `v1,${hmac(key, joined(`msg_1.${seconds(at)}.`, body)).digest('base64')}`,
      },
    }),
    withinMs: 300_000,
  },
  {
    name: 'DingTalk',
    sign: (_body, at, key) => ({
      query: { timestamp: String(at), sign: hmac(key, `${at}\n${key}`).digest('base64') },
    }),
    withinMs: 3_600_000,
    anyBody: true,
  },
  {
    name: 'Feishu',
    sign: (_body, at, key) => ({
      fields: { timestamp: seconds(at), sign: hmac(`${seconds(at)}\n${key}`, '').digest('base64') },
    }),
    withinMs: 3_600_000,
    anyBody: true,
  },
]

const verify = (given: ReturnType<Way['sign']>, sent = body, at = now) => {
  const request: HookRequest = { method: 'POST', headers: given.headers ?? {}, query: given.query ?? {}, body: sent }
  return verifySignature(request, given.fields ?? {}, secret, at)
}
/** The signature with one of its values changed. */
const changed = (given: ReturnType<Way['sign']>, change: (value: string) => string) =>
  (['headers', 'query', 'fields'] as const).flatMap(part =>
    Object.entries(given[part] ?? {})
      // Its time may be written in another way, and an id names the request.
      .filter(([name]) => !/timestamp/.test(name))
      .map(([name, value]) => ({ ...given, [part]: { ...given[part], [name]: change(String(value)) } })),
  )

describe.each(ways)('$name', ({ sign, withinMs, anyBody }) => {
  const right = sign(body, now, secret)

  it('fits', () => {
    expect(verify(right)).not.toBeNull()
  })

  it('is taken once where its time is signed', () => {
    const again = verify(right)
    expect(again?.once).toEqual(withinMs === null ? null : verify(right)?.once)
    if (withinMs !== null) expect(again?.once).toEqual(expect.any(String))
  })

  it.each([`${secret}0`, secret.slice(0, -1), secret.toLowerCase(), '', 'SEC'])('is forged with “%s”', key => {
    expect(verify(sign(body, now, key))).toBeNull()
  })

  it('is of this body', () => {
    const other = Buffer.from('{"text":"没事"}')
    expect(verify(right, other) === null).toBe(anyBody !== true)
  })

  it.each<[string, (value: string) => string]>([
    ['empty', () => ''],
    ['a letter short', value => value.slice(0, -1)],
    ['a letter longer', value => `${value}0`],
    ['another letter', value => `${value.slice(0, -3)}${value.at(-3) === '0' ? '1' : '0'}${value.slice(-2)}`],
    ['in big letters', value => value.toUpperCase()],
    ['twice, as a header that came twice', value => `${value}, ${value.replace('v1,', '')}`],
    ['very long', value => value.repeat(10_000)],
    ['not in ASCII', value => `${value}钥`],
    ['NUL', value => `${value}\0`],
  ])('is not %s', (_name, change) => {
    for (const given of changed(right, change)) {
      expect(verify(given)).toBeNull()
    }
  })

  it('has its age', () => {
    const ages = [0, 1, -1].map(sign => sign * ((withinMs ?? 10 * 86_400_000) + 2_000))
    expect(ages.map(age => verify(right, body, now + age) !== null)).toEqual([
      true,
      withinMs === null,
      withinMs === null,
    ])
  })
})

describe('what is no time', () => {
  it.each(['', 'NaN', 'Infinity', '-1', '1e400', '0x10', '[object Object]', ' '])('“%s” is refused', time => {
    const mac = (message: string) => hmac(secret, joined(message, body)).digest('hex')
    const forms: ReturnType<Way['sign']>[] = [
      { headers: { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${mac(`v0:${time}:`)}` } },
      { headers: { 'x-grafana-alerting-timestamp': time, 'x-grafana-alerting-signature': mac(`${time}:`) } },
      { query: { timestamp: time, sign: hmac(secret, `${time}\n${secret}`).digest('base64') } },
      { fields: { timestamp: time, sign: hmac(`${time}\n${secret}`, '').digest('base64') } },
    ]
    for (const given of forms) expect(verify(given)).toBeNull()
  })

  it.each<unknown>([{ toString: 1 }, { toString: null, valueOf: 'x' }, [], {}, null, true])('%j is refused', time => {
    expect(verify({ fields: { timestamp: time, sign: 'x' } })).toBeNull()
  })
})

it('GitHub’s own example fits', () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
  const request = {
    method: 'POST',
    headers: { 'x-hub-signature-256': signature },
    query: {},
    body: Buffer.from('Hello, World!'),
  }
  expect(verifySignature(request, null, "It's a Secret to Everybody", now)).toMatchObject({ once: null, bodies: 1 })
})

it('one of several signatures of Standard Webhooks is enough, but not one of a thousand', () => {
  const right = `v1,${hmac(secret, joined(`msg_1.${seconds(now)}.`, body)).digest('base64')}`
  const signed = (signature: string) => ({
    headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds(now), 'webhook-signature': signature },
  })
  expect(verify(signed(`v1,b2xk v1a,x ${right}`))).toMatchObject({ once: 'msg_1', sign: null })
  expect(verify(signed(`${'v1,x '.repeat(1_000)}${right}`))).toBeNull()
})
