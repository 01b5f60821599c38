import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HookRequest } from './request.ts'

/** How old a signature may be, milliseconds: an hour with DingTalk and Feishu, five minutes with the others. */
const hourMs = 3_600_000
const minutesMs = 5 * 60_000

/** A signature that fits. */
export interface Signed {
  /** What names this very request, where its time is signed: it is taken once. */
  once: string | null
  /** The signature, where it may come again with what it does not sign. */
  sign: string | null
  /** With so many different bodies it may come within a day. */
  bodies: number
}

/**
 * DingTalk and Feishu sign no body. Their libraries sign anew for each message, with the time in milliseconds or seconds:
 * so few messages come with one signature that whoever has read one cannot do much with it.
 */
const unsignedBodies = 20

const proven: Signed = { once: null, sign: null, bodies: 0 }
const timed = (once: string): Signed => ({ once, sign: null, bodies: 0 })
/** The body is signed, and neither its time nor the id of its delivery: the same again within a day is a repetition. */
const ofBody = (sign: string): Signed => ({ once: null, sign, bodies: 1 })
const ofTime = (sign: string, time: string, body: Buffer): Signed => ({
  once: `${time} ${body.toString('base64')}`,
  sign,
  bodies: unsignedBodies,
})

const hmac = (key: string | Buffer, message: string | Buffer) => createHmac('sha256', key).update(message).digest()

/** Whether two texts are the same, in a time that does not say where they differ. */
function same(a: string, b: string): boolean {
  // Of one length, which alone may be compared.
  return timingSafeEqual(hmac('', a), hmac('', b))
}

function isRecent(at: number, now: number, withinMs: number): boolean {
  return Number.isFinite(at) && Math.abs(now - at) <= withinMs
}

/**
 * Whether a request was signed with the secret, in any of the ways in which the dialects and tools sign:
 * DingTalk and Feishu (time and secret), Slack, GitHub and Gitea, GitLab (the secret itself), Sentry, Grafana,
 * Standard Webhooks (https://www.standardwebhooks.com), and a bearer token for what can send a header.
 * `payload`: the body as JSON, where it is some. Null: none of the signatures fits.
 */
export function verifySignature(
  { headers, query, body }: HookRequest,
  payload: unknown,
  secret: string,
  now: number,
): Signed | null {
  const fits = (given: string | undefined, wanted: string) => given !== undefined && same(given, wanted)
  const bearer = /^Bearer (\S{1,500})$/i.exec(headers.authorization ?? '')?.[1]
  if (fits(bearer, secret) || fits(headers['x-gitlab-token'], secret)) return proven

  const hex = hmac(secret, body).toString('hex')
  if (fits(headers['x-hub-signature-256'], `sha256=${hex}`)) return ofBody(hex)
  for (const name of ['x-gitea-signature', 'x-forgejo-signature', 'sentry-hook-signature'])
    if (fits(headers[name], hex)) return ofBody(hex)

  const grafana = headers['x-grafana-alerting-signature']
  const grafanaTime = headers['x-grafana-alerting-signature-timestamp'] ?? headers['x-grafana-alerting-timestamp']
  if (grafana !== undefined) {
    const fresh = grafanaTime === undefined || isRecent(Number(grafanaTime) * 1_000, now, minutesMs)
    const wanted =
      grafanaTime === undefined
        ? hex
        : hmac(secret, Buffer.concat([Buffer.from(`${grafanaTime}:`), body])).toString('hex')
    if (fresh && same(grafana, wanted)) return grafanaTime === undefined ? ofBody(hex) : timed(grafana)
  }

  const slackTime = headers['x-slack-request-timestamp']
  if (slackTime !== undefined && isRecent(Number(slackTime) * 1_000, now, minutesMs)) {
    const wanted = `v0=${hmac(secret, Buffer.concat([Buffer.from(`v0:${slackTime}:`), body])).toString('hex')}`
    if (fits(headers['x-slack-signature'], wanted)) return timed(wanted)
  }

  const webhookTime = headers['webhook-timestamp']
  if (webhookTime !== undefined && isRecent(Number(webhookTime) * 1_000, now, minutesMs)) {
    const signed = Buffer.concat([Buffer.from(`${headers['webhook-id'] ?? ''}.${webhookTime}.`), body])
    const wanted = `v1,${hmac(secret, signed).toString('base64')}`
    const given = (headers['webhook-signature'] ?? '').split(' ').slice(0, 10)
    if (given.some(one => same(one, wanted))) return timed(headers['webhook-id'] ?? wanted)
  }

  if (query.timestamp !== undefined && isRecent(Number(query.timestamp), now, hourMs)) {
    const wanted = hmac(secret, `${query.timestamp}\n${secret}`).toString('base64')
    if (fits(query.sign?.replaceAll(' ', '+'), wanted)) return ofTime(wanted, query.timestamp, body)
  }

  const fields = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {}
  const { timestamp } = fields
  const feishuTime = typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : ''
  if (typeof fields.sign === 'string' && isRecent(Number(feishuTime) * 1_000, now, hourMs)) {
    // The other way round: the time and the secret are the key, and nothing is signed.
    const wanted = hmac(`${feishuTime}\n${secret}`, '').toString('base64')
    if (same(fields.sign, wanted)) return ofTime(wanted, feishuTime, body)
  }
  return null
}
