import { botScopes, type ErrorName, ProtocolError } from '@lianqun/protocol'
import { PayloadError } from '../../../cards/index.ts'

/** What Feishu answers: https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code and the page of each call. */
export const feishuErrors = {
  wrongParameter: 230001,
  notInChat: 230002,
  tooOften: 99991400,
  wrongToken: 99991663,
  noScope: 99991672,
  wrongSecret: 10014,
  wrongConnection: 514,
  tooLong: 230025,
  wrongCard: 230099,
  notSender: 230071,
  gone: 230110,
  wrongKind: 230054,
  wrongReaction: 231001,
  wrongUpload: 234001,
  noUser: 41050,
  failed: 2200,
} as const

/** Why a call is refused, in the vendor's words. */
export class FeishuError extends Error {
  readonly code: number
  readonly status: number

  constructor(code: number, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

const ofError: Partial<Record<ErrorName, number>> = {
  unauthenticated: feishuErrors.wrongToken,
  forbidden: feishuErrors.notSender,
  only_admins: feishuErrors.notInChat,
  not_member: feishuErrors.notInChat,
  not_found: feishuErrors.gone,
  invalid_params: feishuErrors.wrongParameter,
  conflict: feishuErrors.wrongParameter,
  too_large: feishuErrors.wrongUpload,
  limit_reached: feishuErrors.tooOften,
}

/** The answer to a call that failed; null: the server failed. */
export function refusalOf(error: unknown): { status: number; code: number; msg: string; retryAfterMs?: number } | null {
  if (error instanceof FeishuError) return { status: error.status, code: error.code, msg: error.message }
  if (error instanceof PayloadError) return { status: 400, ...ofPayload(error) }
  if (!(error instanceof ProtocolError)) return null
  const { errorName, field, message, retryAfterMs } = error
  if (errorName === 'rate_limited' || errorName === 'slow_mode')
    return {
      status: 429,
      code: feishuErrors.tooOften,
      msg: 'request trigger frequency limit',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }
  const scoped = errorName === 'forbidden' && botScopes.some(scope => scope === field)
  const code = scoped ? feishuErrors.noScope : ofError[errorName]
  return code === undefined ? null : { status: 400, code, msg: message }
}

function ofPayload({ problem, message }: PayloadError): { code: number; msg: string } {
  if (problem === 'too_long') return { code: feishuErrors.tooLong, msg: message }
  return { code: feishuErrors.wrongParameter, msg: `Your request contains an invalid request parameter: ${message}` }
}
