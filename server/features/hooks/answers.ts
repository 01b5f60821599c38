import type { HookDialect } from '@lianqun/protocol'
import { feishuCodes, type PayloadProblem } from '../cards/index.ts'

/** Why a payload is not taken. */
export type Refusal =
  | PayloadProblem
  | 'unknown_key'
  | 'disabled'
  | 'rate'
  | 'too_large'
  | 'signature'
  | 'network'
  | 'keyword'
  | 'failed'

/** A payload that is not taken, and why, in a sentence for whoever reads the log of the hook. */
export interface Refused {
  refusal: Refusal
  message: string
  /** What whoever posted is told instead, who may know less. */
  told?: string
  /** Where in the payload. */
  path?: string
  /** Milliseconds until it may come again. */
  retryAfterMs?: number
}

/** What is answered over HTTP. */
export interface Answer {
  status: number
  type: 'application/json; charset=utf-8' | 'text/plain; charset=utf-8'
  body: string
  retryAfterMs?: number
}

/** JSON as an answer. */
export const jsonAnswer = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
})
const text = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body })

/** How each dialect says that all is well. */
const accepted: Record<HookDialect, Answer> = {
  any: jsonAnswer(200, { status: 'ok' }),
  wecom: jsonAnswer(200, { errcode: 0, errmsg: 'ok' }),
  dingtalk: jsonAnswer(200, { errcode: 0, errmsg: 'ok' }),
  feishu: jsonAnswer(200, { code: 0, msg: 'success', data: {}, StatusCode: 0, StatusMessage: 'success' }),
  slack: text(200, 'ok'),
  teams: text(200, '1'),
  mattermost: text(200, 'ok'),
  rocketchat: jsonAnswer(200, { success: true }),
}

/** The status over HTTP where a dialect has none of its own. */
const statuses: Record<Refusal, number> = {
  malformed: 400,
  unsupported: 400,
  empty: 400,
  too_long: 400,
  unknown_key: 404,
  disabled: 403,
  rate: 429,
  too_large: 413,
  signature: 401,
  network: 403,
  keyword: 400,
  failed: 503,
}

/** https://developer.work.weixin.qq.com/document/path/90313 */
const wecomCodes: Record<Refusal, number> = {
  malformed: 40058,
  unsupported: 40008,
  empty: 44004,
  too_long: 45002,
  unknown_key: 93000,
  disabled: 93004,
  rate: 45009,
  too_large: 45002,
  signature: 93000,
  network: 60020,
  keyword: 40058,
  failed: -1,
}

/** https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages */
const dingtalkCodes: Record<Refusal, number> = {
  malformed: 40035,
  unsupported: 400105,
  empty: 40035,
  too_long: 460101,
  unknown_key: 300005,
  disabled: 400102,
  rate: 130101,
  too_large: 460101,
  signature: 310000,
  network: 310000,
  keyword: 310000,
  failed: -1,
}

/** One code says three things with DingTalk, which tools tell apart by these words. */
const dingtalkWords: Partial<Record<Refusal, string>> = {
  keyword: 'keywords not in content',
  signature: 'sign not match',
}

/** What Feishu answers besides what is wrong with a message: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
const feishuRefusals: Record<Exclude<Refusal, PayloadProblem>, { code: number; msg: string }> = {
  unknown_key: { code: 19001, msg: 'param invalid: incoming webhook access token invalid' },
  disabled: { code: 19003, msg: 'bot is disabled' },
  rate: { code: 11232, msg: 'frequency limited' },
  too_large: { code: 9499, msg: 'Bad Request' },
  signature: { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' },
  network: { code: 19022, msg: 'Ip Not Allowed' },
  keyword: { code: 19024, msg: 'Key Words Not Found' },
  failed: { code: 10003, msg: 'internal error' },
}
const feishuBadBody = 9499

/** The vendor's words first, for tools look for them. */
function feishuRefused({ refusal, message, path = '' }: Refused): Answer {
  const ofCard = path.startsWith('card') ? feishuCodes.card : feishuCodes.message
  const { code, msg } = { ...feishuRefusals, ...ofCard }[refusal]
  return jsonAnswer(code === feishuBadBody ? 400 : 200, {
    code,
    msg: `${msg.replace(/; $/, '')}; ${message}`,
    data: {},
  })
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const slackAnswers: Record<Refusal, [number, string]> = {
  malformed: [400, 'invalid_payload'],
  unsupported: [400, 'invalid_payload'],
  empty: [400, 'no_text'],
  too_long: [400, 'msg_too_long'],
  unknown_key: [403, 'invalid_token'],
  disabled: [404, 'no_active_hooks'],
  rate: [429, 'rate_limited'],
  too_large: [400, 'invalid_payload'],
  signature: [403, 'invalid_token'],
  network: [403, 'action_prohibited'],
  keyword: [400, 'invalid_payload'],
  failed: [500, 'rollup_error'],
}

const mattermostIds: Partial<Record<Refusal, string>> = {
  unknown_key: 'web.incoming_webhook.invalid.app_error',
  disabled: 'web.incoming_webhook.disabled.app_error',
  empty: 'web.incoming_webhook.text.app_error',
  too_long: 'web.incoming_webhook.text.length.app_error',
}

const refused: Record<HookDialect, (why: Refused) => Answer> = {
  any: ({ refusal, message }) => jsonAnswer(statuses[refusal], { error: refusal, message }),
  wecom: ({ refusal, message }) => jsonAnswer(200, { errcode: wecomCodes[refusal], errmsg: message }),
  dingtalk: ({ refusal, message }) =>
    jsonAnswer(200, {
      errcode: dingtalkCodes[refusal],
      errmsg: [dingtalkWords[refusal], message].filter(Boolean).join('; '),
    }),
  feishu: feishuRefused,
  slack: ({ refusal }) => text(...slackAnswers[refusal]),
  teams: ({ refusal, message }) => jsonAnswer(statuses[refusal], { error: { code: refusal, message } }),
  mattermost: ({ refusal, message }) =>
    jsonAnswer(statuses[refusal], {
      id: mattermostIds[refusal] ?? 'web.incoming_webhook.parse.app_error',
      message,
      request_id: '',
      status_code: statuses[refusal],
    }),
  rocketchat: ({ refusal, message }) => jsonAnswer(statuses[refusal], { success: false, error: message }),
}

/** What a dialect answers; `why` null: it was taken. */
export function answerIn(dialect: HookDialect, why: Refused | null): Answer {
  if (why === null) return accepted[dialect]
  const answer = refused[dialect]({ ...why, message: why.told ?? why.message })
  return why.retryAfterMs === undefined ? answer : { ...answer, retryAfterMs: why.retryAfterMs }
}
